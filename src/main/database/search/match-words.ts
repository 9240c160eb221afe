import type { DatabaseSync } from 'node:sqlite'
import type { TextTerm } from '../../../shared/search/index.ts'
import { allRows, change, oneRow } from '../queries/statement.ts'
import type { Columns } from './columns.ts'
import { fullTextOf, matchText } from './match-text.ts'
import type { SearchMemory } from './open-columns.ts'
import { spacedOut } from './search-text.ts'

/** Cache of the last words searched: images are found, counted and reloaded by the same ones. */
const known = new WeakMap<SearchMemory, { readonly changes: number; readonly masks: Map<string, Uint8Array> }>()
const masksMost = 4

/** 1 at each image with the words in its text or in a tag; null where there is nothing to search for. */
export function matchWords(db: DatabaseSync, memory: SearchMemory, term: TextTerm): Uint8Array | null {
  const fullText = fullTextOf(term)
  if (fullText === null) return null
  const written = matchWritten(db, memory, fullText)
  const tags = term.field === null ? matchTags(db, fullText) : new Set<number>()
  if (tags.size === 0) return written
  const mask = written.slice()
  markTagged(mask, memory.columns, tags)
  return mask
}

/** Writes 1 at each image that has one of these tags. */
export function markTagged(mask: Uint8Array, { tags }: Columns, wanted: ReadonlySet<number>): void {
  if (wanted.size === 0) return
  for (const [number, tagsOfImage] of tags) if (tagsOfImage.some((tag) => wanted.has(tag))) mask[number] = 1
}

function matchWritten(db: DatabaseSync, memory: SearchMemory, fullText: string): Uint8Array {
  const masks = masksOf(memory)
  const cached = masks.get(fullText)
  if (cached !== undefined) return cached
  const mask = new Uint8Array(memory.columns.size)
  for (const number of matchText(db, fullText)) mask[number] = 1
  const [oldest] = masks.keys()
  if (masks.size >= masksMost && oldest !== undefined) masks.delete(oldest)
  masks.set(fullText, mask)
  return mask
}

function masksOf(memory: SearchMemory): Map<string, Uint8Array> {
  let found = known.get(memory)
  if (found?.changes !== memory.changes) known.set(memory, (found = { changes: memory.changes, masks: new Map() }))
  return found.masks
}

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
  const ownChanges = oneRow(db, 'SELECT total_changes() AS count')?.['count']
  return `${String(oneRow(db, 'PRAGMA data_version')?.['data_version'])} ${String(ownChanges)}`
}
