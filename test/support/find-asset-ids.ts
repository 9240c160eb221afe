import type { Database } from '../../src/main/database/index.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { unpackIds } from '../../src/shared/domain/packed-ids.ts'

/** Returns all images of a section, newest first, as the gallery requests them. */
export async function findAssetIds(
  database: Pick<Database, 'call'>,
  section: 'library' | 'trash' = 'library',
): Promise<AssetId[]> {
  const scope = { section, collectionId: null, query: '', nowMs: 0, covering: null } as const
  const order = { sort: 'newest', isStacked: false, withShapes: false } as const
  return unpackIds((await database.call('search.find', { ...scope, ...order })).order)
}
