import type { DatabaseSync } from 'node:sqlite'
import { change, insertRow, oneRow } from '../statement.ts'

export function findTag(db: DatabaseSync, name: string): { number: number; name: string } | null {
  const row = oneRow(db, 'SELECT number, name FROM tags WHERE folded = ?', foldTag(name))
  return row === null ? null : { number: Number(row['number']), name: String(row['name']) }
}

/** Keeps the tag's original spelling. */
export function addTag(db: DatabaseSync, name: string): number {
  const known = findTag(db, name)
  if (known !== null) return known.number
  return insertRow(db, 'INSERT INTO tags (name, folded) VALUES (?, ?)', name, foldTag(name))
}

/** Removes a tag from the chosen images. Returns the packed ids of those that had it; null where none had. */
export function removeTagFrom(db: DatabaseSync, number: number): string | null {
  const having = 'FROM asset_tags WHERE tag = ? AND asset_id IN (SELECT id FROM chosen)'
  const ids = oneRow(db, `SELECT group_concat(asset_id, '') AS ids ${having}`, number)?.['ids']
  if (typeof ids !== 'string') return null
  change(db, `DELETE ${having}`, number)
  return ids
}

/** Deletes tags without images. */
export function dropUnusedTags(db: DatabaseSync): void {
  change(db, 'DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM asset_tags WHERE tag = number)')
}

/** Returns the form in which two spellings of one tag are equal. Same as in the migration that first wrote it. */
export function foldTag(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
