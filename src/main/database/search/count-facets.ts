import type { DatabaseSync } from 'node:sqlite'
import { facetFields, type Facet, type FacetField } from '../../../shared/domain/catalogue.ts'
import { closedFields } from '../../../shared/search/index.ts'
import type { Columns } from './columns.ts'
import { costBandOf, costBands } from './cost-bands.ts'
import { facetState, found, matchScope } from './match-scope.ts'
import type { SearchInput } from './search-input.ts'
import { openColumns } from './open-columns.ts'
import { shapeOf } from './picture-shape.ts'
import { readNames } from './value-names.ts'

/** Longer lists are cut: nobody reads on. */
const valuesMax = 60

/** How often each number occurs; the place is the number. */
type Counts = Uint32Array
type Named = { readonly value: string; readonly count: number }

export function countFacets(db: DatabaseSync, input: SearchInput): { count: number; facets: Facet[] } {
  const memory = openColumns(db)
  const { columns } = memory
  const { states } = matchScope(db, memory, input)
  let count = 0
  for (const state of states) if (state === found) count++
  return {
    count,
    facets: facetFields.map((field) => {
      const values = countField(db, columns, states, field)
      return { field, values: values.slice(0, valuesMax), more: Math.max(0, values.length - valuesMax) }
    }),
  }
}

/** Those in their own order are given in it. */
const inOwnOrder: readonly FacetField[] = ['rating', 'month', 'cost']

/** Every value that occurs, most frequent first or in the field's own order. */
export function countField(db: DatabaseSync, columns: Columns, states: Uint8Array, field: FacetField): Named[] {
  const values = countAll(db, columns, states, field).filter(({ count }) => count > 0)
  if (inOwnOrder.includes(field)) return values
  return values.toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
}

function countAll(db: DatabaseSync, columns: Columns, states: Uint8Array, field: FacetField): Named[] {
  const own = facetState(field)
  switch (field) {
    case 'rating':
      return nameCounts(countColumn(states, own, columns.rating), ['0', '1', '2', '3', '4', '5'], 0).toReversed()
    case 'flag':
    case 'label':
    case 'operation':
    case 'format':
    case 'tool':
      return nameCounts(countColumn(states, own, columns[field]), closedFields[field], 1)
    case 'provider':
    case 'model': {
      const counts = countColumn(states, own, columns[field])
      return [...readNames(db, field)].map(([number, value]) => ({ value, count: counts[number] ?? 0 }))
    }
    case 'month':
      return monthCounts(countColumn(states, own, columns.month))
    case 'colour':
      return bitCounts(countColumn(states, own, columns.colours), closedFields.colour)
    case 'has':
      return bitCounts(
        countBy(states, own, 2 ** closedFields.has.length, (number) => columns.bits[number] ?? 0),
        closedFields.has,
      )
    case 'shape':
      return countShapes(columns, states, own)
    case 'cost':
      return countCosts(columns, states, own)
    case 'tag':
      return countTags(db, columns, states, own)
  }
}

function countColumn(states: Uint8Array, own: number, column: Uint8Array | Uint16Array): Counts {
  const counts = new Uint32Array(column instanceof Uint8Array ? 256 : 65_536)
  for (let number = 0; number < states.length; number++) {
    const state = states[number]
    if (state === found || state === own) counts[column[number] ?? 0]! += 1
  }
  return counts
}

/** `valueOf` counts up to `size`, a power of two. */
function countBy(states: Uint8Array, own: number, size: number, valueOf: (number: number) => number): Counts {
  const counts = new Uint32Array(size)
  for (let number = 0; number < states.length; number++) {
    const state = states[number]
    if (state === found || state === own) counts[valueOf(number) & (size - 1)]! += 1
  }
  return counts
}

function nameCounts(counts: Counts, names: readonly string[], from: number): Named[] {
  return names.map((value, at) => ({ value, count: counts[at + from] ?? 0 }))
}

/** Out of how often each combination of bits occurs. */
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

function countShapes(columns: Columns, states: Uint8Array, own: number): Named[] {
  const names: readonly string[] = closedFields.shape
  return nameCounts(
    countBy(states, own, 4, (number) => names.indexOf(shapeOf(columns, number))),
    names,
    0,
  )
}

/** Behind the bands: what has no known cost. */
function countCosts({ costUsd }: Columns, states: Uint8Array, own: number): Named[] {
  const counts = countBy(states, own, 8, (number) => {
    const cost = costUsd[number] ?? Number.NaN
    return Number.isNaN(cost) ? 7 : costBandOf(cost)
  })
  return nameCounts(counts, costBands, 0)
}

function countTags(db: DatabaseSync, { tags }: Columns, states: Uint8Array, own: number): Named[] {
  const counts = new Map<number, number>()
  for (const [number, list] of tags) {
    const state = states[number]
    if (state === found || state === own) for (const tag of list) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return [...readNames(db, 'tag')].map(([tag, value]) => ({ value, count: counts.get(tag) ?? 0 }))
}
