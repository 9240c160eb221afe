import { resolve } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import { assetIdSchema } from '../../shared/domain/ids.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import { imageOrIdArgument } from '../../shared/messages/en/cli-options.ts'
import * as messages from '../../shared/messages/en/cli-edit.ts'
import { frameOfRatio } from '../editing/frame-of-ratio.ts'
import { importImage } from './import-image.ts'
import { defineCommand, type CommandContext, type OptionValues, type CommandOutcome } from './command.ts'
import { deliverFile } from './deliver-file.ts'
import { proofOf, reportedEdit } from './describe-edit.ts'
import { blendOptions, readBlend } from './edit-options.ts'
import { exportOptionsFor } from './export-options-for.ts'
import { edgeOptions, fileOptions, maskOption, outFileOption, seedOption } from './image-options.ts'
import { requireOutputFile, type OutputFile } from './output-file.ts'
import { readMaskOption } from './read-mask.ts'
import { badInput, readNumberOption } from './read-options.ts'
import { imageReport, reportedImage, successReport, toWarnings } from './report.ts'
import { requireId } from './require-id.ts'
import { runJob, type MadeJob } from './run-job.ts'

const resultOptions = { out: outFileOption, ...fileOptions } as const

const edgePxMax = 512

export const reblendCommand = defineCommand({
  name: 'reblend',
  group: 'edit',
  summary: messages.reblend,
  args: { '<id>': messages.editId },
  options: { mask: maskOption, ...edgeOptions, ...resultOptions, ...blendOptions },
  examples: ['reblend ID --match 0.6 --feather 24 --out again.png'],
  async run(values, [text = ''], context) {
    const assetId = requireId(text)
    const edge = readEdge(values)
    const delivery = await requireDelivery(values, context)
    const maskPng = values.mask === undefined ? null : await readMaskOption(resolve(context.workingFolder, values.mask))
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
    return deliver(await runJob(jobs, started, context.signal), delivery, context)
  },
})

export const mergeCommand = defineCommand({
  name: 'merge',
  group: 'edit',
  summary: messages.merge,
  args: { '<onto>': messages.mergeTarget, '<from>': messages.mergeSource },
  options: { mask: { ...maskOption, isRequired: true }, ...edgeOptions, ...resultOptions },
  examples: ['merge ONTO FROM --mask part.png --out both.png'],
  async run(values, [onto = '', from = ''], context) {
    const { growPx, featherPx } = readEdge(values)
    const delivery = await requireDelivery(values, context)
    const maskPng = await readMaskOption(resolve(context.workingFolder, values.mask))
    const { jobs } = await context.services()
    const started = await jobs.edits.merge({
      documentId: null,
      onto: (await requireImage(onto, context)).id,
      from: (await requireImage(from, context)).id,
      maskPng,
      growPx: growPx ?? 0,
      featherPx: featherPx ?? 0,
    })
    return deliver(await runJob(jobs, started, context.signal), delivery, context)
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
  examples: ['expand photo.jpg --left 25% --right 25%', 'expand photo.jpg --ratio 16:9 --out wide.jpg'],
  async run(values, [image = ''], context) {
    const seed = readNumberOption(values.seed, { name: '--seed', min: 0, max: 0xffffffff, isWhole: true })
    readSides(values, { widthPx: 1, heightPx: 1 })
    const delivery = await requireDelivery(values, context)
    const source = await requireImage(image, context)
    const { jobs } = await context.services()
    const frame = readSides(values, source)
    const started = await jobs.edits.expand({ documentId: null, assetId: source.id, frame, seed })
    return deliver(await runJob(jobs, started, context.signal), delivery, context)
  },
})

function readSides(values: Sides, image: Size): Rect {
  const given = (['left', 'right', 'top', 'bottom'] as const).filter((side) => values[side] !== undefined)
  if (values.ratio !== undefined) {
    if (given.length > 0) throw badInput(messages.ratioOrSides)
    const [, width, height] = /^(\d{1,4}):(\d{1,4})$/.exec(values.ratio) ?? []
    const ratio = { widthPx: Number(width), heightPx: Number(height) }
    if (!(ratio.widthPx > 0 && ratio.heightPx > 0)) throw badInput(messages.ratioNotValid)
    return frameOfRatio(image, ratio)
  }
  if (given.length === 0) throw badInput(messages.sidesMissing)
  const at = (side: (typeof given)[number], length: number) => readSide(side, values[side], length)
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

/** Returns a library image by id, or imports one. */
async function requireImage(text: string, context: CommandContext): Promise<Asset> {
  const id = assetIdSchema.safeParse(text)
  if (!id.success) return importImage(text, context)
  return (await context.services()).assets.records.require(id.data)
}

interface Delivery {
  /** null = it stays in the library only. */
  readonly out: OutputFile | null
  readonly quality: number
  readonly mayReplace: boolean
}

type DeliveryValues = OptionValues<typeof resultOptions>

async function requireDelivery(values: DeliveryValues, context: CommandContext): Promise<Delivery> {
  const mayReplace = values.force === true
  const quality = readNumberOption(values.quality, { name: '--quality', min: 1, max: 100, isWhole: true }) ?? 90
  const where = { workingFolder: context.workingFolder, mayReplace }
  return { out: values.out === undefined ? null : await requireOutputFile(values.out, where), quality, mayReplace }
}

async function deliver(
  job: MadeJob,
  { out, quality, mayReplace }: Delivery,
  { services, paths }: CommandContext,
): Promise<CommandOutcome> {
  const { assets, exports } = await services()
  const result = await assets.records.require(job.resultId)
  const how = exportOptionsFor({ quality, mayReplace })
  const { asset, notes } =
    out === null ? { asset: result, notes: [] } : await deliverFile(result, out.path, { exports, options: how })
  const { id, recipe } = asset
  const facts = out && { id, mime: out.mime, path: out.path, seed_used: recipe.seed, edit: reportedEdit(asset) }
  const image = facts === null ? reportedImage(asset, paths.library) : imageReport(facts)
  const seconds = messages.seconds({ seconds: ((job.timingMs ?? 0) / 1000).toFixed(1) })
  return {
    lines: [image.path, [proofOf(asset), seconds].filter((part) => part !== null).join(' · ')],
    problems: notes,
    report: successReport({
      images: [image],
      provider: job.provider,
      model: job.model,
      timing_ms: job.timingMs,
      cost_estimate: 0,
      cost: 0,
      changed_inside: recipe.changedInside,
      changed_outside: recipe.changedOutside,
      warnings: toWarnings(notes),
      outcome: 'done',
      billed: 'no',
    }),
  }
}
