import type { Migration } from './migration.ts'

/** Counts a ControlNet's control image among an image's inputs, as references are. */
export const controlLinks: Migration = {
  version: 17,
  apply: (db) =>
    // A CHECK constraint cannot be changed in place.
    db.exec(`
      DROP TRIGGER assets_links_added;
      DROP TRIGGER assets_links_changed;

      CREATE TABLE wider_links (
        from_id TEXT NOT NULL,
        to_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        how TEXT NOT NULL CHECK (how IN ('taken-from', 'reference', 'control')),
        PRIMARY KEY (to_id, from_id, how)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO wider_links SELECT from_id, to_id, how FROM asset_links;
      INSERT INTO wider_links SELECT json_extract(recipe, '$.generation.control.imageId'), id, 'control' FROM assets
        WHERE json_type(recipe, '$.generation.control.imageId') = 'text';
      DROP TABLE asset_links;
      ALTER TABLE wider_links RENAME TO asset_links;
      CREATE INDEX asset_links_from ON asset_links (from_id);

      CREATE TRIGGER assets_links_added AFTER INSERT ON assets BEGIN
        INSERT INTO asset_links (from_id, to_id, how) ${sources};
      END;
      CREATE TRIGGER assets_links_changed AFTER UPDATE OF recipe ON assets WHEN old.recipe IS NOT new.recipe BEGIN
        DELETE FROM asset_links WHERE to_id = new.id;
        INSERT INTO asset_links (from_id, to_id, how) ${sources};
      END;
    `),
}

/** Where a recipe refers to other images, each once per role. */
const sources = `
  SELECT json_extract(new.recipe, '$.takenFromId') AS from_id, new.id AS to_id, 'taken-from' AS how
    WHERE json_type(new.recipe, '$.takenFromId') = 'text'
  UNION
  SELECT value, new.id, 'reference' FROM json_each(new.recipe, '$.generation.referenceIds') WHERE type = 'text'
  UNION
  SELECT json_extract(new.recipe, '$.generation.control.imageId'), new.id, 'control'
    WHERE json_type(new.recipe, '$.generation.control.imageId') = 'text'`
