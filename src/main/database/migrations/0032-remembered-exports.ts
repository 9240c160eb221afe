import type { Migration } from './migration.ts'

/** How an image was exported last is offered for it again, and for what is made from it. */
export const addRememberedExports: Migration = {
  version: 32,
  apply: (db) =>
    db.exec(`
      CREATE TABLE remembered_exports (
        -- The first image of a family.
        asset_id TEXT NOT NULL PRIMARY KEY REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        -- JSON, see RememberedExport.
        export TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
}
