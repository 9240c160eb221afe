import type { Migration } from './migration.ts'

/** What models on this computer say of images, the images that wait for it, and full text that includes it. */
export const descriptions: Migration = {
  version: 18,
  apply: (db) =>
    db.exec(`
      CREATE TABLE asset_descriptions (
        asset_id TEXT NOT NULL PRIMARY KEY REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        model TEXT NOT NULL,
        caption TEXT NOT NULL,
        description TEXT NOT NULL,
        -- An array of texts.
        tags TEXT NOT NULL CHECK (json_type(tags) = 'array'),
        described_at_ms INTEGER NOT NULL
      ) STRICT;
      -- Of another file's bytes.
      CREATE TRIGGER assets_descriptions_changed AFTER UPDATE OF sha256 ON assets WHEN old.sha256 IS NOT new.sha256 BEGIN
        DELETE FROM asset_descriptions WHERE asset_id = new.id;
      END;

      CREATE TABLE description_queue (
        number INTEGER NOT NULL PRIMARY KEY,
        asset_id TEXT NOT NULL UNIQUE REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'paused', 'done', 'failed')),
        -- The process ended while it worked on this image: the others go first.
        is_deferred INTEGER NOT NULL DEFAULT 0 CHECK (is_deferred IN (0, 1)),
        -- Why it failed.
        message TEXT
      ) STRICT;
      CREATE TRIGGER description_queue_without_trash AFTER UPDATE OF trashed_at_ms ON assets WHEN new.trashed_at_ms IS NOT NULL BEGIN
        DELETE FROM description_queue WHERE asset_id = new.id;
      END;
      CREATE INDEX description_queue_order ON description_queue (state, is_deferred, number);

      DROP TABLE asset_text;
      CREATE VIRTUAL TABLE asset_text USING fts5 (
        prompt, negative, revised, model, notes, name, description,
        content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
      );
      CREATE TRIGGER search_insert_on_asset_descriptions AFTER INSERT ON asset_descriptions BEGIN ${touch('new')} END;
      CREATE TRIGGER search_update_on_asset_descriptions AFTER UPDATE ON asset_descriptions BEGIN ${touch('new')} END;
      CREATE TRIGGER search_delete_on_asset_descriptions AFTER DELETE ON asset_descriptions BEGIN ${touch('old')} END;
      INSERT INTO asset_touched (asset_id, has_text) SELECT id, 1 FROM assets WHERE true
        ON CONFLICT (asset_id) DO UPDATE SET has_text = 1;
    `),
}

function touch(row: 'new' | 'old'): string {
  return `INSERT INTO asset_touched (asset_id, has_text) VALUES (${row}.asset_id, 1)
    ON CONFLICT (asset_id) DO UPDATE SET has_text = 1;`
}
