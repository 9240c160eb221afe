import { basename, dirname, extname, resolve } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { extensionToFormat } from '../../../shared/util/media-type.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { ExportsContext } from './exports-context.ts'
import { loadLineage } from './load-lineage.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'
import { fileExistsError, isThere, writePicture } from './write-picture.ts'

/** Exports one picture to an exact path: its extension names the format. */
export async function exportTo(
  context: ExportsContext,
  record: AssetRecord,
  path: string,
  options: ExportOptions,
): Promise<readonly string[]> {
  const format = extensionToFormat(extname(path).slice(1))
  if (format === null) {
    throw new AppError('media/unsupported', messages.formatNotSupported({ basename: basename(path) }))
  }
  await refuseLibraryFolder(context, dirname(resolve(path)))
  if (options.onConflict !== 'replace' && (await isThere(path))) throw fileExistsError(path)
  const lineage = await loadLineage(context.database, [record])
  return writePicture(context, { record, lineage, path, options: { ...options, format } })
}
