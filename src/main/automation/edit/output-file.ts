import { access, stat } from 'node:fs/promises'
import { dirname, extname, resolve, basename } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import { exportFormats, extensionToFormat, formatToMime } from '../../../shared/util/media-type.ts'
import * as messages from '../../../shared/messages/en/cli.ts'
import { badInput } from '../read-options.ts'
import { type ExportOptions, defaultExportOptions } from '../../../shared/domain/export-options.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import { lossyOutput } from '../../../shared/messages/en/cli-edit.ts'
import type { ProgramServices } from '../program/command.ts'

export interface OutputFile {
  readonly path: string
  readonly mime: string
}

/**
 * Checked before any work is done, so that no image is made that cannot be written.
 * @throws request/invalid, storage/exists, storage/not-found
 */
export async function requireOutputFile(
  text: string,
  options: { readonly workingFolder: string; readonly mayReplace: boolean },
): Promise<OutputFile> {
  const path = resolve(options.workingFolder, text)
  const format = extensionToFormat(extname(path).slice(1))
  if (format === null) {
    throw badInput(messages.formatUnknown({ file: text, values: exportFormats.join(', ') }))
  }
  const folder = await stat(dirname(path)).catch(() => null)
  if (!folder?.isDirectory()) throw new AppError('storage/not-found', messages.folderMissing({ file: text }))
  if (!options.mayReplace && (await exists(path))) {
    throw new AppError('storage/exists', messages.fileExists({ file: text }))
  }
  return { path, mime: formatToMime(format) }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Returns the options a command writes its results with. */
export function exportOptionsFor(output: { readonly quality: number; readonly mayReplace: boolean }): ExportOptions {
  return { ...defaultExportOptions, quality: output.quality, onConflict: output.mayReplace ? 'replace' : 'ask' }
}

/** Facts about an edit, measured on the delivered file. */
export interface DeliveredFile {
  readonly asset: Asset
  readonly notes: readonly string[]
}

/** Writes the result of an edit to `path`. */
export async function deliverFile(
  asset: Asset,
  path: string,
  { exports, options }: Pick<ProgramServices, 'exports'> & { readonly options: ExportOptions },
): Promise<DeliveredFile> {
  const notes = await exports.to(asset.id, path, options)
  const counted = await exports.countChanges(asset.id, path)
  if (counted === null) return { asset, notes }
  const lossy = lossyOutput({ file: basename(path) })
  return {
    asset: { ...asset, recipe: { ...asset.recipe, ...counted } },
    notes: counted.changedOutside > 0 && notes.length === 0 ? [lossy] : notes,
  }
}
