import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import type { InputSource } from '../../imaging/content-credentials.ts'
import { loadRecords } from './plan-names.ts'

/** The pictures others came from, by id: parents, what a part was taken from, and theirs; of the records themselves also what a model was shown. */
export type ExportLineage = ReadonlyMap<AssetId, AssetRecord>

/** A family deeper than this is followed no further: labels then say what is known so far. */
const generationsMax = 500

/** One look into the database for each generation, however many pictures there are. */
export async function loadLineage(database: Database, records: readonly AssetRecord[]): Promise<ExportLineage> {
  const known = new Map(records.map((record) => [record.id, record]))
  let wanted = [...new Set([...missingOf(records, known), ...inputsOf(records, known)])]
  for (let generation = 0; wanted.length > 0 && generation < generationsMax; generation++) {
    const found = await loadRecords(database, wanted)
    for (const record of found.values()) known.set(record.id, record)
    wanted = missingOf([...found.values()], known)
  }
  return known
}

function inputsOf(records: readonly AssetRecord[], known: ExportLineage): AssetId[] {
  return records.flatMap(({ recipe }) => shownImages(recipe).flatMap(({ id }) => (known.has(id) ? [] : [id])))
}

/** What the model that made an image was shown besides what it edited. */
export function shownImages({
  generation,
}: Recipe): readonly { readonly id: AssetId; readonly role: InputSource['role'] }[] {
  const control = generation?.control ?? null
  return [
    ...(generation?.referenceIds ?? []).map((id) => ({ id, role: 'Reference' as const })),
    ...(control === null ? [] : [{ id: control.imageId, role: 'Control image' as const }]),
  ]
}

function missingOf(records: readonly AssetRecord[], known: ExportLineage): AssetId[] {
  const named: (AssetId | null)[] = records.flatMap(({ parentId, recipe }) => [
    parentId,
    recipe.takenFromId ?? null,
    (recipe.edit?.reblendOf ?? null) as AssetId | null,
  ])
  return [...new Set(named.flatMap((id) => (id === null || known.has(id) ? [] : [id])))]
}
