import type { AssetId } from '../../../shared/domain/ids.ts'
import { writtenToken, type NameToken } from '../../../shared/domain/export-options.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import type { NameableImage } from './export-name.ts'
import { findOrigin } from './image-origin.ts'
import { loadLineage } from './load-lineage.ts'
import { batchesOf } from './load-records.ts'
import { readTakenAt, type TakenAt } from './taken-at.ts'

/** Returns the images with the extra data their names need, loaded only where the template uses it. */
export async function nameImages(
  database: Database,
  records: readonly AssetRecord[],
  template: string,
): Promise<ReadonlyMap<AssetId, AssetRecord & NameableImage>> {
  const uses = (...tokens: readonly NameToken[]) => tokens.some((token) => template.includes(writtenToken(token)))
  const names = uses('collection') ? await loadCollections(database, records) : new Map<AssetId, string[]>()
  const dates = uses('date', 'time') ? await loadDates(database, records) : new Map<AssetId, TakenAt>()
  return new Map(
    records.map((record) => [
      record.id,
      {
        ...record,
        collections: (names.get(record.id) ?? []).toSorted((a, b) => a.localeCompare(b)),
        takenAt: dates.get(record.id) ?? null,
      },
    ]),
  )
}

async function loadCollections(
  database: Database,
  records: readonly AssetRecord[],
): Promise<ReadonlyMap<AssetId, string[]>> {
  const names = new Map<AssetId, string[]>()
  for (const ids of batchesOf(records.map(({ id }) => id))) {
    for (const { id, name } of await database.call('collections.namesOf', { ids })) {
      names.set(id, [...(names.get(id) ?? []), name])
    }
  }
  return names
}

/** An edited photo was taken when its source was, as the exported file says, too; what a model made was not taken. */
async function loadDates(database: Database, records: readonly AssetRecord[]): Promise<ReadonlyMap<AssetId, TakenAt>> {
  const lineage = await loadLineage(database, records)
  const sources = new Map(
    records.flatMap((record) => {
      const { source, kind } = findOrigin(record, lineage)
      return source === null || kind !== 'own' ? [] : [[record.id, source.id] as const]
    }),
  )
  const dates = new Map<AssetId, TakenAt>()
  for (const ids of batchesOf([...new Set(sources.values())])) {
    for (const { id, takenAt } of await database.call('assets.takenAt', { ids })) {
      const date = readTakenAt(takenAt)
      if (date !== null) dates.set(id, date)
    }
  }
  return new Map([...sources].flatMap(([id, source]) => (dates.has(source) ? [[id, dates.get(source)!] as const] : [])))
}
