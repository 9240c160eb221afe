import type { DatabaseSync } from 'node:sqlite'
import type { TextTerm } from '../../../shared/search/index.ts'
import { oneRow } from '../queries/statement.ts'
import { toFullText } from './search-text.ts'

const columnsOf = {
  name: ['name'],
  prompt: ['prompt', 'revised'],
  negative: ['negative'],
  notes: ['notes'],
  description: ['description'],
} as const

/** Returns a term as an FTS5 expression; null where it has nothing to search for. */
export function fullTextOf({ field, texts }: TextTerm): string | null {
  const columns = field === null ? null : columnsOf[field]
  const parts = texts.flatMap(({ text, isPhrase }) => toFullText(text, isPhrase, columns) ?? [])
  return parts.length === 0 ? null : `(${parts.join(' OR ')})`
}

/**
 * Returns the numbers of images whose text matches. They come as one string: a row each would take ten times as long.
 */
export function matchText(db: DatabaseSync, fullText: string): Int32Array {
  const row = oneRow(db, `SELECT group_concat(rowid) AS numbers FROM asset_text WHERE asset_text MATCH ?`, fullText)
  return readNumbers(row?.['numbers'])
}

/** The same, best match first: words in names weigh more than those in negative prompts. */
export function rankText(db: DatabaseSync, fullText: string): Int32Array {
  const row = oneRow(
    db,
    `SELECT group_concat(rowid) AS numbers FROM (SELECT rowid FROM asset_text WHERE asset_text MATCH ?
       ORDER BY bm25(asset_text, 4, 0.5, 2, 3, 4, 6, 1))`,
    fullText,
  )
  return readNumbers(row?.['numbers'])
}

/** Parses a comma-separated list. */
export function readNumbers(text: unknown): Int32Array {
  if (typeof text !== 'string' || text === '') return new Int32Array(0)
  const numbers = new Int32Array(Math.ceil(text.length / 2))
  let count = 0
  let number = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 44) {
      numbers[count++] = number
      number = 0
    } else number = number * 10 + code - 48
  }
  numbers[count++] = number
  return numbers.subarray(0, count)
}
