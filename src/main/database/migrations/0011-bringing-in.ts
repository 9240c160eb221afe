import type { Migration } from './migration.ts'

/** Metadata read at import, watched folders, and content that was purged. */
export const bringingIn: Migration = {
  version: 11,
  apply: (db) =>
    db.exec(`
      -- Whose account was found in the file, and whether Content Credentials are in it; NULL = nobody has looked.
      ALTER TABLE assets ADD COLUMN dialect TEXT;
      ALTER TABLE assets ADD COLUMN has_credentials INTEGER CHECK (has_credentials IN (0, 1));

      CREATE TABLE asset_details (
        asset_id TEXT NOT NULL PRIMARY KEY REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        details TEXT NOT NULL CHECK (json_valid(details))
      ) STRICT, WITHOUT ROWID;

      CREATE TRIGGER search_details_of_assets AFTER UPDATE OF dialect, has_credentials ON assets BEGIN
        INSERT INTO asset_touched (asset_id, has_text) VALUES (new.id, 0) ON CONFLICT (asset_id) DO NOTHING;
      END;
      CREATE TRIGGER search_insert_on_details AFTER INSERT ON asset_details BEGIN
        INSERT INTO asset_touched (asset_id, has_text) VALUES (new.asset_id, 0) ON CONFLICT (asset_id) DO NOTHING;
      END;

      CREATE TABLE watched_folders (
        id TEXT NOT NULL PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
        added_at_ms INTEGER NOT NULL,
        -- When something was last brought in, and how many pictures have been so far.
        last_at_ms INTEGER,
        brought_in INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      -- Files of watched folders that were dealt with: a start need not read them again.
      CREATE TABLE watched_files (
        folder_id TEXT NOT NULL REFERENCES watched_folders (id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        file_bytes INTEGER NOT NULL,
        modified_at_ms INTEGER NOT NULL,
        PRIMARY KEY (folder_id, path)
      ) STRICT, WITHOUT ROWID;

      -- Contents that were deleted from the library for good: a watched folder does not bring them back.
      CREATE TABLE purged_contents (sha256 TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    `),
}
