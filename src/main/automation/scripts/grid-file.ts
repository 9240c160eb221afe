import { parse } from 'yaml'
import { z } from 'zod'
import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import { gridAxesSchema, gridOrderSchema, type GridAxis, type GridDraft } from '../../../shared/domain/grid.ts'
import { nameSchema } from '../../../shared/domain/name.ts'
import { providerIdSchema } from '../../../shared/domain/provider-id.ts'
import { numberSettingNames, numberSettings } from '../../../shared/domain/number-settings.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-grid.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { isFound, readNumberList } from '../../../shared/prompting/index.ts'
import { badInput } from '../read-options.ts'

const phrase = z.string().max(2_000)
const numbers = z
  .union([
    z
      .array(z.union([z.number(), z.string().max(20)]))
      .min(1)
      .max(100),
    z.string().min(1).max(2_000),
  ])
  .describe(messages.numbersField)

const axisSchema = z.discriminatedUnion('vary', [
  z.strictObject({
    vary: z.literal('prompt'),
    find: phrase.min(1).describe(messages.findField),
    values: z.array(phrase).min(1).max(100).describe(messages.phrasesField),
  }),
  z.strictObject({
    vary: z.literal('model'),
    values: z.array(z.string().max(400)).min(1).max(100).describe(messages.modelsField),
  }),
  z.strictObject({ vary: z.enum(['seed', ...numberSettingNames]), values: numbers }),
  z.strictObject({
    vary: z.literal('lora'),
    path: z.string().min(1).max(1_000).describe(messages.pathField),
    values: numbers,
  }),
  z.strictObject({
    vary: z.literal('reference'),
    replaces: z.string().max(40).nullable().default(null).describe(messages.replacesField),
    values: z.array(z.string().max(40)).min(1).max(100).describe(messages.namesField),
  }),
])
type FileAxis = z.output<typeof axisSchema>

/** What describes a grid: in a file, and for agents. */
export const gridFields = {
  name: nameSchema.optional().describe(messages.nameField),
  tool: z
    .enum(['generate_image', 'edit_image', 'image_variations'])
    .default('generate_image')
    .describe(messages.toolField),
  parameters: z.record(z.string(), z.unknown()).describe(messages.parametersField),
  x: axisSchema.describe(messages.xField),
  y: axisSchema.optional().describe(messages.yField),
  z: axisSchema.optional().describe(messages.zField),
  order: gridOrderSchema.default('listed').describe(messages.orderField),
}

const describedSchema = z.object(gridFields)
export type DescribedGrid = z.output<typeof describedSchema>

const gridFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    ...gridFields,
    /** Where a recipe comes from: not part of the grid. */
    atelier: z.unknown().optional(),
  })
  .meta({ title: messages.fileTitle, description: messages.fileField })
export type GridFile = z.output<typeof gridFileSchema>

/** Of the file that `grid` reads. */
export function gridFileJsonSchema(): object {
  return z.toJSONSchema(gridFileSchema, { io: 'input', unrepresentable: 'any' })
}

/** Reads JSON or YAML. @throws request/invalid naming every problem */
export function readGridFile(text: string, name: string): GridFile {
  const parsed = gridFileSchema.safeParse(parseText(text, name))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)
  throw badInput(messages.notValid({ name, problems: problems.join('; ').slice(0, 2_000) }))
}

function parseText(text: string, name: string): unknown {
  try {
    // JSON is YAML. Aliases could grow without end.
    return parse(text.replace(/^\uFEFF/, ''), { maxAliasCount: 0 })
  } catch (thrown) {
    throw badInput(messages.notReadable({ name, problem: toErrorData(thrown).message }))
  }
}

export interface DraftedGrid {
  readonly draft: GridDraft
  readonly maskPng: Uint8Array<ArrayBuffer> | null
}

/**
 * Returns what is made of a described grid.
 * @param captured the request that its tool would queue
 * @param name of what describes it, for messages
 * @throws request/invalid
 */
export function draftGrid(described: DescribedGrid, captured: GenerationRequest, name: string): DraftedGrid {
  const { maskPng, ...request } = captured
  const planned = { ...request, hasMask: maskPng !== null }
  const axes = axesOf(described, planned, name)
  const title = described.name ?? (request.prompt.trim().slice(0, 80) || name)
  return { draft: { name: title, request: planned, axes, order: described.order }, maskPng }
}

function axesOf(file: DescribedGrid, request: GridDraft['request'], name: string): GridDraft['axes'] {
  const named = (['x', 'y', 'z'] as const).flatMap((axis) => {
    const given = file[axis]
    return given === undefined ? [] : [[axis, toAxis(given, axis)] as const]
  })
  for (const [axis, varied] of named) {
    const text = 'search' in varied ? varied.search : null
    if (text !== null && !isFound(request, varied)) throw badInput(messages.phraseNotFound({ axis, text }))
  }
  const axes = gridAxesSchema.safeParse(named.map(([, axis]) => axis))
  if (axes.success) return axes.data
  const problems = joinSentences(...axes.error.issues.map(({ message }) => message))
  throw badInput(messages.notValid({ name, problems }))
}

function toAxis(axis: FileAxis, name: string): GridAxis {
  switch (axis.vary) {
    case 'prompt':
      return { variable: 'prompt', search: axis.find, values: axis.values }
    case 'model':
      return { variable: 'model', values: axis.values.map((value) => toModel(value, name)) }
    case 'reference':
      return { variable: 'reference', search: axis.replaces, values: axis.values }
    case 'lora':
      return { variable: 'lora', path: axis.path, values: toNumbers(axis.values, name, { min: -10, max: 10 }) }
    case 'seed':
      return { variable: 'seed', values: toSeeds(axis.values, name) }
    default:
      return { variable: axis.vary, values: toNumbers(axis.values, name, numberSettings[axis.vary]) }
  }
}

function toModel(value: string, axis: string) {
  const at = value.indexOf('/')
  const provider = providerIdSchema.safeParse(value.slice(0, Math.max(0, at)))
  const model = value.slice(at + 1)
  if (!provider.success || model === '') throw badInput(messages.notAModel({ axis, value }))
  return { provider: provider.data, model }
}

type Numbers = z.output<typeof numbers>

/** Seeds of up to 64 bits are lists of texts: ranges hold those that are exact as numbers. */
function toSeeds(values: Numbers, axis: string): (number | string)[] {
  if (Array.isArray(values)) return values
  return toNumbers(values, axis, { isWhole: true, min: 0, max: Number.MAX_SAFE_INTEGER })
}

function toNumbers(
  values: Numbers,
  axis: string,
  { isWhole = false, min, max }: { readonly isWhole?: boolean; readonly min: number; readonly max: number },
): number[] {
  const text = typeof values === 'string' ? values : values.join(', ')
  const read = readNumberList(text, { isWhole, min, max, countMax: 100 })
  if ('problem' in read) throw badInput(messages.notANumberList({ axis, part: read.problem.part }))
  return [...read.values]
}
