import { z } from 'zod'
import { editStepsMax, edgePxSchema, stepTasks } from '../../shared/domain/edit-plan.ts'
import { searchedWordsMax } from '../../shared/domain/vision.ts'
import { maskBytesMax, seedSchema } from '../../shared/domain/generation.ts'
import { providerIdSchema } from '../../shared/domain/provider-id.ts'
import type { ModelRef } from '../../shared/domain/provider.ts'
import * as messages from '../../shared/messages/en/plan-file.ts'

/** The ending of such a file's name, without the leading dot. */
export const planExtension = 'atelier-plan.json'

const sidePx = z.int().min(1).max(100_000).describe(messages.maskSizeField)
const modelText = z.string().min(1).max(400)

const maskSchema = z
  .strictObject({
    file: z.string().min(1).max(1_000).optional().describe(messages.maskFileField),
    // Base64 takes four characters for three bytes.
    png: z
      .string()
      .max(Math.ceil(maskBytesMax / 3) * 4)
      .optional()
      .describe(messages.maskPngField),
    width: sidePx.optional(),
    height: sidePx.optional(),
    find: z.enum(['subject', 'background']).optional().describe(messages.maskFindField),
    words: z.string().trim().min(1).max(searchedWordsMax).optional().describe(messages.maskWordsField),
    all: z.boolean().optional().describe(messages.maskAllField),
  })
  .check(({ value: { file, png, width, height, find, words, all }, issues, ...rest }) => {
    const refuse = (message: string) => issues.push({ code: 'custom', message, input: rest, path: [] })
    if ([file, png, find, words].filter((each) => each !== undefined).length !== 1) refuse(messages.oneMask)
    const isSized = width !== undefined && height !== undefined
    if (png !== undefined && !isSized) refuse(messages.sizeMissing)
    if (png === undefined && (width ?? height) !== undefined) refuse(messages.sizeWithPng)
    if (words === undefined && all !== undefined) refuse(messages.allWithWords)
  })
  .describe(messages.maskField)
export type FileMask = z.output<typeof maskSchema>

const stepSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100).optional().describe(messages.stepNameField),
    mask: maskSchema,
    task: z.enum(stepTasks).optional().describe(messages.taskField),
    prompt: z.string().max(40_000).optional().describe(messages.promptField),
    negative_prompt: z.string().max(40_000).optional().describe(messages.negativePromptField),
    model: modelText.optional().describe(messages.modelField),
    fill_model: modelText.optional().describe(messages.fillModelField),
    strength: z.number().min(0).max(1).optional().describe(messages.strengthField),
    seed: seedSchema.optional().describe(messages.seedField),
    grow_px: edgePxSchema.optional().describe(messages.growField),
    feather_px: edgePxSchema.optional().describe(messages.featherField),
    on: z.boolean().optional().describe(messages.onField),
  })
  .check(({ value, issues }) => {
    const refuse = (field: keyof typeof value, message: string) =>
      issues.push({ code: 'custom', message, input: value[field], path: [field] })
    const { model, fill_model: fillModel, task } = value
    if (model !== undefined && toModel(model) === null) refuse('model', messages.notAModel({ value: model }))
    if (model !== undefined && fillModel !== undefined) refuse('fill_model', messages.modelTwice)
    if (model !== undefined) return
    if (task !== undefined && task !== 'remove') refuse('task', messages.fillTakesOnly)
    for (const field of ['prompt', 'negative_prompt', 'strength'] as const) {
      if (value[field] !== undefined) refuse(field, messages.fillTakesOnly)
    }
  })
export type FileStep = z.output<typeof stepSchema>

export const planFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().trim().min(1).max(200).optional().describe(messages.nameField),
    steps: z.array(stepSchema).min(1, messages.noSteps).max(editStepsMax).describe(messages.stepsField),
  })
  .meta({ title: messages.fileTitle, description: messages.fileField })

export type PlanFile = z.output<typeof planFileSchema>

/** Of the file that `plan run` and the window read. */
export function planFileJsonSchema(): object {
  return z.toJSONSchema(planFileSchema, { io: 'input', unrepresentable: 'any' })
}

/** null = it is not of the form provider/model. */
export function toModel(text: string): ModelRef | null {
  const at = text.indexOf('/')
  const provider = providerIdSchema.safeParse(text.slice(0, Math.max(0, at)))
  const model = text.slice(at + 1)
  return provider.success && model !== '' ? { provider: provider.data, model } : null
}
