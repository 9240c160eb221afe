import type { AssetId } from '../../../../shared/domain/ids.ts'
import { read, write } from '../operation.ts'
import { allRows, change } from '../statement.ts'

/** The first images of the families of some: those that they were made from, or they themselves. */
const firsts = `WITH RECURSIVE line (id, parent_id) AS (
    SELECT id, parent_id FROM assets WHERE id IN (SELECT value FROM json_each(?))
    UNION SELECT assets.id, assets.parent_id FROM line JOIN assets ON assets.id = line.parent_id
  ), firsts AS (SELECT id FROM line WHERE parent_id IS NULL)`

export const rememberedExports = {
  /** The one that all these images have in common, as JSON; null where they differ, or one has none. */
  'exports.remembered': read((db, { ids }: { ids: readonly AssetId[] }): string | null => {
    const sql = `${firsts} SELECT DISTINCT export FROM firsts LEFT JOIN remembered_exports ON asset_id = id LIMIT 2`
    const [row, other] = allRows(db, sql, JSON.stringify(ids))
    return row === undefined || other !== undefined ? null : (row['export'] as string | null)
  }),

  'exports.remember': write((db, input: { ids: readonly AssetId[]; json: string }): void => {
    const sql = `${firsts} INSERT OR REPLACE INTO remembered_exports (asset_id, export) SELECT id, ? FROM firsts`
    change(db, sql, JSON.stringify(input.ids), input.json)
  }),
}
