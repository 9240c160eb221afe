import { z } from 'zod'
import type { Asset } from '../../../shared/domain/asset.ts'
import { editIntents } from '../../../shared/domain/edit.ts'
import { givenMarksSchema, toMarks, type GivenMarks } from '../../../shared/domain/markup.ts'
import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import { missingModelError } from '../../../shared/domain/suggested-models.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { intentOf, isMarked } from '../../editing/edit-intent.ts'
import { usualBlend } from '../edit/edit-options.ts'
import { requireEditMask } from '../edit/edit-mask-option.ts'
import { badInput } from '../read-options.ts'
import { blendField, withBlend } from './blend-field.ts'
import { generationFields } from './generation-fields.ts'
import { madeSchema, imagesToShow } from './images/made-images.ts'
import { requestImages } from './images/request-images.ts'
import { exampleOf, defineTool, type ToolContext } from './tool.ts'
import { imageSchema, maskSchema, openNamedImage, openMask } from './images/tool-images.ts'

const prompt = z.string().max(40_000)

export const generateImageTool = defineTool({
  name: 'generate_image',
  title: messages.generateTitle,
  description: messages.generateDescription({
    example: exampleOf({ prompt: 'A futuristic cityscape at sunset', provider: 'openai', size: '1536x1024', n: 1 }),
  }),
  input: z.strictObject({ prompt: prompt.min(1).describe(messages.promptField), ...generationFields }),
  output: madeSchema,
  isReadOnly: false,
  shown: imagesToShow,
  run: (input, context) => requestImages({ ...input, operation: 'generate', source: null }, context),
})

const sideSchema = z.int().min(0).max(8_192)
const edgeSchema = z.number().min(0).max(512).default(0)

export const editImageTool = defineTool({
  name: 'edit_image',
  title: messages.editTitle,
  description: messages.editDescription({
    example: exampleOf({
      prompt: 'Add a rainbow in the sky',
      input_image: '/home/me/photos/field.png',
      mask_image: '/home/me/photos/sky.png',
      provider: 'stability',
    }),
  }),
  input: z.strictObject({
    prompt: prompt.default('').describe(messages.editPromptField),
    input_image: imageSchema,
    mask_image: maskSchema.optional(),
    continue: z.boolean().default(false).describe(messages.continueField),
    intent: z.enum(editIntents).optional().describe(messages.intentField),
    frame: z
      .strictObject({ left: sideSchema, top: sideSchema, right: sideSchema, bottom: sideSchema })
      .partial()
      .optional()
      .describe(messages.frameField),
    box: z
      .tuple([sideSchema, sideSchema, sideSchema.min(1), sideSchema.min(1)])
      .optional()
      .describe(messages.sentBoxField),
    blend: blendField.optional(),
    grow: edgeSchema.describe(messages.growField),
    feather: edgeSchema.describe(messages.featherField),
    markup: givenMarksSchema.optional().describe(messages.markupField),
    ...generationFields,
  }),
  output: madeSchema,
  isReadOnly: false,
  shown: imagesToShow,
  async run(input, context) {
    const source = await openNamedImage(input.input_image, context)
    const edit = await toEdit(input, source, context)
    return requestImages({ ...input, operation: 'edit', source, edit }, context)
  },
})

type Sides = Partial<Record<'left' | 'top' | 'right' | 'bottom', number | undefined>>

interface EditInput {
  readonly mask_image?: string | undefined
  readonly intent?: GenerationRequest['intent']
  readonly frame?: Sides | undefined
  readonly box?: readonly [x: number, y: number, width: number, height: number] | undefined
  readonly blend?: Parameters<typeof withBlend>[1]
  readonly grow: number
  readonly feather: number
  readonly markup?: GivenMarks | undefined
}

async function toEdit(input: EditInput, source: Asset, context: ToolContext) {
  const frame = input.frame === undefined ? null : frameOf(input.frame, source)
  const maskPng =
    input.mask_image === undefined ? null : requireEditMask(await openMask(input.mask_image, context), frame !== null)
  const edge = { growPx: input.grow, featherPx: input.feather }
  const area = { frame, intent: input.intent ?? null, box: toRect(input.box) }
  const hasMask = maskPng !== null
  const marked = input.markup && { markup: toMarks(input.markup) }
  if (isMarked(area, hasMask)) {
    const blend = withBlend(usualBlend(intentOf(area, hasMask), edge), input.blend)
    return { maskPng, ...edge, ...area, ...marked, blend }
  }
  if (input.blend !== undefined || input.box !== undefined) throw badInput(messages.partMissing)
  return { maskPng, ...edge, ...area, ...marked }
}

function toRect(box: EditInput['box']): GenerationRequest['box'] {
  return box === undefined ? null : { x: box[0], y: box[1], widthPx: box[2], heightPx: box[3] }
}

/** @throws request/invalid if nothing is added */
export function frameOf({ left = 0, top = 0, right = 0, bottom = 0 }: Sides, { widthPx, heightPx }: Asset) {
  if (left + top + right + bottom === 0) throw badInput(messages.sidesOrRatio)
  return { x: 0 - left, y: 0 - top, widthPx: widthPx + left + right, heightPx: heightPx + top + bottom }
}

export const imageVariationsTool = defineTool({
  name: 'image_variations',
  title: messages.variationsTitle,
  description: messages.variationsDescription({
    example: exampleOf({ input_image: '/home/me/photos/field.png', provider: 'openai', n: 3 }),
  }),
  input: z.strictObject({
    input_image: imageSchema,
    prompt: prompt.default('').describe(messages.variationsPromptField),
    ...generationFields,
  }),
  output: madeSchema,
  isReadOnly: false,
  shown: imagesToShow,
  run: async (input, context) =>
    requestImages(
      { ...input, operation: 'variations', source: await openNamedImage(input.input_image, context) },
      context,
    ),
})

export const upscaleImageTool = defineTool({
  name: 'upscale_image',
  title: messages.upscaleTitle,
  description: messages.upscaleDescription({ example: exampleOf({ input_image: 'LIBRARY_ID', scale: 4 }) }),
  input: z.strictObject({
    input_image: imageSchema,
    scale: z
      .union([z.literal(2), z.literal(4)])
      .default(4)
      .describe(messages.scaleField),
    model: z.string().max(300).optional().describe(messages.upscalerField),
    output_format: generationFields.output_format,
  }),
  output: madeSchema,
  isReadOnly: false,
  shown: imagesToShow,
  async run({ input_image: image, scale, model, output_format }, context) {
    const upscaler = model ?? (await onlyUpscaler(context))
    const source = await openNamedImage(image, context)
    const asked = {
      n: 1,
      estimate_only: false,
      output_format,
      provider: 'local',
      model: upscaler,
      options: { scale },
    }
    return requestImages({ ...asked, operation: 'edit', prompt: '', source }, context)
  },
})

async function onlyUpscaler({ services }: ToolContext): Promise<string> {
  const { manager } = await services.openProviders()
  const ids = (await manager.view('local')).models.flatMap(({ id, upscaling }) => (upscaling === undefined ? [] : [id]))
  const [first, ...others] = ids
  if (first === undefined) throw missingModelError('upscale')
  if (others.length > 0) throw badInput(messages.chooseUpscaler({ ids: ids.join(', ') }))
  return first
}
