import type { DatabaseSync } from 'node:sqlite'
import { allRows, oneRow } from '../queries/statement.ts'
import { createColumns, dropRow, putRows, type Columns } from './columns.ts'
import { noteWrites } from './note-writes.ts'
import { settleSearch } from './refresh-search.ts'

/** The in-memory search state of one connection. */
export interface SearchMemory {
  readonly columns: Columns
  /**
   * Incremented when images are added or removed, or when their times or stacks change: derived results may be invalid.
   */
  revision: number
  /** Incremented with every change. */
  changes: number
}

interface Held extends SearchMemory {
  columns: Columns
  /** Image numbers written by this connection since. */
  readonly noted: Set<number>
  /** SQLite's `data_version` when it was read: a different one means another connection has written. */
  version: number
}

const held = new WeakMap<DatabaseSync, Held>()
const numbersAtOnce = 20_000

export function hasColumns(db: DatabaseSync): boolean {
  return held.has(db)
}

/** Returns the search columns as of the database's current state. The first call reads all of it. */
export function openColumns(db: DatabaseSync): SearchMemory {
  settleSearch(db)
  const version = Number(oneRow(db, 'PRAGMA data_version')?.['data_version'])
  let memory = held.get(db)
  if (memory === undefined) {
    memory = { columns: createColumns(), noted: new Set(), version: -1, revision: 0, changes: 0 }
    const { noted } = memory
    noteWrites(db, 'asset_index', 'number', (number) => noted.add(Number(number)))
    held.set(db, memory)
  }
  if (memory.version !== version) {
    memory.noted.clear()
    memory.columns = loadColumns(db)
    memory.version = version
    memory.revision++
    memory.changes++
  } else if (memory.noted.size > 0) applyNoted(db, memory)
  return memory
}

/** The next search reads all of it again. */
export function forgetColumns(db: DatabaseSync): void {
  const memory = held.get(db)
  if (memory !== undefined) memory.version = -1
}

/** Reads these images only, for one search. */
export function readColumnsOf(db: DatabaseSync, numbers: Int32Array): SearchMemory {
  const columns = createColumns()
  putNumbered(db, columns, [...numbers])
  const memory = { columns, revision: 0, changes: 0 }
  const there = Int32Array.from(numbers.filter((number) => columns.isThere[number] === 1).toSorted())
  known.set(memory, { revision: memory.revision, numbers: there })
  return memory
}

/** The numbers of the images in memory, ascending. Of few images, most numbers below the highest are none. */
const known = new WeakMap<SearchMemory, { readonly revision: number; readonly numbers: Int32Array<ArrayBuffer> }>()

export function numbersOf(memory: SearchMemory): Int32Array<ArrayBuffer> {
  const cached = known.get(memory)
  if (cached?.revision === memory.revision) return cached.numbers
  const { isThere, size } = memory.columns
  const numbers = new Int32Array(size)
  let count = 0
  for (let number = 0; number < size; number++) if (isThere[number] === 1) numbers[count++] = number
  const there = numbers.slice(0, count)
  known.set(memory, { revision: memory.revision, numbers: there })
  return there
}

const packedColumns = `group_concat(number) AS numbers, group_concat(asset_id, '') AS ids, group_concat(facts, '') AS facts,
  group_concat(tags, ';') AS tags`

function loadColumns(db: DatabaseSync): Columns {
  const columns = createColumns()
  const highest = Number(oneRow(db, 'SELECT max(number) AS highest FROM asset_index')?.['highest'] ?? 0)
  for (let from = 0; from <= highest; from += numbersAtOnce) {
    const sql = `SELECT ${packedColumns} FROM asset_index WHERE number >= ? AND number < ?`
    const row = oneRow(db, sql, from, from + numbersAtOnce)
    if (row !== null && row['numbers'] !== null) putPacked(columns, row)
  }
  return columns
}

function putPacked(columns: Columns, row: Record<string, unknown>): void {
  putRows(columns, {
    numbers: String(row['numbers']).split(',').map(Number),
    ids: String(row['ids']),
    facts: String(row['facts']),
    tags: String(row['tags']),
  })
}

function applyNoted(db: DatabaseSync, memory: Held): void {
  const { columns, noted } = memory
  const numbers = [...noted]
  const previousPlaces = numbers.map((number) => placeOf(columns, number))
  for (const number of numbers) dropRow(columns, number)
  putNumbered(db, columns, numbers)
  noted.clear()
  memory.changes++
  if (numbers.some((number, at) => placeOf(columns, number) !== previousPlaces[at])) memory.revision++
}

function putNumbered(db: DatabaseSync, columns: Columns, numbers: readonly number[]): void {
  for (let at = 0; at < numbers.length; at += numbersAtOnce) {
    const listed = JSON.stringify(numbers.slice(at, at + numbersAtOnce))
    const sql = `SELECT ${packedColumns} FROM asset_index WHERE number IN (SELECT value FROM json_each(?))`
    for (const row of allRows(db, sql, listed)) if (row['numbers'] !== null) putPacked(columns, row)
  }
}

function placeOf({ isThere, createdAtMs, stackKey }: Columns, number: number): string {
  return isThere[number] === 1 ? `${createdAtMs[number]} ${stackKey[number]}` : ''
}
