import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import { loadRecords } from './plan-names.ts'

/** The pictures others came from, by id: parents, what a part was taken from, and theirs. */
export type Lineage = ReadonlyMap<AssetId, AssetRecord>

/** A family deeper than this is followed no further: labels then say what is known so far. */
const generationsMax = 500

/** One look into the database for each generation, however many pictures there are. */
export async function loadLineage(database: Database, records: readonly AssetRecord[]): Promise<Lineage> {
  const known = new Map(records.map((record) => [record.id, record]))
  let wanted = missingOf(records, known)
  for (let generation = 0; wanted.length > 0 && generation < generationsMax; generation++) {
    const found = await loadRecords(database, wanted)
    for (const record of found.values()) known.set(record.id, record)
    wanted = missingOf([...found.values()], known)
  }
  return known
}

function missingOf(records: readonly AssetRecord[], known: Lineage): AssetId[] {
  const named: (AssetId | null)[] = records.flatMap(({ parentId, recipe }) => [
    parentId,
    recipe.takenFromId ?? null,
    (recipe.edit?.reblendOf ?? null) as AssetId | null,
  ])
  return [...new Set(named.flatMap((id) => (id === null || known.has(id) ? [] : [id])))]
}
