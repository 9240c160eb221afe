import type { DatabaseSync } from 'node:sqlite'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { change } from '../statement.ts'

/**
 * Writes the ids that are in the library to the connection's temporary table `chosen`: several statements then work on
 * a million images without each of them parsing a million ids.
 */
export function chooseAssets(db: DatabaseSync, ids: readonly AssetId[]): void {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (place INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT')
  change(db, 'DELETE FROM chosen')
  change(
    db,
    `INSERT OR IGNORE INTO chosen (place, id)
     SELECT assets.rowid, assets.id FROM json_each(?) JOIN assets ON assets.id = value WHERE is_purging = 0`,
    JSON.stringify(ids),
  )
}
