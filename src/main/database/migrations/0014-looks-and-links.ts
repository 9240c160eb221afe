import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from './migration.ts'

/**
 * Image fingerprints (`asset_looks`), an image's inputs besides its parent (`asset_links`), and tags that are
 * case-insensitive in every alphabet. The first two derive from `assets`: triggers keep them in sync, regardless of the writer.
 */
export const looksAndLinks: Migration = {
  version: 14,
  apply: (db) => {
    createLinks(db)
    createLooks(db)
    foldTags(db)
  },
}

/**
 * Where a recipe refers to other images, each once: OR IGNORE would not help in a trigger, where the outer statement's
 * conflict handling applies (https://www.sqlite.org/lang_createtrigger.html).
 */
const sources = (row: string, json: string) => `
  SELECT json_extract(${json}, '$.takenFromId') AS from_id, ${row} AS to_id, 'taken-from' AS how
    WHERE json_type(${json}, '$.takenFromId') = 'text'
  UNION
  SELECT value, ${row}, 'reference' FROM json_each(${json}, '$.generation.referenceIds') WHERE type = 'text'`

function createLinks(db: DatabaseSync): void {
  db.exec(`
    -- A picture that was named may be gone, or yet to come back: from_id refers to nothing.
    CREATE TABLE asset_links (
      from_id TEXT NOT NULL,
      to_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
      how TEXT NOT NULL CHECK (how IN ('taken-from', 'reference')),
      PRIMARY KEY (to_id, from_id, how)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX asset_links_from ON asset_links (from_id);

    INSERT OR IGNORE INTO asset_links (from_id, to_id, how)
      SELECT json_extract(recipe, '$.takenFromId'), id, 'taken-from' FROM assets
        WHERE json_type(recipe, '$.takenFromId') = 'text';
    INSERT OR IGNORE INTO asset_links (from_id, to_id, how)
      SELECT each.value, assets.id, 'reference' FROM assets, json_each(recipe, '$.generation.referenceIds') AS each
        WHERE each.type = 'text';

    CREATE TRIGGER assets_links_added AFTER INSERT ON assets BEGIN
      INSERT INTO asset_links (from_id, to_id, how) ${sources('new.id', 'new.recipe')};
    END;
    CREATE TRIGGER assets_links_changed AFTER UPDATE OF recipe ON assets WHEN old.recipe IS NOT new.recipe BEGIN
      DELETE FROM asset_links WHERE to_id = new.id;
      INSERT INTO asset_links (from_id, to_id, how) ${sources('new.id', 'new.recipe')};
    END;
  `)
}

function createLooks(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE asset_looks (
      asset_id TEXT NOT NULL PRIMARY KEY REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
      -- 64 bits as 16 hexadecimal digits; null where there is nothing in it to tell it by.
      phash TEXT CHECK (length(phash) = 16),
      colour TEXT,
      -- Nobody has looked at it, or its file is another since.
      is_pending INTEGER NOT NULL DEFAULT 1 CHECK (is_pending IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX asset_looks_pending ON asset_looks (asset_id DESC) WHERE is_pending = 1;

    INSERT INTO asset_looks (asset_id) SELECT id FROM assets;

    CREATE TRIGGER assets_looks_added AFTER INSERT ON assets BEGIN
      INSERT INTO asset_looks (asset_id) VALUES (new.id);
    END;
    CREATE TRIGGER assets_looks_changed AFTER UPDATE OF sha256 ON assets WHEN old.sha256 IS NOT new.sha256 BEGIN
      UPDATE asset_looks SET phash = NULL, colour = NULL, is_pending = 1 WHERE asset_id = new.id;
    END;
    CREATE TRIGGER search_looks_colour AFTER UPDATE OF colour ON asset_looks WHEN old.colour IS NOT new.colour BEGIN
      INSERT INTO asset_touched (asset_id, has_text) VALUES (new.asset_id, 0) ON CONFLICT (asset_id) DO NOTHING;
    END;
  `)
}

/** SQLite folds the case of Latin letters only. When two tags turn out to be one, the first spelling is kept. */
function foldTags(db: DatabaseSync): void {
  db.exec('ALTER TABLE tags ADD COLUMN folded TEXT')
  const numbers = new Map<string, number>()
  for (const row of db.prepare('SELECT number, name FROM tags ORDER BY number').all()) {
    const number = Number(row['number'])
    const folded = String(row['name']).normalize('NFC').toLowerCase()
    const first = numbers.get(folded)
    if (first === undefined) {
      numbers.set(folded, number)
      db.prepare('UPDATE tags SET folded = ? WHERE number = ?').run(folded, number)
    } else {
      db.prepare('INSERT OR IGNORE INTO asset_tags SELECT asset_id, ? FROM asset_tags WHERE tag = ?').run(first, number)
      db.prepare('DELETE FROM asset_tags WHERE tag = ?').run(number)
      db.prepare('DELETE FROM tags WHERE number = ?').run(number)
    }
  }
  db.exec('CREATE UNIQUE INDEX tags_folded ON tags (folded)')
}
