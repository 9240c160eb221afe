import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import type { NameableImage } from './export-name.ts'

const idsAtOnce = 500

/** Returns the images with the extra data their names need, loaded only where the template uses it. */
export async function nameImages(
  database: Database,
  records: readonly AssetRecord[],
  template: string,
): Promise<ReadonlyMap<AssetId, AssetRecord & NameableImage>> {
  const names = template.includes('{collection}')
    ? await loadCollections(database, records)
    : new Map<AssetId, string[]>()
  return new Map(
    records.map((record) => [
      record.id,
      { ...record, collections: (names.get(record.id) ?? []).toSorted((a, b) => a.localeCompare(b)) },
    ]),
  )
}

async function loadCollections(
  database: Database,
  records: readonly AssetRecord[],
): Promise<ReadonlyMap<AssetId, string[]>> {
  const names = new Map<AssetId, string[]>()
  for (let from = 0; from < records.length; from += idsAtOnce) {
    const ids = records.slice(from, from + idsAtOnce).map(({ id }) => id)
    for (const { id, name } of await database.call('collections.namesOf', { ids })) {
      names.set(id, [...(names.get(id) ?? []), name])
    }
  }
  return names
}
