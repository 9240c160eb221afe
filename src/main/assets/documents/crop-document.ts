import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { intersectRects, isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { DocumentsContext } from './documents-context.ts'
import { fileDerived } from './file-derived.ts'

export async function cropDocument(
  context: DocumentsContext,
  id: DocumentId,
  rect: Rect,
  signal: AbortSignal = new AbortController().signal,
): Promise<AssetId> {
  const { database, assets, imaging, paths } = context
  const document = await database.call('documents.require', { id })
  requireInside(rect, { x: 0, y: 0, widthPx: document.widthPx, heightPx: document.heightPx })
  const { path: originalPath } = await assets.files.locate(document.baseId, 'original')
  // Nothing of a crop is new, so nobody wants to know where.
  const effectiveMaskPath = temporaryNameFor(join(paths.temporary, 'crop-mask'))
  const ignore = { onProgress: () => undefined, onPreview: () => undefined }
  const recipe = { operation: 'crop', parentAt: { x: -rect.x, y: -rect.y } } as const
  try {
    const made = await fileDerived(context, document, { task: 'crop', recipe }, (resultPath) =>
      imaging.reframe({ originalPath, frame: rect, seed: 0, resultPath, effectiveMaskPath }, { signal, ...ignore }),
    )
    return made.id
  } finally {
    await rm(effectiveMaskPath, { force: true }).catch(() => undefined)
  }
}

function requireInside(rect: Rect, picture: Rect): void {
  const inside = intersectRects(rect, picture)
  const isInside = inside.widthPx === rect.widthPx && inside.heightPx === rect.heightPx
  if (isInside && !isEmptyRect(rect)) return
  throw new AppError('request/invalid', messages.cropOutside)
}
