import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { imageOrIdArgument } from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-edit.ts'
import { frameOfRatio } from '../../editing/edit-area.ts'
import { defineCommand, type OptionValues } from '../program/command.ts'
import { deliverResult, requireDelivery, requireImage, resultOptions } from '../program/deliver-result.ts'
import { blendOptions, readBlend } from './edit-options.ts'
import { edgeOptions, maskOption, seedOption, readMaskOption } from './image-options.ts'
import { badInput, readNumberOption } from '../read-options.ts'
import { requireId } from '../library/require-id.ts'
import { runJob } from '../generate/run-job.ts'

const edgePxMax = 512

export const reblendCommand = defineCommand({
  name: 'reblend',
  group: 'edit',
  summary: messages.reblend,
  args: { '<id>': messages.editId },
  options: { mask: maskOption, ...edgeOptions, ...resultOptions, ...blendOptions },
  standardOutput: 'file',
  examples: ['reblend ID --match 0.6 --feather 24 --out again.png'],
  async run(values, [text = ''], context) {
    const assetId = requireId(text)
    const edge = readEdge(values)
    const delivery = await requireDelivery(values, context)
    const maskPng = values.mask === undefined ? null : (await readMaskOption(values.mask, context)).maskPng
    const { jobs, assets } = await context.services()
    const { recipe, name } = await assets.records.require(assetId)
    if (!recipe.edit) throw badInput(messages.noStoredResult({ name }))
    const started = await jobs.edits.reblend({
      documentId: null,
      assetId,
      maskPng,
      growPx: edge.growPx ?? recipe.growPx ?? 0,
      featherPx: edge.featherPx ?? recipe.featherPx ?? 0,
      blend: readBlend(values, recipe.edit.blend),
    })
    return deliverResult(await runJob(jobs, started, context.signal), delivery, context)
  },
})

export const mergeCommand = defineCommand({
  name: 'merge',
  group: 'edit',
  summary: messages.merge,
  args: { '<onto>': messages.mergeTarget, '<from>': messages.mergeSource },
  options: { mask: { ...maskOption, isRequired: true }, ...edgeOptions, ...resultOptions },
  standardOutput: 'file',
  examples: ['merge ONTO FROM --mask part.png --out both.png'],
  async run(values, [onto = '', from = ''], context) {
    const { growPx, featherPx } = readEdge(values)
    const delivery = await requireDelivery(values, context)
    const { maskPng } = await readMaskOption(values.mask, context)
    const { jobs } = await context.services()
    const started = await jobs.edits.merge({
      documentId: null,
      onto: (await requireImage(onto, context)).id,
      from: (await requireImage(from, context)).id,
      maskPng,
      growPx: growPx ?? 0,
      featherPx: featherPx ?? 0,
    })
    return deliverResult(await runJob(jobs, started, context.signal), delivery, context)
  },
})

const sideOptions = {
  left: { value: 'n', help: messages.expandSide },
  right: { value: 'n', help: messages.expandSide },
  top: { value: 'n', help: messages.expandSide },
  bottom: { value: 'n', help: messages.expandSide },
  ratio: { value: 'w:h', help: messages.targetAspectRatio },
} as const
type Sides = Partial<OptionValues<typeof sideOptions>>

export const expandCommand = defineCommand({
  name: 'expand',
  group: 'edit',
  summary: messages.expand,
  args: { '<image>': imageOrIdArgument },
  options: { ...sideOptions, seed: seedOption, ...resultOptions },
  standardOutput: 'file',
  examples: ['expand photo.jpg --left 25% --right 25%', 'expand photo.jpg --ratio 16:9 --out wide.jpg'],
  async run(values, [image = ''], context) {
    const seed = readNumberOption(values.seed, { name: '--seed', min: 0, max: 0xffffffff, isWhole: true })
    readSides(values, { widthPx: 1, heightPx: 1 })
    const delivery = await requireDelivery(values, context)
    const source = await requireImage(image, context)
    const { jobs } = await context.services()
    const frame = readSides(values, source)
    const started = await jobs.edits.expand({ documentId: null, assetId: source.id, frame, seed })
    return deliverResult(await runJob(jobs, started, context.signal), delivery, context)
  },
})

function readSides(values: Sides, image: Size): Rect {
  const sides = (['left', 'right', 'top', 'bottom'] as const).filter((side) => values[side] !== undefined)
  if (values.ratio !== undefined) {
    if (sides.length > 0) throw badInput(messages.ratioOrSides)
    const [, width, height] = /^(\d{1,4}):(\d{1,4})$/.exec(values.ratio) ?? []
    const ratio = { widthPx: Number(width), heightPx: Number(height) }
    if (!(ratio.widthPx > 0 && ratio.heightPx > 0)) throw badInput(messages.ratioNotValid)
    return frameOfRatio(image, ratio)
  }
  if (sides.length === 0) throw badInput(messages.sidesMissing)
  const at = (side: (typeof sides)[number], length: number) => readSide(side, values[side], length)
  const left = at('left', image.widthPx)
  const top = at('top', image.heightPx)
  const widthPx = left + image.widthPx + at('right', image.widthPx)
  return { x: 0 - left, y: 0 - top, widthPx, heightPx: top + image.heightPx + at('bottom', image.heightPx) }
}

function readSide(side: string, text: string | undefined, length: number): number {
  if (text === undefined) return 0
  const [, number, unit] = /^(\d{1,5})(%|px)?$/.exec(text) ?? []
  if (number === undefined) throw badInput(messages.sideNotValid({ side }))
  return unit === '%' ? Math.round((Number(number) / 100) * length) : Number(number)
}

type EdgeValues = OptionValues<typeof edgeOptions>

function readEdge({ grow, feather }: EdgeValues): { growPx: number | null; featherPx: number | null } {
  return {
    growPx: readNumberOption(grow, { name: '--grow', min: 0, max: edgePxMax }),
    featherPx: readNumberOption(feather, { name: '--feather', min: 0, max: edgePxMax }),
  }
}
