import { resolve } from 'node:path'
import { type Background, blurPercentMax, blurPercentMin } from '../../../shared/domain/background.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { localVision } from '../../../shared/domain/import-recipe.ts'
import { imageOrIdArgument } from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-vision.ts'
import { defineCommand } from '../program/command.ts'
import { deliverResult, requireDelivery, requireImage, resultOptions } from '../program/deliver-result.ts'
import { importImage } from '../library/import-image.ts'
import { badInput, readNumberOption } from '../read-options.ts'
import { imageReport, successReport } from '../report.ts'

export const backgroundCommand = defineCommand({
  name: 'background',
  group: 'edit',
  summary: messages.background,
  details: messages.backgroundDetails,
  args: { '<image>': imageOrIdArgument },
  options: {
    'only-mask': { help: messages.onlyMask },
    color: { value: 'hex', help: messages.backgroundColor },
    image: { value: 'image', help: messages.backgroundImage },
    blur: { value: 'percent', help: messages.backgroundBlur },
    model: { value: 'name', help: messages.mattingModel },
    ...resultOptions,
  },
  standardOutput: 'file',
  examples: [
    'background photo.jpg --out cutout.png',
    'background photo.jpg --only-mask --out mask.png',
    'background photo.jpg --color "#ffffff" --out product.jpg',
    'background portrait.jpg --blur 1.5 --out portrait-blurred.jpg',
  ],
  async run(
    { 'only-mask': isMask = false, model: name, color, image: behind, blur, ...values },
    [image = ''],
    context,
  ) {
    const choices = [color, behind, blur].filter((value) => value !== undefined)
    if (choices.length > 1) throw badInput(messages.oneBackground)
    if (isMask && choices.length > 0) throw badInput(messages.maskHasNoBackground)
    const plain = readPlainBackground(color, blur)
    const delivery = await requireDelivery(values, context)
    const { out } = delivery
    if (isMask && out?.mime !== 'image/png') throw badInput(messages.maskNeedsPng)
    const { signal, workingFolder } = context
    const backgrounds = await (await context.services()).backgrounds()
    const model = await backgrounds.model(name)
    if (!isMask || out === null) {
      const { id } = await requireImage(image, context)
      const background =
        behind === undefined ? plain : ({ type: 'image', id: (await requireImage(behind, context)).id } as const)
      const made = await backgrounds.remove({ id, background }, model, signal)
      const { timingMs } = made.recipe
      return deliverResult({ resultId: made.id, provider: localVision, model: model.name, timingMs }, delivery, context)
    }
    // Only a file can be read where it is.
    const isFile = image !== '-' && !/^(https?|data):/i.test(image)
    const id = assetIdSchema.safeParse(isFile ? image : (await importImage(image, context)).id)
    await (id.success
      ? backgrounds.writeMask(id.data, out.path, model, signal)
      : backgrounds.write({ path: resolve(workingFolder, image), content: 'mask', target: out.path }, model, signal))
    const made = imageReport({ id: null, mime: out.mime, path: out.path, seed_used: null })
    return { lines: [out.path], report: successReport({ images: [made], provider: localVision, model: model.name }) }
  },
})

/** @throws request/invalid */
function readPlainBackground(color: string | undefined, blur: string | undefined): Background | null {
  if (color !== undefined) {
    const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(color.toLowerCase())?.[1]
    if (digits === undefined) throw badInput(messages.colorExpected({ text: color }))
    return {
      type: 'color',
      color: `#${digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits}`,
    }
  }
  const radiusPercent = readNumberOption(blur, { name: '--blur', min: blurPercentMin, max: blurPercentMax })
  return radiusPercent === null ? null : { type: 'blur', radiusPercent }
}
