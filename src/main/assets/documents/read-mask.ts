import { basename, extname } from 'node:path'
import type { DocumentId } from '../../../shared/domain/ids.ts'
import type { Documents } from '../documents.ts'
import type { DocumentsContext } from './documents-context.ts'

export async function readDocumentMask(
  { database, assets, imaging }: DocumentsContext,
  id: DocumentId,
  from: Parameters<Documents['readMask']>[1],
  signal?: AbortSignal,
): ReturnType<Documents['readMask']> {
  const { widthPx, heightPx } = await database.call('documents.require', { id })
  const size = { widthPx, heightPx }
  if ('path' in from) {
    return {
      name: basename(from.path, extname(from.path)),
      ...(await imaging.readMask({ path: from.path, size }, { signal })),
    }
  }
  const { name, hasRawAnswer } = await assets.records.require(from.assetId)
  if (from.isItsMask !== true) {
    const { path } = await assets.files.locate(from.assetId, 'original')
    return { name, ...(await imaging.readMask({ path, size }, { signal })) }
  }
  const painted = hasRawAnswer ? await assets.files.locate(from.assetId, 'painted').catch(() => null) : null
  const { path } = painted ?? (await assets.files.locate(from.assetId, 'mask'))
  return { name, hasEdge: painted === null, ...(await imaging.readMask({ path, size }, { signal })) }
}
