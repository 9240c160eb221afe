import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { type Background, blurPercentMax, blurPercentMin } from '../../../shared/domain/background.ts'
import { localVision } from '../../../shared/domain/import-recipe.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { deliverAsset } from '../generate/generation-outcome.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'
import { generationFields } from './generation-fields.ts'
import { imagesToShow, madeSchema, toMade } from './images/made-images.ts'
import { defineTool, exampleOf, type ToolContext } from './tool.ts'
import { imageSchema, namedImageSchema, openNamedImage } from './images/tool-images.ts'
import { withImageFile } from './images/with-image-file.ts'

export const removeBackgroundTool = defineTool({
  name: 'remove_background',
  title: messages.backgroundTitle,
  description: messages.backgroundDescription({
    example: exampleOf({ input_image: '/home/me/photos/mug.jpg', color: '#ffffff' }),
  }),
  input: z.strictObject({
    input_image: imageSchema,
    color: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .optional()
      .describe(messages.backgroundColorField),
    background_image: namedImageSchema
      .optional()
      .describe(messages.backgroundImageField + messages.imageField + messages.importedImage),
    blur: z.number().min(blurPercentMin).max(blurPercentMax).optional().describe(messages.backgroundBlurField),
    only_mask: z.boolean().default(false).describe(messages.onlyMaskField),
    model: z.string().max(300).optional().describe(messages.mattingModelField),
    output_format: generationFields.output_format,
  }),
  output: madeSchema.extend({
    /** With `only_mask`. */
    mask_path: z.string().nullable(),
  }),
  isReadOnly: false,
  shown: imagesToShow,
  async run({ input_image: image, color, background_image: behind, blur, only_mask: isMask, ...rest }, context) {
    const { services, paths, files, signal, agent } = context
    const replacements = [color, behind, blur].filter((value) => value !== undefined).length
    if (replacements > (isMask ? 0 : 1)) throw badInput(messages.oneBackground)
    const backgrounds = await services.backgrounds()
    const model = await backgrounds.model(rest.model)
    const facts = { provider: localVision, model: model.name, cost_estimate: 0, cost: 0, billed: 'no', outcome: 'done' }
    if (isMask) {
      const target = await files.writable(join(files.outputFolder, `mask-${randomUUID().slice(0, 8)}.png`))
      await withImageFile(image, context, (path) => backgrounds.write({ path, content: 'mask', target }, model, signal))
      return { ...(await toMade(successReport(facts), context)), mask_path: target }
    }
    const { id } = await openNamedImage(image, context)
    const background = await toBackground({ color, behind, blur }, context)
    const made = await backgrounds.remove({ id, background, agent }, model, signal)
    const delivery = { paths, workingFolder: files.outputFolder, signal }
    const delivered = await deliverAsset(made, { context: delivery, folder: undefined, delivery: rest.output_format })
    const report = successReport({ ...facts, images: [delivered], timing_ms: made.recipe.timingMs })
    return { ...(await toMade(report, context)), mask_path: null }
  },
})

interface WantedBackground {
  readonly color: string | undefined
  readonly behind: string | undefined
  readonly blur: number | undefined
}

/** null = transparent. */
async function toBackground(
  { color, behind, blur }: WantedBackground,
  context: ToolContext,
): Promise<Background | null> {
  if (color !== undefined) return { type: 'color', color: color.toLowerCase() }
  if (blur !== undefined) return { type: 'blur', radiusPercent: blur }
  return behind === undefined ? null : { type: 'image', id: (await openNamedImage(behind, context)).id }
}
