import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import type { InputSource } from '../../imaging/content-credentials.ts'
import { loadRecords } from './load-records.ts'

/**
 * Source images by id: parents, sources of merged parts, and their ancestors; for the records themselves also the
 * model's reference images.
 */
export type ExportLineage = ReadonlyMap<AssetId, AssetRecord>

/** Ancestors beyond this depth are not followed: labels then reflect what was found so far. */
const generationsMax = 500

/** Issues one query per generation, however many images there are. */
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

/** Returns the images that the model got besides the one it edited. */
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
