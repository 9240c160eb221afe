import type { DatabaseSync } from 'node:sqlite'
import { allRows, change, insertRow, oneRow, textOf } from '../queries/statement.ts'
import type { OnOpening } from '../protocol.ts'
import { inTransaction } from '../worker/transaction.ts'
import { packFacts } from './facts.ts'
import { nameKey } from './search-text.ts'
import { readFacts, readSearchedRecipe, readTexts, searchedColumns } from './searched-asset.ts'

const atOnce = 10_000

/** Whether what pictures are found by is behind the pictures. */
export function isSearchBehind(db: DatabaseSync): boolean {
  return oneRow(db, 'SELECT 1 FROM asset_touched LIMIT 1') !== null
}

/** Brings what pictures are found by up to date with them, within the transaction that changed them. */
export function refreshSearch(db: DatabaseSync): void {
  const numberOf = createValueNumbers(db)
  while (isSearchBehind(db)) refreshSome(db, numberOf)
}

/**
 * The same for what others left behind, perhaps all pictures there are: a transaction for each ten thousand, so that neither the log
 * nor a kill costs much. `tell` hears how far it is.
 */
export function settleSearch(db: DatabaseSync, tell: OnOpening = () => undefined): void {
  if (!isSearchBehind(db)) return
  const total = Number(oneRow(db, 'SELECT count(*) AS count FROM asset_touched')?.['count'])
  for (let done = 0; isSearchBehind(db);) {
    tell({ done: Math.min(done, total), total: Math.max(1, total) })
    done += inTransaction(db, () => refreshSome(db, createValueNumbers(db)))
  }
}

type NumberOf = (field: string, value: string) => number

/** How many there were. */
function refreshSome(db: DatabaseSync, numberOf: NumberOf): number {
  const rows = allRows(
    db,
    `SELECT t.asset_id AS touched_id, t.has_text, n.number, ${searchedColumns}
     FROM (SELECT * FROM asset_touched ORDER BY asset_id LIMIT ?) AS t
     LEFT JOIN assets AS a ON a.id = t.asset_id LEFT JOIN asset_index AS n ON n.asset_id = t.asset_id
     ORDER BY t.asset_id`,
    atOnce,
  )
  const last = rows.at(-1)
  if (last === undefined) return 0
  // One that is gone has taken its rows with it.
  const own = rows.filter((row) => row['id'] !== null)
  // All facts, then all words: each write of a row makes full text put what it has gathered on disk.
  const written = own.flatMap((row) => writeFacts(db, row, numberOf) ?? [])
  for (const text of written) writeText(db, text)
  change(db, 'DELETE FROM asset_touched WHERE asset_id <= ?', textOf(last['touched_id']))
  return rows.length
}

interface Text {
  readonly number: number
  readonly isNew: boolean
  readonly texts: readonly string[]
}

/** The words that are to be written too, where they may have changed. */
function writeFacts(db: DatabaseSync, row: Record<string, unknown>, numberOf: NumberOf): Text | null {
  const recipe = readSearchedRecipe(row)
  const own = [packFacts(readFacts(row, recipe, numberOf)), textOf(row['tag_numbers'])]
  const known = row['number'] as number | null
  if (known !== null && row['has_text'] !== 1) {
    change(db, 'UPDATE asset_index SET facts = ?, tags = ? WHERE number = ?', ...own, known)
    return null
  }
  own.push(nameKey(String(row['name'])))
  const texts = readTexts(row, recipe)
  if (known !== null) {
    change(db, 'UPDATE asset_index SET facts = ?, tags = ?, name_key = ? WHERE number = ?', ...own, known)
    return { number: known, isNew: false, texts }
  }
  const insert = `INSERT INTO asset_index (asset_id, facts, tags, name_key) VALUES (?, ?, ?, ?)`
  return { number: insertRow(db, insert, String(row['id']), ...own), isNew: true, texts }
}

function writeText(db: DatabaseSync, { number, isNew, texts }: Text): void {
  if (!isNew) change(db, 'DELETE FROM asset_text WHERE rowid = ?', number)
  const sql = `INSERT INTO asset_text (rowid, prompt, negative, revised, model, notes, name) VALUES (?, ?, ?, ?, ?, ?, ?)`
  change(db, sql, number, ...texts)
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
