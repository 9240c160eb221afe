import type { DatabaseSync } from 'node:sqlite'
import { allRows, change, oneRow, textOf } from '../queries/statement.ts'
import { packFacts } from './facts.ts'
import { nameKey } from './search-text.ts'
import { readFacts, readRecipe, readTexts, searchedColumns } from './searched-asset.ts'

const atOnce = 1_000

/** Whether what pictures are found by is behind the pictures. */
export function isSearchBehind(db: DatabaseSync): boolean {
  return oneRow(db, 'SELECT 1 FROM asset_touched LIMIT 1') !== null
}

/** Brings what pictures are found by up to date with them, within the transaction that changed them. */
export function refreshSearch(db: DatabaseSync): void {
  const numberOf = createValueNumbers(db)
  while (isSearchBehind(db)) {
    const rows = allRows(
      db,
      `SELECT t.asset_id AS touched_id, t.has_text, n.number, ${searchedColumns}
       FROM (SELECT * FROM asset_touched ORDER BY asset_id LIMIT ?) AS t
       LEFT JOIN assets AS a ON a.id = t.asset_id LEFT JOIN asset_index AS n ON n.asset_id = t.asset_id
       ORDER BY t.asset_id`,
      atOnce,
    )
    // One that is gone has taken its rows with it.
    for (const row of rows) if (row['id'] !== null) refreshOne(db, row, numberOf)
    change(db, 'DELETE FROM asset_touched WHERE asset_id <= ?', textOf(rows.at(-1)?.['touched_id']))
  }
}

type NumberOf = (field: string, value: string) => number

function refreshOne(db: DatabaseSync, row: Record<string, unknown>, numberOf: NumberOf): void {
  const recipe = readRecipe(row)
  const own = [packFacts(readFacts(row, recipe, numberOf)), textOf(row['tag_numbers']), nameKey(String(row['name']))]
  const known = row['number'] as number | null
  if (known === null) {
    const insert = `INSERT INTO asset_index (asset_id, facts, tags, name_key) VALUES (?, ?, ?, ?) RETURNING number`
    const number = Number(oneRow(db, insert, String(row['id']), ...own)?.['number'])
    writeText(db, number, readTexts(row, recipe))
    return
  }
  change(db, 'UPDATE asset_index SET facts = ?, tags = ?, name_key = ? WHERE number = ?', ...own, known)
  if (row['has_text'] !== 1) return
  change(db, 'DELETE FROM asset_text WHERE rowid = ?', known)
  writeText(db, known, readTexts(row, recipe))
}

function writeText(db: DatabaseSync, number: number, texts: readonly string[]): void {
  change(
    db,
    `INSERT INTO asset_text (rowid, prompt, negative, revised, model, notes, tags, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    number,
    ...texts,
  )
}

/** Names of providers and models come again and again: each is looked up once. */
function createValueNumbers(db: DatabaseSync): NumberOf {
  const known = new Map<string, number>()
  return (field, value) => {
    const key = `${field} ${value}`
    let number = known.get(key)
    if (number === undefined) known.set(key, (number = valueNumber(db, field, value)))
    return number
  }
}

function valueNumber(db: DatabaseSync, field: string, value: string): number {
  const found = oneRow(db, 'SELECT number FROM search_values WHERE field = ? AND value = ?', field, value)
  if (found !== null) return Number(found['number'])
  const added = oneRow(db, 'INSERT INTO search_values (field, value) VALUES (?, ?) RETURNING number', field, value)
  return Number(added?.['number'])
}
