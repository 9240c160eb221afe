import type { DatabaseSync } from 'node:sqlite'
import type { Found, SortOrder } from '../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { oneRow, textOf } from '../queries/statement.ts'
import { compareIds, packIds, type Columns } from './columns.ts'
import { found, matchScope } from './match-scope.ts'
import { orderByKey } from './order-numbers.ts'
import type { SearchInput } from './search-input.ts'
import { hasColumns, openColumns, type SearchMemory } from './open-columns.ts'
import { sortNumbers } from './sort-numbers.ts'
import { stacked, stackNumbers, stackRank } from './stacks.ts'

const known = new WeakMap<SearchMemory, { readonly revision: number; readonly order: Int32Array<ArrayBuffer> }>()

export interface FindInput extends SearchInput {
  readonly sort: SortOrder
  readonly isStacked: boolean
  readonly withShapes: boolean
}

export interface NewestInput {
  readonly shelf: 'library' | 'trash'
  readonly limit: number
}

export function findPictures(db: DatabaseSync, input: FindInput): Found {
  // The first picture of the window must not wait until all columns have been read.
  if (!hasColumns(db) && isWholeShelf(input)) return wholeShelf(db, input.shelf)
  const memory = openColumns(db)
  const { states, terms, problems } = matchScope(db, memory, input)
  const isOldestFirst = input.sort === 'oldest'
  let numbers = onlyFound(newestFirst(memory), states)
  if (isOldestFirst) numbers.reverse()
  const sizes = new Map<number, number>()
  if (input.isStacked) {
    const stacks = stacked(memory, numbers, !isOldestFirst)
    numbers = stacks.numbers
    for (const [at, size] of stacks.sizes.entries()) if (size > 1) sizes.set(numbers[at] ?? 0, size)
  }
  const sorted = sortNumbers(db, memory, numbers, input.sort, terms)
  return {
    order: packIds(memory.columns, sorted),
    stacks: sizes.size === 0 ? [] : placesOf(sorted, sizes),
    shapes: input.withShapes ? shapesOf(memory.columns, sorted) : null,
    problems: [...problems],
  }
}

/** What the stack stands for of what is in the scope, the standing one first. */
export function findStack(db: DatabaseSync, input: SearchInput & { readonly id: AssetId }): AssetId[] {
  const memory = openColumns(db)
  const own = oneRow(db, 'SELECT number FROM asset_index WHERE asset_id = ?', input.id)
  if (own === null) return []
  const { columns } = memory
  const { stackOf } = stackNumbers(memory)
  const stack = stackOf[Number(own['number'])]
  const { states } = matchScope(db, memory, input)
  const members = onlyFound(newestFirst(memory), states).filter((number) => stackOf[number] === stack)
  const order = [...members].toSorted((one, other) => stackRank(columns, other) - stackRank(columns, one))
  return order.map((number) => packIds(columns, Int32Array.of(number)) as AssetId)
}

function isWholeShelf({ query, collectionId, sort, isStacked, withShapes }: FindInput): boolean {
  const isPlain = sort === 'newest' || sort === 'relevance'
  return isPlain && query.trim() === '' && collectionId === null && !isStacked && !withShapes
}

/** The first of a shelf and how many there are: enough for the first picture of a window, at once, however many there are. */
export function findNewest(db: DatabaseSync, { shelf, limit }: NewestInput): { order: string; count: number } {
  const isTrashed = shelf === 'trash' ? 'IS NOT NULL' : 'IS NULL'
  // A count alone goes through the pictures themselves: SQLite does not take a partial index for it unasked.
  const counted = oneRow(
    db,
    `SELECT count(*) AS count FROM assets INDEXED BY ${shelf === 'trash' ? 'assets_trash' : 'assets_gallery'}
       WHERE trashed_at_ms ${isTrashed} AND is_purging = 0`,
  )
  const row = oneRow(
    db,
    `SELECT group_concat(id, '') AS ids FROM (SELECT id FROM assets WHERE trashed_at_ms ${isTrashed} AND is_purging = 0
       ORDER BY created_at_ms DESC, id DESC LIMIT ?)`,
    limit,
  )
  return { order: textOf(row?.['ids']), count: Number(counted?.['count']) }
}

function wholeShelf(db: DatabaseSync, shelf: 'library' | 'trash'): Found {
  const isTrashed = shelf === 'trash' ? 'IS NOT NULL' : 'IS NULL'
  const row = oneRow(
    db,
    `SELECT group_concat(id, '') AS ids FROM (SELECT id FROM assets WHERE trashed_at_ms ${isTrashed} AND is_purging = 0
       ORDER BY created_at_ms DESC, id DESC)`,
  )
  return { order: textOf(row?.['ids']), stacks: [], shapes: null, problems: [] }
}

function onlyFound(order: Int32Array, states: Uint8Array): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(order.length)
  let count = 0
  for (const number of order) if (states[number] === found) numbers[count++] = number
  return numbers.slice(0, count)
}

function placesOf(numbers: Int32Array, sizes: ReadonlyMap<number, number>): Found['stacks'] {
  const places: Found['stacks'] = []
  for (const [at, number] of numbers.entries()) {
    const size = sizes.get(number)
    if (size !== undefined) places.push({ at, size })
  }
  return places
}

function shapesOf({ widthPx, heightPx }: Columns, numbers: Int32Array): number[] {
  return Array.from(numbers, (number) =>
    Math.max(1, Math.round((1_000 * (widthPx[number] ?? 1)) / (heightPx[number] ?? 1))),
  )
}

/** All pictures, newest first, as the gallery's index has them: by time, then by id. */
function newestFirst(memory: SearchMemory): Int32Array<ArrayBuffer> {
  const before = known.get(memory)
  if (before?.revision === memory.revision) return before.order
  const order = sortColumns(memory.columns).toReversed()
  known.set(memory, { revision: memory.revision, order })
  return order
}

function sortColumns(columns: Columns): Int32Array<ArrayBuffer> {
  const numbers = allNumbers(columns)
  if (isSorted(columns, numbers)) return numbers
  let earliestMs = Infinity
  for (const number of numbers) earliestMs = Math.min(earliestMs, columns.createdAtMs[number] ?? 0)
  const order = orderByKey(numbers, (number) => (columns.createdAtMs[number] ?? 0) - earliestMs)
  sortTies(columns, order)
  return order
}

function allNumbers({ isThere, size }: Columns): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(size)
  let count = 0
  for (let number = 0; number < size; number++) if (isThere[number] === 1) numbers[count++] = number
  return numbers.subarray(0, count)
}

/** Pictures mostly come one after the other. */
function isSorted(columns: Columns, numbers: Int32Array): boolean {
  for (let at = 1; at < numbers.length; at++) {
    if (compareTimes(columns, numbers[at - 1] ?? 0, numbers[at] ?? 0) > 0) return false
  }
  return true
}

function compareTimes(columns: Columns, one: number, other: number): number {
  return (columns.createdAtMs[one] ?? 0) - (columns.createdAtMs[other] ?? 0) || compareIds(columns, one, other)
}

function sortTies(columns: Columns, order: Int32Array): void {
  let from = 0
  for (let at = 1; at <= order.length; at++) {
    if (at < order.length && columns.createdAtMs[order[at] ?? 0] === columns.createdAtMs[order[from] ?? 0]) continue
    if (at - from > 1) order.subarray(from, at).sort((one, other) => compareIds(columns, one, other))
    from = at
  }
}
