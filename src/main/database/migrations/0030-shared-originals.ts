import type { Migration } from './migration.ts'

/** Originals may lie in a folder that several libraries share. */
export const sharedOriginals: Migration = {
  version: 30,
  apply: (db) =>
    db.exec(`
      -- Absolute path of the original in a shared folder; NULL = it is in the library folder.
      ALTER TABLE assets ADD COLUMN shared_path TEXT;
      -- When it was put there, in milliseconds, while the copy in the library folder remains; NULL = there is none.
      ALTER TABLE assets ADD COLUMN shared_at_ms INTEGER;
      CREATE INDEX assets_by_shared_path ON assets (shared_path) WHERE shared_path IS NOT NULL;
      CREATE INDEX assets_shared ON assets (id) WHERE shared_path IS NOT NULL;
      CREATE INDEX assets_by_shared_time ON assets (shared_at_ms) WHERE shared_at_ms IS NOT NULL;
    `),
}
