import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { inTransaction } from './transaction.ts'

/** Of every version, parents before what refers to them. Those that a version does not have are passed over. */
const tables = [
  'assets',
  'tags',
  'asset_tags',
  'collections',
  'collection_assets',
  'documents',
  'mask_tiles',
  'surface_tiles',
  'jobs',
  'ledger',
  'prompt_history',
  'snippets',
  'own_styles',
  'asset_details',
  'watched_folders',
  'watched_files',
  'purged_contents',
]

/** The schema version of a damaged file; null where even that cannot be read. */
export function readDamagedVersion(damagedPath: string): number | null {
  let damaged: DatabaseSync | null = null
  try {
    damaged = new DatabaseSync(damagedPath)
    return Number(damaged.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  } catch {
    return null
  } finally {
    damaged?.close()
  }
}

/**
 * Copies every row that can still be read out of a damaged database of the same schema. Rows with dangling references are
 * left behind. Returns the number of pictures' records carried over.
 */
export function salvage(db: DatabaseSync, damagedPath: string): number {
  let damaged: DatabaseSync
  try {
    damaged = new DatabaseSync(damagedPath)
  } catch {
    return 0
  }
  db.exec('PRAGMA foreign_keys = OFF')
  try {
    for (const table of tables.filter((name) => hasTable(db, name))) {
      inTransaction(db, () => copyRows(db, damaged, table))
    }
    inTransaction(db, () => dropDangling(db))
  } finally {
    db.exec('PRAGMA foreign_keys = ON')
    damaged.close()
  }
  return Number(db.prepare('SELECT count(*) AS count FROM assets').get()?.['count'] ?? 0)
}

function hasTable(db: DatabaseSync, name: string): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined
}

function copyRows(db: DatabaseSync, damaged: DatabaseSync, table: string): void {
  // From both ends: a page that cannot be read hides the rows behind it from one direction only.
  const key = keyOf(db, table)
  for (const direction of ['ASC', 'DESC']) {
    const order = key.map((column) => `${column} ${direction}`).join(', ')
    try {
      for (const row of damaged.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).iterate()) {
        copyRow(db, table, row)
      }
    } catch {
      // The rest in this direction is beyond reading.
    }
  }
}

/** By what a table's rows lie in the file. */
function keyOf(db: DatabaseSync, table: string): string[] {
  const hasRowid = db.prepare(`SELECT wr FROM pragma_table_list WHERE name = ?`).get(table)?.['wr'] !== 1
  if (hasRowid) return ['rowid']
  const columns = db.prepare(`SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`).all(table)
  return columns.map((column) => String(column['name']))
}

function copyRow(db: DatabaseSync, table: string, row: Record<string, SQLInputValue>): void {
  const columns = Object.keys(row)
  const marks = columns.map(() => '?').join(', ')
  try {
    db.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row))
  } catch {
    // A row that breaks the schema's own rules is damaged.
  }
}

function dropDangling(db: DatabaseSync): void {
  db.exec(`
    UPDATE assets SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM assets);
    DELETE FROM documents WHERE base_id NOT IN (SELECT id FROM assets);
  `)
  if (hasTable(db, 'collections')) {
    db.exec(`
      DELETE FROM asset_tags WHERE asset_id NOT IN (SELECT id FROM assets) OR tag NOT IN (SELECT number FROM tags);
      UPDATE collections SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM collections);
      DELETE FROM collection_assets
        WHERE asset_id NOT IN (SELECT id FROM assets) OR collection_id NOT IN (SELECT id FROM collections);
    `)
  }
  for (const table of ['mask_tiles', 'surface_tiles'].filter((name) => hasTable(db, name))) {
    db.exec(`DELETE FROM ${table} WHERE document_id NOT IN (SELECT id FROM documents)`)
  }
}
