import type { DatabaseSync } from 'node:sqlite'
import { fileDetailsSchema, type FileDetails } from '../../../../shared/domain/metadata-dialect.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow } from '../statement.ts'

/** Metadata read from files; the record columns searched by it are updated along with it. */
export const assetDetails = {
  /** Null where the file has not been read yet. */
  'assets.details': read((db, input: { id: AssetId }): FileDetails | null => {
    const row = oneRow(db, `SELECT details FROM asset_details WHERE asset_id = ?`, input.id)
    return row === null ? null : (fileDetailsSchema.safeParse(JSON.parse(String(row['details']))).data ?? null)
  }),

  /** When photos were taken, as their files say; an image whose file does not say is left out. */
  'assets.takenAt': read((db, input: { ids: readonly AssetId[] }): { id: AssetId; takenAt: string }[] =>
    allRows(
      db,
      `SELECT asset_id, json_extract(each.value, '$.value') AS taken_at
       FROM asset_details, json_each(details, '$.photo') AS each
       WHERE asset_id IN (SELECT value FROM json_each(?)) AND json_extract(each.value, '$.name') = 'Taken'`,
      JSON.stringify(input.ids),
    ).map((row) => ({ id: row['asset_id'] as AssetId, takenAt: row['taken_at'] as string })),
  ),

  /** Whether an image with these bytes was purged and not imported again since. */
  'assets.wasPurged': read(
    (db, input: { sha256: string }): boolean =>
      oneRow(db, `SELECT 1 FROM purged_contents WHERE sha256 = ?`, input.sha256) !== null,
  ),

  /** Does nothing where the image is gone. Only imported images have a dialect. */
  'assets.setDetails': write((db, { id, details }: { id: AssetId; details: FileDetails }): void => {
    const hasCredentials = Number(details.credentials !== null)
    const sql = `UPDATE assets SET has_credentials = ?,
      dialect = CASE WHEN json_extract(recipe, '$.operation') = 'import' THEN ? ELSE dialect END WHERE id = ?`
    if (change(db, sql, hasCredentials, details.dialect, id) === 1) writeDetails(db, id, details)
  }),
}

export function writeDetails(db: DatabaseSync, id: AssetId, details: FileDetails): void {
  const sql = `INSERT OR REPLACE INTO asset_details (asset_id, details) VALUES (?, ?)`
  change(db, sql, id, JSON.stringify(details))
}
