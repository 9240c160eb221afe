import type { Migration } from './migration.ts'

/**
 * The search index. Every change to something searchable records the image in `asset_touched`, in SQL, so that no
 * operation, cascade or program can skip it; `refreshSearch` does the rest before the transaction commits.
 */
export const addSearch: Migration = {
  version: 10,
  apply: (db) => {
    db.exec(tables)
    for (const [event, ids, hasText] of noted) db.exec(noteTrigger(event, ids, hasText))
    db.exec(`
      CREATE TRIGGER search_index_gone AFTER DELETE ON asset_index BEGIN
        DELETE FROM asset_text WHERE rowid = old.number;
      END;
      -- Also where references are not enforced: while a damaged file is salvaged.
      CREATE TRIGGER search_asset_gone AFTER DELETE ON assets BEGIN
        DELETE FROM asset_index WHERE asset_id = old.id;
      END;
      INSERT INTO asset_touched SELECT id, 1 FROM assets;
    `)
  },
}

const tables = `
  -- Numbers, because full text needs them, and because the rowids of assets may change when the file is written anew.
  CREATE TABLE asset_index (
    number INTEGER PRIMARY KEY,
    asset_id TEXT NOT NULL UNIQUE REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
    -- What is filtered and sorted by, packed: they are all read when the columns are loaded.
    facts TEXT NOT NULL,
    -- Numbers of tags, a comma after each.
    tags TEXT NOT NULL,
    name_key TEXT NOT NULL
  ) STRICT;
  CREATE INDEX asset_index_name ON asset_index (name_key, number);

  -- Names of providers and models, which facts refer to.
  CREATE TABLE search_values (
    number INTEGER PRIMARY KEY,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (field, value)
  ) STRICT;

  CREATE VIRTUAL TABLE asset_text USING fts5 (
    prompt, negative, revised, model, notes, tags, name,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
  );

  -- Pictures whose rows above are behind.
  CREATE TABLE asset_touched (
    asset_id TEXT NOT NULL PRIMARY KEY,
    has_text INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`

const factColumns = `mime, width_px, height_px, created_at_ms, trashed_at_ms, parent_id, has_mask, raw_answer_mime, is_missing,
  is_purging, safety_check, rating, flag, label`
const isChild = (row: string) => `SELECT ${row}.parent_id WHERE ${row}.parent_id IS NOT NULL`

/** The event, the affected images (a query), and whether their text may have changed. */
const noted: readonly [event: string, ids: string, hasText: 0 | 1][] = [
  ['INSERT ON assets', `SELECT new.id UNION ALL ${isChild('new')}`, 1],
  [`UPDATE OF id, name, relative_path, recipe, notes ON assets`, 'SELECT new.id', 1],
  [`UPDATE OF ${factColumns} ON assets`, 'SELECT new.id', 0],
  ['UPDATE OF parent_id, trashed_at_ms, is_purging ON assets', `${isChild('old')} UNION ALL ${isChild('new')}`, 0],
  ['DELETE ON assets', isChild('old'), 0],
  ['INSERT ON asset_tags', 'SELECT new.asset_id', 1],
  ['DELETE ON asset_tags', 'SELECT old.asset_id', 1],
  ['UPDATE OF name ON tags', 'SELECT asset_id FROM asset_tags WHERE tag = new.number', 1],
]

function noteTrigger(event: string, ids: string, hasText: 0 | 1): string {
  const name = `search_${event.replaceAll(/\W+/g, '_').toLowerCase()}`
  // WHERE true: otherwise what follows would be parsed as a join condition.
  return `CREATE TRIGGER ${name} AFTER ${event} BEGIN
    INSERT INTO asset_touched (asset_id, has_text) SELECT *, ${hasText} FROM (${ids}) WHERE true
      ON CONFLICT (asset_id) DO UPDATE SET has_text = max(has_text, excluded.has_text);
  END`
}
