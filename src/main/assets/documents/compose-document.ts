import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import type { DocumentsContext } from './documents-context.ts'
import { drawnLayers } from './drawn-layers.ts'
import { fileDerived } from './file-derived.ts'

/** One at a time: who asks for the same while it is made gets the same. */
export async function composeDocument(
  context: DocumentsContext,
  id: DocumentId,
  signal?: AbortSignal,
): Promise<AssetId> {
  return context.turns.inTurn(`compose:${id}`, async () => {
    const { database, assets, imaging } = context
    const { document, layers, tiles, key, composedId } = await database.call('documents.overlay', { id })
    if (layers.length === 0) return document.baseId
    if (composedId !== null) return composedId
    const { path: originalPath } = await assets.files.locate(document.baseId, 'original')
    const drawn = await drawnLayers(context, layers, tiles)
    const recipe = { operation: 'compose' } as const
    const made = await fileDerived(context, document, { task: 'composite', recipe }, (resultPath) =>
      imaging.compose({ originalPath, layers: drawn, resultPath }, { signal }),
    )
    await database.call('documents.rememberComposed', { id, key, composedId: made.id })
    return made.id
  })
}
