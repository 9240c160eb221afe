import type { Migration } from './migration.ts'

/** Annotations and collections. */
export const addMarks: Migration = {
  version: 9,
  apply: (db) =>
    db.exec(`
      ALTER TABLE assets ADD COLUMN rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5);
      ALTER TABLE assets ADD COLUMN flag TEXT NOT NULL DEFAULT 'none' CHECK (flag IN ('none', 'pick', 'reject'));
      ALTER TABLE assets ADD COLUMN label TEXT CHECK (label IN ('red', 'yellow', 'green', 'blue', 'purple'));
      ALTER TABLE assets ADD COLUMN notes TEXT NOT NULL DEFAULT '';

      CREATE TABLE tags (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE
      ) STRICT;
      CREATE TABLE asset_tags (
        asset_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        tag INTEGER NOT NULL REFERENCES tags (number) ON DELETE CASCADE,
        PRIMARY KEY (asset_id, tag)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX asset_tags_tag ON asset_tags (tag, asset_id);

      CREATE TABLE collections (
        id TEXT NOT NULL PRIMARY KEY,
        parent_id TEXT REFERENCES collections (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('manual', 'smart', 'folder')),
        query TEXT CHECK ((query IS NOT NULL) = (kind = 'smart')),
        position REAL NOT NULL,
        -- Removed ones are kept until the next start, so that they can be brought back.
        removed_at_ms INTEGER
      ) STRICT;
      CREATE INDEX collections_parent ON collections (parent_id, position);
      CREATE TABLE collection_assets (
        collection_id TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        asset_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        added_at_ms INTEGER NOT NULL,
        PRIMARY KEY (collection_id, asset_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX collection_assets_asset ON collection_assets (asset_id);
    `),
}
