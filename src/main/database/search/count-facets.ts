import type { DatabaseSync } from 'node:sqlite'
import type { Facet, FacetField } from '../../../shared/domain/catalogue.ts'
import { facetFields } from '../../../shared/domain/searched-values.ts'
import { closedFields } from '../../../shared/search/index.ts'
import { type Columns, costBands } from './columns.ts'
import { facetState, found, matchScope } from './match-scope.ts'
import type { SearchInput } from './search-input.ts'
import { openColumns } from './open-columns.ts'
import { readNames } from './value-names.ts'

/** Longer lists are truncated for display. */
const valuesMax = 60

/** How often each number occurs, indexed by the number. */
type Counts = Uint32Array
type Column = Uint8Array | Uint16Array | Uint32Array
type Named = { readonly value: string; readonly count: number }

export function countFacets(db: DatabaseSync, input: SearchInput): { count: number; facets: Facet[] } {
  const memory = openColumns(db)
  const counted = sortStates(matchScope(db, memory, input).states)
  return {
    count: counted.found.length,
    facets: facetFields.map((field) => {
      const values = countField(db, memory.columns, counted, field)
      return { field, values: values.slice(0, valuesMax), more: Math.max(0, values.length - valuesMax) }
    }),
  }
}

/** Images by state: matches, and those that only a single facet's own terms exclude. */
interface Counted {
  readonly states: Uint8Array
  readonly found: Int32Array
  /** 1 at each state that occurs. */
  readonly occurs: Uint8Array
}

export function sortStates(states: Uint8Array): Counted {
  const numbers = new Int32Array(states.length)
  const occurs = new Uint8Array(256)
  let count = 0
  for (let number = 0; number < states.length; number++) {
    const state = states[number]!
    occurs[state] = 1
    if (state === found) numbers[count++] = number
  }
  return { states, found: numbers.subarray(0, count), occurs }
}

/** Fields listed in their own order rather than by frequency. */
const inOwnOrder: readonly FacetField[] = ['rating', 'month', 'cost']

/** Returns every value that occurs, most frequent first or in the field's own order. */
export function countField(db: DatabaseSync, columns: Columns, counted: Counted, field: FacetField): Named[] {
  const values = countAll(db, columns, counted, field).filter(({ count }) => count > 0)
  if (inOwnOrder.includes(field)) return values
  return values.toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
}

function countAll(db: DatabaseSync, columns: Columns, counted: Counted, field: FacetField): Named[] {
  const state = facetState(field)
  switch (field) {
    case 'rating':
      return nameCounts(countColumn(counted, state, columns.rating), ['0', '1', '2', '3', '4', '5'], 0).toReversed()
    case 'flag':
    case 'label':
    case 'operation':
    case 'format':
    case 'tool':
      return nameCounts(countColumn(counted, state, columns[field]), closedFields[field], 1)
    case 'provider':
    case 'model': {
      const counts = countColumn(counted, state, columns[field])
      return [...readNames(db, field)].map(([number, value]) => ({ value, count: counts[number] ?? 0 }))
    }
    case 'month':
      return monthCounts(countColumn(counted, state, columns.month))
    case 'color':
      return bitCounts(countColumn(counted, state, columns.colors), closedFields.color)
    case 'has':
      return bitCounts(countColumn(counted, state, columns.bits, hasBits), closedFields.has)
    case 'shape':
      return nameCounts(countColumn(counted, state, columns.shape), closedFields.shape, 0)
    case 'cost':
      return nameCounts(countColumn(counted, state, columns.costBand), costBands, 0)
    case 'tag':
      return countTags(db, columns, counted, state)
  }
}

const hasBits = 2 ** closedFields.has.length - 1

/** `mask`: the bits of a value to count by. */
function countColumn(
  { states, found: numbers, occurs }: Counted,
  state: number,
  column: Column,
  mask = 0xffff,
): Counts {
  const counts = new Uint32Array((column instanceof Uint8Array ? 0xff : mask) + 1)
  for (let at = 0; at < numbers.length; at++) counts[column[numbers[at]!]! & mask]! += 1
  if (occurs[state] === 0) return counts
  for (let number = 0; number < states.length; number++) {
    if (states[number] === state) counts[column[number]! & mask]! += 1
  }
  return counts
}

function nameCounts(counts: Counts, names: readonly string[], from: number): Named[] {
  return names.map((value, at) => ({ value, count: counts[at + from] ?? 0 }))
}

/** Derives counts per bit from the counts of each combination of bits. */
function bitCounts(counts: Counts, names: readonly string[]): Named[] {
  return names.map((value, bit) => {
    let count = 0
    for (let pattern = 0; pattern < 2 ** names.length; pattern++) {
      if ((pattern >> bit) % 2 === 1) count += counts[pattern] ?? 0
    }
    return { value, count }
  })
}

/** Newest first. */
function monthCounts(counts: Counts): Named[] {
  const months: Named[] = []
  for (let month = counts.length - 1; month >= 0; month--) {
    const count = counts[month] ?? 0
    const year = String(Math.floor(month / 12)).padStart(4, '0')
    if (count > 0) months.push({ value: `${year}-${String((month % 12) + 1).padStart(2, '0')}`, count })
  }
  return months
}

function countTags(db: DatabaseSync, { tags }: Columns, { states }: Counted, ownState: number): Named[] {
  const counts = new Map<number, number>()
  for (const [number, list] of tags) {
    const state = states[number]
    if (state === found || state === ownState) for (const tag of list) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return [...readNames(db, 'tag')].map(([tag, value]) => ({ value, count: counts.get(tag) ?? 0 }))
}
