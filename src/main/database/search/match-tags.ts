import type { DatabaseSync } from 'node:sqlite'
import { allRows, change, oneRow } from '../queries/statement.ts'
import { spacedOut } from './search-text.ts'

/** The database state for which this connection's `tag_words` was filled. */
const filledFor = new WeakMap<DatabaseSync, string>()

/**
 * Returns the numbers of tags whose names match an FTS5 expression. Tags are few and images many: tag names are
 * tokenized by the same rules in a temporary table, and the columns know which images have them.
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

/** A value that changes after every write, by this connection or others. */
function stateOf(db: DatabaseSync): string {
  const own = oneRow(db, 'SELECT total_changes() AS count')?.['count']
  return `${String(oneRow(db, 'PRAGMA data_version')?.['data_version'])} ${String(own)}`
}
