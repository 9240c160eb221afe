import type { Database } from '../../src/main/database/index.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { unpackIds } from '../../src/shared/domain/packed-ids.ts'

/** All pictures of a shelf, newest first, as the gallery asks for them. */
export async function shelfIds(
  database: Pick<Database, 'call'>,
  shelf: 'library' | 'trash' = 'library',
): Promise<AssetId[]> {
  const scope = { shelf, collectionId: null, query: '', nowMs: 0, covering: null } as const
  const order = { sort: 'newest', isStacked: false, withShapes: false } as const
  return unpackIds((await database.call('search.find', { ...scope, ...order })).order)
}
