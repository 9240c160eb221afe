import type { Migration } from './migration.ts'

/** People, things, places and styles that prompts name, and which images were made with them. */
export const namedReferences: Migration = {
  version: 19,
  apply: (db) =>
    db.exec(`
      CREATE TABLE named_references (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        -- The name as it is compared.
        key TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'thing', 'place', 'style')),
        note TEXT NOT NULL,
        description TEXT NOT NULL,
        rights TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL,
        -- Removed, and can be restored.
        removed_at_ms INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX named_references_key ON named_references (key) WHERE removed_at_ms IS NULL;

      CREATE TABLE named_reference_images (
        reference_id TEXT NOT NULL REFERENCES named_references (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        asset_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        PRIMARY KEY (reference_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX named_reference_images_asset ON named_reference_images (asset_id);

      CREATE TABLE named_reference_uses (
        reference_id TEXT NOT NULL,
        asset_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        PRIMARY KEY (reference_id, asset_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX named_reference_uses_asset ON named_reference_uses (asset_id);
      CREATE TRIGGER assets_named_added AFTER INSERT ON assets BEGIN ${takeUses} END;
      CREATE TRIGGER assets_named_changed AFTER UPDATE OF recipe ON assets WHEN old.recipe IS NOT new.recipe BEGIN
        DELETE FROM named_reference_uses WHERE asset_id = new.id;
        ${takeUses}
      END;
    `),
}

const takeUses = `
  INSERT OR IGNORE INTO named_reference_uses (reference_id, asset_id)
    SELECT json_extract(value, '$.id'), new.id FROM json_each(new.recipe, '$.generation.named')
    WHERE json_type(value, '$.id') = 'text';`
