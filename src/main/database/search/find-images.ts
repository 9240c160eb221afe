import type { DatabaseSync } from 'node:sqlite'
import type { Found, SortOrder } from '../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { parseQuery, type Term } from '../../../shared/search/index.ts'
import { oneRow, toText } from '../queries/statement.ts'
import { compareIds, packFoundIds, type Columns } from './columns.ts'
import { found, matchScope } from './match-scope.ts'
import { fullTextOf, matchText } from './match-text.ts'
import { matchTags } from './match-words.ts'
import { orderByKey } from './order-numbers.ts'
import type { SearchInput } from './search-input.ts'
import { hasColumns, numbersOf, openColumns, readColumnsOf, type SearchMemory } from './open-columns.ts'
import { settleSearch } from './refresh-search.ts'
import { sortNumbers } from './sort-numbers.ts'
import { stacked, stackNumbers, stackRank } from './stacks.ts'

const known = new WeakMap<SearchMemory, { readonly revision: number; readonly order: Int32Array<ArrayBuffer> }>()

export interface FindInput extends SearchInput {
  readonly sort: SortOrder
  readonly isStacked: boolean
  readonly withShapes: boolean
}

export interface NewestInput {
  readonly section: 'library' | 'trash'
  readonly limit: number
}

export function findImages(db: DatabaseSync, input: FindInput): Found {
  // The first image in the window must not wait until all columns are loaded.
  if (!hasColumns(db) && isWholeSection(input)) return findWholeSection(db, input.section)
  const memory = openFew(db, input) ?? openColumns(db)
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
    order: packFoundIds(memory.columns, sorted),
    stacks: sizes.size === 0 ? [] : placesOf(sorted, sizes),
    shapes: input.withShapes ? shapesOf(memory.columns, sorted) : null,
    problems: [...problems],
  }
}

const fewMost = 10_000

/**
 * Where few images have the words that are searched for, a search right after a start reads only these: reading all of
 * a hundred thousand takes longer than the rest of it. null where all are needed, or are read already.
 */
function openFew(db: DatabaseSync, { query, nowMs, isStacked, collectionId }: FindInput): SearchMemory | null {
  if (hasColumns(db) || isStacked || collectionId !== null) return null
  const { terms } = parseQuery(query, nowMs)
  if (terms.some(concernsOthers)) return null
  settleSearch(db)
  for (const term of terms) {
    if (term.type !== 'text' || term.isNegated) continue
    const fullText = fullTextOf(term)
    if (fullText === null) continue
    // Words without a field are found in tags, too, which are not in the text.
    if (term.field === null && matchTags(db, fullText).size > 0) continue
    const numbers = matchText(db, fullText)
    if (numbers.length <= fewMost) return readColumnsOf(db, numbers)
  }
  return null
}

/** Whether an image is found depends on images that do not have the words. */
function concernsOthers(term: Term): boolean {
  return (
    term.type === 'value' &&
    (term.field === 'collection' || (term.field === 'is' && term.values.some((value) => value === 'stacked')))
  )
}

/** Returns the images in scope of a stack, its cover first. */
export function findStack(db: DatabaseSync, input: SearchInput & { readonly id: AssetId }): AssetId[] {
  const memory = openColumns(db)
  const row = oneRow(db, 'SELECT number FROM asset_index WHERE asset_id = ?', input.id)
  if (row === null) return []
  const { columns } = memory
  const { stackOf } = stackNumbers(memory)
  const stack = stackOf[Number(row['number'])]
  const { states } = matchScope(db, memory, input)
  const members = onlyFound(newestFirst(memory), states).filter((number) => stackOf[number] === stack)
  const order = [...members].toSorted((one, other) => stackRank(columns, other) - stackRank(columns, one))
  return order.map((number) => packFoundIds(columns, Int32Array.of(number)) as AssetId)
}

function isWholeSection({ query, collectionId, sort, isStacked, withShapes }: FindInput): boolean {
  const isPlain = sort === 'newest' || sort === 'relevance'
  return isPlain && query.trim() === '' && collectionId === null && !isStacked && !withShapes
}

/**
 * Returns the first images of a section and their total: enough for the window to show the first image immediately,
 * whatever the library's size.
 */
export function findNewest(db: DatabaseSync, { section, limit }: NewestInput): { order: string; count: number } {
  const isTrashed = section === 'trash' ? 'IS NOT NULL' : 'IS NULL'
  // A plain count scans the table: SQLite does not choose the partial index for it by itself.
  const counted = oneRow(
    db,
    `SELECT count(*) AS count FROM assets INDEXED BY ${section === 'trash' ? 'assets_trash' : 'assets_gallery'}
       WHERE trashed_at_ms ${isTrashed} AND is_purging = 0`,
  )
  const row = oneRow(
    db,
    `SELECT group_concat(id, '') AS ids FROM (SELECT id FROM assets WHERE trashed_at_ms ${isTrashed} AND is_purging = 0
       ORDER BY created_at_ms DESC, id DESC LIMIT ?)`,
    limit,
  )
  return { order: toText(row?.['ids']), count: Number(counted?.['count']) }
}

function findWholeSection(db: DatabaseSync, section: 'library' | 'trash'): Found {
  const isTrashed = section === 'trash' ? 'IS NOT NULL' : 'IS NULL'
  const row = oneRow(
    db,
    `SELECT group_concat(id, '') AS ids FROM (SELECT id FROM assets WHERE trashed_at_ms ${isTrashed} AND is_purging = 0
       ORDER BY created_at_ms DESC, id DESC)`,
  )
  return { order: toText(row?.['ids']), stacks: [], shapes: null, problems: [] }
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

/** All images, newest first, in the order of the gallery's index: by time, then by id. */
function newestFirst(memory: SearchMemory): Int32Array<ArrayBuffer> {
  const cached = known.get(memory)
  if (cached?.revision === memory.revision) return cached.order
  const order = sortColumns(memory.columns, numbersOf(memory)).toReversed()
  known.set(memory, { revision: memory.revision, order })
  return order
}

function sortColumns(columns: Columns, numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  if (isSorted(columns, numbers)) return numbers
  let earliestMs = Infinity
  for (const number of numbers) earliestMs = Math.min(earliestMs, columns.createdAtMs[number] ?? 0)
  const order = orderByKey(numbers, (number) => (columns.createdAtMs[number] ?? 0) - earliestMs)
  sortTies(columns, order)
  return order
}

/** Images are mostly added in order already. */
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
