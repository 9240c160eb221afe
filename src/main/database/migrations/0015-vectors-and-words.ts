import type { Migration } from './migration.ts'

/**
 * Image vectors (`asset_vectors`), and full text without tags: these are matched by name, so that tagging a hundred
 * thousand images does not rewrite their text.
 */
export const vectorsAndWords: Migration = {
  version: 15,
  apply: (db) =>
    db.exec(`
      CREATE TABLE asset_vectors (
        asset_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        -- Vectors of different models, or of different versions of one, cannot be compared.
        model TEXT NOT NULL,
        -- The direction alone: a signed byte for each dimension, the largest 127.
        vector BLOB NOT NULL CHECK (length(vector) > 0),
        PRIMARY KEY (model, asset_id)
      ) STRICT;
      CREATE INDEX asset_vectors_asset ON asset_vectors (asset_id);
      -- Of another file's bytes.
      CREATE TRIGGER assets_vectors_changed AFTER UPDATE OF sha256 ON assets WHEN old.sha256 IS NOT new.sha256 BEGIN
        DELETE FROM asset_vectors WHERE asset_id = new.id;
      END;

      DROP TABLE asset_text;
      CREATE VIRTUAL TABLE asset_text USING fts5 (
        prompt, negative, revised, model, notes, name,
        content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
      );
      DROP TRIGGER search_insert_on_asset_tags;
      DROP TRIGGER search_delete_on_asset_tags;
      DROP TRIGGER search_update_of_name_on_tags;
      CREATE TRIGGER search_insert_on_asset_tags AFTER INSERT ON asset_tags BEGIN
        INSERT INTO asset_touched (asset_id, has_text) VALUES (new.asset_id, 0) ON CONFLICT (asset_id) DO NOTHING;
      END;
      CREATE TRIGGER search_delete_on_asset_tags AFTER DELETE ON asset_tags BEGIN
        INSERT INTO asset_touched (asset_id, has_text) VALUES (old.asset_id, 0) ON CONFLICT (asset_id) DO NOTHING;
      END;
      INSERT INTO asset_touched (asset_id, has_text) SELECT id, 1 FROM assets WHERE true
        ON CONFLICT (asset_id) DO UPDATE SET has_text = 1;
    `),
}
