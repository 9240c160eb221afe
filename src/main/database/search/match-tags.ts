import type { DatabaseSync } from 'node:sqlite'
import { allRows, change, oneRow } from '../queries/statement.ts'
import { spacedOut } from './search-text.ts'

/** The state of the database for which this connection's `tag_words` were filled. */
const filledFor = new WeakMap<DatabaseSync, string>()

/**
 * The numbers of tags in whose names it is, in the language of FTS5. Tags are few and pictures many: their names are taken apart
 * by the same rules in a table of this connection alone, and which pictures have them is in the columns.
 */
export function matchTags(db: DatabaseSync, fullText: string): ReadonlySet<number> {
  fillTagWords(db)
  const rows = allRows(db, 'SELECT rowid AS number FROM temp.tag_words WHERE tag_words MATCH ?', fullText)
  return new Set(rows.map((row) => Number(row['number'])))
}

function fillTagWords(db: DatabaseSync): void {
  const state = stateOf(db)
  if (filledFor.get(db) === state) return
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.tag_words USING fts5 (
    name, content = '', tokenize = 'unicode61 remove_diacritics 2'
  )`)
  change(db, `INSERT INTO temp.tag_words (tag_words) VALUES ('delete-all')`)
  for (const { number, name } of allRows(db, 'SELECT number, name FROM tags')) {
    change(db, 'INSERT INTO temp.tag_words (rowid, name) VALUES (?, ?)', Number(number), spacedOut(String(name)))
  }
  filledFor.set(db, stateOf(db))
}

/** Something else after every write, of this connection and of others. */
function stateOf(db: DatabaseSync): string {
  const own = oneRow(db, 'SELECT total_changes() AS count')?.['count']
  return `${String(oneRow(db, 'PRAGMA data_version')?.['data_version'])} ${String(own)}`
}
