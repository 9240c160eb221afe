import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { ExportsContext } from './exports-context.ts'

const idsAtOnce = 500

/** In batches: one query for ten thousand records would block all other queries. */
export async function loadRecords(
  database: ExportsContext['database'],
  ids: readonly AssetId[],
): Promise<ReadonlyMap<AssetId, AssetRecord>> {
  const records = new Map<AssetId, AssetRecord>()
  for (const some of batchesOf(ids)) {
    for (const record of await database.call('assets.byIds', { ids: some })) records.set(record.id, record)
  }
  return records
}

/** No more at once than a query may take without blocking others. */
export function batchesOf(ids: readonly AssetId[]): (readonly AssetId[])[] {
  return Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, at) =>
    ids.slice(at * idsAtOnce, (at + 1) * idsAtOnce),
  )
}
