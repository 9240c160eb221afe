import { basename } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { ExportOptions } from '../../shared/domain/export-options.ts'
import { lossyOutput } from '../../shared/messages/en/cli-edit.ts'
import type { ProgramServices } from './command.ts'

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
