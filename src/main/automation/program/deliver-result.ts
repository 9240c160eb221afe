import type { Asset } from '../../../shared/domain/asset.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/cli-edit.ts'
import type { CommandContext, CommandOutcome, OptionValues } from './command.ts'
import { proofOf, reportedEdit } from '../edit/describe-edit.ts'
import { fileOptions, outFileOption } from '../edit/image-options.ts'
import { importImage } from '../library/import-image.ts'
import { deliverFile, exportOptionsFor, requireOutputFile, type OutputFile } from '../edit/output-file.ts'
import { readNumberOption } from '../read-options.ts'
import { imageReport, reportedImage, successReport, toWarnings } from '../report.ts'
import type { MadeJob } from '../generate/run-job.ts'

export const resultOptions = { out: outFileOption, ...fileOptions } as const

/** Returns a library image by id, or imports one. */
export async function requireImage(text: string, context: CommandContext): Promise<Asset> {
  const id = assetIdSchema.safeParse(text)
  if (!id.success) return importImage(text, context)
  return (await context.services()).assets.records.require(id.data)
}

/** Where and how a command writes its result. */
interface Delivery {
  /** null = it stays in the library only. */
  readonly out: OutputFile | null
  readonly quality: number
  readonly mayReplace: boolean
}

type DeliveryValues = OptionValues<typeof resultOptions>

/** Checks the options before any work is done. @throws request/invalid, storage/* */
export async function requireDelivery(values: DeliveryValues, context: CommandContext): Promise<Delivery> {
  const mayReplace = values.force === true
  const quality = readNumberOption(values.quality, { name: '--quality', min: 1, max: 100, isWhole: true }) ?? 90
  const where = { workingFolder: context.workingFolder, mayReplace }
  return { out: values.out === undefined ? null : await requireOutputFile(values.out, where), quality, mayReplace }
}

/** Writes a result of the library to its file, if there is one, and reports it. */
export async function deliverResult(
  job: Pick<MadeJob, 'resultId' | 'provider' | 'model' | 'timingMs'>,
  { out, quality, mayReplace }: Delivery,
  { services, paths }: CommandContext,
): Promise<CommandOutcome> {
  const { assets, exports } = await services()
  const result = await assets.records.require(job.resultId)
  const exportOptions = exportOptionsFor({ quality, mayReplace })
  const { asset, notes } =
    out === null
      ? { asset: result, notes: [] }
      : await deliverFile(result, out.path, { exports, options: exportOptions })
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
