import type { Migration } from '../../../src/main/database/migrations/migration.ts'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'

export const releasedVersion = allMigrations.at(-1)!.version

/** Two made-up later versions that take long enough to be killed midway. */
export const longMigrations: readonly Migration[] = [
  ...allMigrations,
  {
    version: releasedVersion + 1,
    apply: (db) => {
      db.exec(`ALTER TABLE assets ADD COLUMN weight INTEGER NOT NULL DEFAULT 0`)
      for (let n = 0; n < 10; n++) db.exec(`UPDATE assets SET weight = weight + 1`)
    },
  },
  {
    version: releasedVersion + 2,
    apply: (db) => {
      db.exec(`CREATE TABLE notes (asset_id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT`)
      const insert = db.prepare(`INSERT INTO notes (asset_id, text) VALUES (?, ?)`)
      for (const row of db.prepare(`SELECT id, name FROM assets`).all()) insert.run(String(row['id']), 'x'.repeat(200))
    },
  },
]
