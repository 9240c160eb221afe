import { basename } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { ExportOptions } from '../../shared/domain/export-options.ts'
import type { ProgramServices } from './command.ts'

/** What is said of an edit with its file: counted on that file. */
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
  const lossy = `${basename(path)} is compressed with loss, which changes pixels outside the mask too. Choose PNG or TIFF to keep them.`
  return {
    asset: { ...asset, recipe: { ...asset.recipe, ...counted } },
    notes: counted.changedOutside > 0 && notes.length === 0 ? [lossy] : notes,
  }
}
