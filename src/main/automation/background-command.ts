import { resolve } from 'node:path'
import { localVision } from '../../shared/domain/import-recipe.ts'
import { assetIdSchema } from '../../shared/domain/ids.ts'
import { imageOrIdArgument } from '../../shared/messages/en/cli-options.ts'
import * as messages from '../../shared/messages/en/cli-vision.ts'
import { defineCommand } from './command.ts'
import { deliverResult, requireDelivery, requireImage, resultOptions } from './deliver-result.ts'
import { badInput } from './read-options.ts'
import { imageReport, successReport } from './report.ts'

export const backgroundCommand = defineCommand({
  name: 'background',
  group: 'edit',
  summary: messages.background,
  details: messages.backgroundDetails,
  args: { '<image>': imageOrIdArgument },
  options: {
    'only-mask': { help: messages.onlyMask },
    model: { value: 'name', help: messages.mattingModel },
    ...resultOptions,
  },
  examples: ['background photo.jpg --out cutout.png', 'background photo.jpg --only-mask --out mask.png'],
  async run({ 'only-mask': isMask = false, model: name, ...values }, [image = ''], context) {
    const delivery = await requireDelivery(values, context)
    const { out } = delivery
    if (isMask && out?.mime !== 'image/png') throw badInput(messages.maskNeedsPng)
    const { signal, workingFolder } = context
    const backgrounds = await (await context.services()).backgrounds()
    const model = await backgrounds.model(name)
    if (!isMask || out === null) {
      const made = await backgrounds.remove((await requireImage(image, context)).id, model, signal)
      const { timingMs } = made.recipe
      return deliverResult({ resultId: made.id, provider: localVision, model: model.name, timingMs }, delivery, context)
    }
    const id = assetIdSchema.safeParse(image)
    await (id.success
      ? backgrounds.writeMask(id.data, out.path, model, signal)
      : backgrounds.write({ path: resolve(workingFolder, image), content: 'mask', target: out.path }, model, signal))
    const made = imageReport({ id: null, mime: out.mime, path: out.path, seed_used: null })
    return { lines: [out.path], report: successReport({ images: [made], provider: localVision, model: model.name }) }
  },
})
