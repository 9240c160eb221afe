import { extname, resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { extensionToFormat, formatToMime, mimeToExtension } from '../../../shared/util/media-type.ts'
import { outputOfOneImage } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-export.ts'
import type { ExportResult } from '../../assets/exports.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { exportFlags, readExportOptions, type ExportValues } from './export-flags.ts'
import { requireOutputFile } from '../edit/output-file.ts'
import { badInput } from '../read-options.ts'
import { requireId } from './require-id.ts'
import { failureReport, imageReport, messagesOf, successReport, toWarnings } from '../report.ts'

export const exportCommand = defineCommand({
  name: 'export',
  group: 'export',
  summary: messages.exportImages,
  details: messages.exportDetails,
  args: { '<ids...>': messages.imageIds },
  options: exportFlags,
  standardOutput: 'file',
  async outputExtension(values, texts, context) {
    const [text = '', ...more] = texts
    if (more.length > 0) throw badInput(outputOfOneImage)
    const { assets, exports } = await context.services()
    const { format } = readExportOptions(values, exports.presets())
    if (format !== 'original') return format
    return mimeToExtension((await assets.records.require(requireId(text))).mime)
  },
  examples: [
    'export ID --out result.webp',
    'export ID ID --preset "For the web (JPEG 2048 px)" --out images --sign',
    'export ID --out images --format avif --longest 2048 --metadata label',
  ],
  async run(values, texts, context) {
    const ids = texts.map((text) => requireId(text))
    const { out } = values
    const { exports } = await context.services()
    const options = readExportOptions(values, exports.presets())
    const [id] = ids
    if (id !== undefined && ids.length === 1 && (await isFile(out, values, context))) {
      return withSignerNote(await exportOne(id, out, options, context), options, context)
    }
    if (values.sign && options.format === 'original') throw badInput(messages.originalNotSigned)
    if (options.metadata === 'label' && options.format === 'original') throw badInput(messages.originalMetadata)
    const folder = await requireExportFolder(out, values, context)
    const report = await exports.run({ ids, folder, options }, { signal: context.signal })
    return withSignerNote(await outcomeOf(report, context), options, context)
  },
})

/**
 * Whether `out` names one file: it has the format's extension (any if no format is given) and is not an existing
 * folder.
 */
async function isFile(
  out: string,
  { name, format }: ExportValues,
  { workingFolder }: CommandContext,
): Promise<boolean> {
  const extension = extname(out).slice(1)
  if (name !== undefined || extension === '') return false
  if (format !== undefined && extensionToFormat(extension) !== format) return false
  const target = await stat(resolve(workingFolder, out)).catch(() => null)
  return !target?.isDirectory()
}

/** A folder whose name ends like an image would only come of a mistake. @throws request/invalid */
async function requireExportFolder(
  out: string,
  { name, format }: ExportValues,
  { workingFolder }: CommandContext,
): Promise<string> {
  const folder = resolve(workingFolder, out)
  const target = await stat(folder).catch(() => null)
  if (name !== undefined || extensionToFormat(extname(out).slice(1)) === null || target?.isDirectory()) return folder
  if (format === undefined || format === 'original') throw badInput(messages.folderForSeveral({ out }))
  throw badInput(messages.otherExtension({ out, format }))
}

async function exportOne(
  id: AssetId,
  out: string,
  options: ExportOptions,
  { services, workingFolder }: CommandContext,
): Promise<CommandOutcome> {
  const file = await requireOutputFile(out, { workingFolder, mayReplace: options.onConflict === 'replace' })
  const { assets, exports } = await services()
  const asset = await assets.records.require(id)
  const warnings = toWarnings(await exports.to(id, file.path, options))
  const image = imageReport({ id, mime: file.mime, path: file.path, seed_used: asset.recipe.seed })
  return { lines: [file.path], problems: messagesOf(warnings), report: successReport({ images: [image], warnings }) }
}

/** Without a keychain every run creates its own certificate: reported, but not a failure. */
async function withSignerNote(
  outcome: CommandOutcome,
  { credentials, format }: ExportOptions,
  { services }: CommandContext,
): Promise<CommandOutcome> {
  if (credentials === 'none' || format === 'original') return outcome
  const identity = await (await services()).signing.identity()
  if (identity?.keptIn !== 'session') return outcome
  return { ...outcome, problems: [...(outcome.problems ?? []), messages.sessionCertificate] }
}

async function outcomeOf(report: ExportResult, context: CommandContext): Promise<CommandOutcome> {
  const { assets } = await context.services()
  const assetById = new Map(
    (await assets.records.load(report.written.map(({ id }) => id))).map((asset) => [asset.id, asset]),
  )
  const images = report.written.map(({ id, path }) => {
    const asset = assetById.get(id)
    const format = extensionToFormat(extname(path).slice(1))
    const mime = format === null ? (asset?.mime ?? '') : formatToMime(format)
    return imageReport({ id, mime, path, seed_used: asset?.recipe.seed ?? null })
  })
  const { notExported } = await import('../../../shared/messages/en/cli-counts.ts')
  const problems = [
    ...report.failed.map(({ name, error }) =>
      name === '' ? error.message : messages.imageProblem({ name, problem: error.message }),
    ),
    ...report.conflicts.map(({ path }) => messages.conflict({ path })),
    ...(report.left.length > 0 ? [notExported({ count: report.left.length })] : []),
  ]
  const lines = images.map(({ path }) => path)
  const notes = toWarnings(report.notes)
  const skipped = report.skipped.map(({ path }) => ({ code: 'skipped', message: messages.fileExists({ path }) }))
  const warnings = [...skipped, ...notes]
  if (problems.length === 0) return { lines, problems: messagesOf(notes), report: successReport({ images, warnings }) }
  const [failure] = report.failed
  const error = failure
    ? fromErrorData(failure.error)
    : fromErrorData({
        code: report.conflicts.length > 0 ? 'storage/exists' : 'request/cancelled',
        message: problems[0] ?? '',
      })
  return { lines, problems: [...problems, ...messagesOf(notes)], report: failureReport(error, { images, warnings }) }
}
