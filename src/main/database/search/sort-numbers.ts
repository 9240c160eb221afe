import type { DatabaseSync } from 'node:sqlite'
import type { SortOrder } from '../../../shared/domain/catalogue.ts'
import type { Term } from '../../../shared/search/index.ts'
import { oneRow } from '../queries/statement.ts'
import type { Columns } from './columns.ts'
import { matchTags, markTagged } from './match-words.ts'
import { fullTextOf, rankText, readNumbers } from './match-text.ts'
import type { SearchMemory } from './open-columns.ts'
import { orderByKey } from './order-numbers.ts'

type Numbers = Int32Array<ArrayBuffer>

/** `numbers` is in order of time; the sort is stable. */
export function sortNumbers(
  db: DatabaseSync,
  memory: SearchMemory,
  numbers: Numbers,
  sort: SortOrder,
  terms: readonly Term[],
): Numbers {
  const { columns } = memory
  switch (sort) {
    case 'newest':
    case 'oldest':
      return numbers
    case 'rating':
      return highestFirst(numbers, (number) => columns.rating[number] ?? 0)
    case 'largest':
      return highestFirst(numbers, (number) => (columns.widthPx[number] ?? 0) * (columns.heightPx[number] ?? 0))
    case 'dearest':
      return highestFirst(numbers, (number) => millionths(columns, number))
    case 'name':
      return inOrderOf(columns, byName(db, memory), numbers)
    case 'relevance':
      return byRelevance(db, columns, numbers, terms)
  }
}

/** Images of unknown cost sort after free ones. */
function millionths({ costUsd }: Columns, number: number): number {
  const cost = costUsd[number] ?? Number.NaN
  return Number.isNaN(cost) ? 0 : 1 + Math.round(cost * 1e6)
}

function highestFirst(numbers: Numbers, valueOf: (number: number) => number): Numbers {
  let highest = 0
  for (const number of numbers) highest = Math.max(highest, valueOf(number))
  return orderByKey(numbers, (number) => highest - valueOf(number))
}

const names = new WeakMap<SearchMemory, { readonly changes: number; readonly order: Int32Array }>()

/** All images by name, cached until something changes. */
function byName(db: DatabaseSync, memory: SearchMemory): Int32Array {
  const known = names.get(memory)
  if (known?.changes === memory.changes) return known.order
  const row = oneRow(
    db,
    `SELECT group_concat(number) AS numbers FROM (SELECT number FROM asset_index ORDER BY name_key, number)`,
  )
  const order = readNumbers(row?.['numbers'])
  names.set(memory, { changes: memory.changes, order })
  return order
}

/** First the images with any of the words as a tag, then those with them in their text, each by text relevance. */
function byRelevance(db: DatabaseSync, columns: Columns, numbers: Numbers, terms: readonly Term[]): Numbers {
  const textTerms = terms.filter((term) => term.type === 'text').filter((term) => !term.isNegated)
  const words = textTerms.flatMap((term) => fullTextOf(term) ?? [])
  if (words.length === 0) return numbers
  const isTagged = new Uint8Array(columns.size)
  for (const term of textTerms) {
    const fullText = term.field === null ? fullTextOf(term) : null
    if (fullText !== null) markTagged(isTagged, columns, matchTags(db, fullText))
  }
  const ranked = inOrderOf(columns, rankText(db, words.join(' AND ')), numbers)
  const isRanked = new Uint8Array(columns.size)
  for (const number of ranked) isRanked[number] = 1
  // Without a tag, only the text can have matched.
  const tagged = ranked.filter((number) => isTagged[number] === 1)
  const others = numbers.filter((number) => isRanked[number] === 0)
  const order = new Int32Array(numbers.length)
  order.set(tagged)
  order.set(others, tagged.length)
  order.set(
    ranked.filter((number) => isTagged[number] === 0),
    tagged.length + others.length,
  )
  return order
}

function inOrderOf({ size }: Columns, order: Int32Array, numbers: Numbers): Numbers {
  const isAsked = new Uint8Array(size)
  for (const number of numbers) isAsked[number] = 1
  return Int32Array.from(order.filter((number) => isAsked[number] === 1))
}
