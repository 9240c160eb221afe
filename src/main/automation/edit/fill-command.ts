import type { Asset } from '../../../shared/domain/asset.ts'
import type { FillInput, JobSnapshot } from '../../../shared/domain/job.ts'
import { usualColorAdaptation } from '../../../shared/domain/edit.ts'
import { imageArgument, outputFile } from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-edit.ts'
import { importImage } from '../library/import-image.ts'
import { defineCommand, type OptionValues, type CommandOutcome } from '../program/command.ts'
import { deliverFile, type DeliveredFile, exportOptionsFor, requireOutputFile, type OutputFile } from './output-file.ts'
import { proofOf } from './describe-edit.ts'
import { edgeOptions, fileOptions, maskOption, seedOption, readMaskOption } from './image-options.ts'
import { badInput, readNumberOption } from '../read-options.ts'
import { imageReport, successReport, toWarnings } from '../report.ts'
import { runJob } from '../generate/run-job.ts'

const options = {
  mask: { ...maskOption, isRequired: true },
  out: { value: 'file', isRequired: true, help: outputFile },
  sampling: { value: 'file', help: messages.samplingMask },
  model: { value: 'name', help: messages.fillModel },
  seed: seedOption,
  ...edgeOptions,
  'color-adaptation': { value: '0-1', help: messages.seamColorMatch },
  ...fileOptions,
} as const

const edgePxMax = 512

/**
 * Fills on this computer, by content-aware fill or by a model. The image is imported first, so that the result has a parent, a recipe and a place in the
 * gallery like any other.
 */
export const fillCommand = defineCommand({
  name: 'fill',
  group: 'edit',
  summary: messages.fill,
  args: { '<image>': imageArgument },
  options,
  standardOutput: 'file',
  examples: [
    'fill photo.jpg --mask mask.png --out result.png --seed 7',
    'fill photo.jpg --mask mask.png --sampling meadow.png --out result.png',
    'fill photo.jpg --mask mask.png --model lama_fp32 --out result.png',
  ],
  async run(values, [image = ''], context) {
    if (values.model !== undefined && (values.sampling ?? values['color-adaptation']) !== undefined) {
      throw badInput(messages.modelTakesNoSampling)
    }
    const settings = readSettings(values)
    const where = { workingFolder: context.workingFolder, mayReplace: values.force === true }
    const out = await requireOutputFile(values.out, where)
    const { maskPng } = await readMaskOption(values.mask, context)
    const samplingPng = values.sampling === undefined ? null : (await readMaskOption(values.sampling, context)).maskPng
    const source = await importImage(image, context)
    const { jobs, assets, exports } = await context.services()
    const started = await jobs.fill(inputOf(source, { maskPng, samplingPng, model: values.model ?? null }, settings))
    const job = await runJob(jobs, started, context.signal)
    const result = await assets.records.require(job.resultId)
    const exportOptions = exportOptionsFor({ ...where, quality: settings.quality })
    return toOutcome(await deliverFile(result, out.path, { exports, options: exportOptions }), job, out)
  },
})

function readSettings(values: OptionValues<typeof options>) {
  const read = (name: keyof typeof options, rule: { min: number; max: number; isWhole?: boolean }) =>
    readNumberOption(values[name] as string | undefined, { ...rule, name: `--${name}` })
  return {
    seed: read('seed', { min: 0, max: 0xffffffff, isWhole: true }),
    // A finished mask says exactly what may change, so it is neither grown nor feathered unless requested.
    growPx: read('grow', { min: 0, max: edgePxMax }) ?? 0,
    featherPx: read('feather', { min: 0, max: edgePxMax }) ?? 0,
    colourAdaptation: read('color-adaptation', { min: 0, max: 1 }) ?? usualColorAdaptation,
    quality: read('quality', { min: 1, max: 100, isWhole: true }) ?? 90,
  }
}

type Wanted = Pick<FillInput, 'maskPng' | 'samplingPng' | 'model'>

function inputOf(source: Asset, wanted: Wanted, settings: ReturnType<typeof readSettings>): FillInput {
  const { seed, growPx, featherPx, colourAdaptation } = settings
  const edge = { growPx, featherPx, colourAdaptation }
  return { documentId: null, assetId: source.id, ...wanted, seed, ...edge }
}

function toOutcome({ asset, notes }: DeliveredFile, job: JobSnapshot, out: OutputFile): CommandOutcome {
  const { id, recipe } = asset
  const seconds = ((job.timingMs ?? 0) / 1000).toFixed(1)
  const duration = messages.secondsAndSeed({ seconds, seed: String(job.seed) })
  return {
    lines: [out.path, [proofOf(asset), duration].filter((part) => part !== null).join(' · ')],
    problems: notes,
    report: successReport({
      images: [imageReport({ id, mime: out.mime, path: out.path, seed_used: job.seed })],
      provider: recipe.provider,
      model: recipe.model,
      timing_ms: job.timingMs,
      changed_inside: recipe.changedInside,
      changed_outside: recipe.changedOutside,
      warnings: toWarnings(notes),
    }),
  }
}
