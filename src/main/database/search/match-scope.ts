import type { DatabaseSync } from 'node:sqlite'
import type { FacetField, QueryProblem } from '../../../shared/domain/catalogue.ts'
import { facetFields } from '../../../shared/domain/searched-values.ts'
import { parseQuery, type Term } from '../../../shared/search/index.ts'
import { collectionMembers, type CollectionQuery } from './collection-members.ts'
import { bitOf } from './facts.ts'
import { numbersOf, type SearchMemory } from './open-columns.ts'
import type { MatchContext, SearchInput } from './search-input.ts'
import { createTest, type ImageTest } from './test-term.ts'

/** In `states`: found; out; otherwise the number, from 1, of the only facet whose terms the image does not match. */
export const found = 0
export const out = 255
export const facetState = (field: FacetField): number => facetFields.indexOf(field) + 1

export interface Matches {
  readonly states: Uint8Array
  readonly terms: readonly Term[]
  readonly problems: readonly QueryProblem[]
}

/** Nesting limit for collections that refer to each other in their queries. */
const depthMax = 8

export function matchScope(db: DatabaseSync, memory: SearchMemory, input: SearchInput, depth = 0): Matches {
  const maskOf = (collections: CollectionQuery) => maskOfCollections(context, collections, depth)
  const context: MatchContext = { db, memory, input, maskOf }
  const { terms, problems } = parseQuery(input.query, input.nowMs)
  const numbers = numbersOf(memory)
  const states = inSection(context, numbers)
  if (input.collectionId !== null) {
    const members = maskOf(collectionMembers(db, [input.collectionId]))
    leaveOut({ states, numbers }, out, (number) => members[number] === 1, false)
  }
  for (const term of terms) {
    leaveOut({ states, numbers }, stateOf(term), createTest(context, term), term.isNegated)
  }
  return { states, terms, problems }
}

/** 1 at each image that is in one of them. Smart collections with circular references are empty. */
function maskOfCollections(
  { db, memory, input }: MatchContext,
  { numbers, queries }: CollectionQuery,
  depth: number,
): Uint8Array {
  const mask = new Uint8Array(memory.columns.size)
  for (const list of numbers) for (const number of list) mask[number] = 1
  if (depth >= depthMax) return mask
  for (const query of queries) {
    const { states } = matchScope(db, memory, { ...input, collectionId: null, query }, depth + 1)
    for (let number = 0; number < states.length; number++) if (states[number] === found) mask[number] = 1
  }
  return mask
}

function inSection({ memory: { columns }, input }: MatchContext, numbers: Int32Array): Uint8Array {
  const { size, bits } = columns
  const states = new Uint8Array(size).fill(out)
  const query = bitOf('trashed') + bitOf('purging')
  const wanted = input.section === 'trash' ? bitOf('trashed') : 0
  for (const number of numbers) if (((bits[number] ?? 0) & query) === wanted) states[number] = found
  return states
}

/** A facet's own terms do not narrow its counts: images excluded only by these are recorded as such. */
function stateOf(term: Term): number {
  const field = facetFields.find((facet) => facet === term.field)
  return field === undefined ? out : facetState(field)
}

function leaveOut(
  { states, numbers }: { readonly states: Uint8Array; readonly numbers: Int32Array },
  state: number,
  test: ImageTest,
  isNegated: boolean,
): void {
  for (const number of numbers) {
    const previous = states[number]
    if (previous === out || test(number) !== isNegated) continue
    states[number] = previous === found || previous === state ? state : out
  }
}
