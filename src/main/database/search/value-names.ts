import type { DatabaseSync } from 'node:sqlite'
import { foldTag } from '../queries/library/tag-rows.ts'
import { allRows } from '../queries/statement.ts'

export type NamedField = 'provider' | 'model' | 'tag'

/** Returns the name of each number in the columns. */
export function readNames(db: DatabaseSync, field: NamedField): Map<number, string> {
  const rows =
    field === 'tag'
      ? allRows(db, 'SELECT number, name AS value FROM tags')
      : allRows(db, 'SELECT number, value FROM search_values WHERE field = ?', field)
  return new Map(rows.map((row) => [Number(row['number']), String(row['value'])]))
}

/**
 * Tests whether a name is one of `wanted`, regardless of case and Unicode composition; a trailing `*` in a wanted name
 * is a wildcard.
 */
export function createNameTest(wanted: readonly string[]): (name: string) => boolean {
  const exact = new Set<string>()
  const beginnings: string[] = []
  for (const value of wanted.map(foldTag)) {
    if (value.endsWith('*')) beginnings.push(value.slice(0, -1))
    else exact.add(value)
  }
  return (name) => {
    const folded = foldTag(name)
    return exact.has(folded) || beginnings.some((beginning) => folded.startsWith(beginning))
  }
}
