import type { DatabaseSync } from 'node:sqlite'
import { facetFields } from '../../../shared/domain/searched-values.ts'
import {
  closedFields,
  fieldOf,
  queryFields,
  readPieces,
  writeTerm,
  type Piece,
  type QueryField,
} from '../../../shared/search/index.ts'
import { allRows } from '../queries/statement.ts'
import { countField, sortStates } from './count-facets.ts'
import { matchScope } from './match-scope.ts'
import { openColumns } from './open-columns.ts'

export interface SuggestInput {
  readonly query: string
  /** The cursor position. */
  readonly at: number
  readonly nowMs: number
}

export interface Suggested {
  readonly from: number
  readonly to: number
  readonly terms: string[]
}

const termsMax = 12

/**
 * Returns completions of the term at the cursor: its field's values or, for a plain word, fields and values with that
 * prefix.
 */
export function suggestTerms(db: DatabaseSync, { query, at, nowMs }: SuggestInput): Suggested {
  const piece = readPieces(query).find(({ from, to }) => from < at && at <= to)
  if (piece === undefined) return { from: at, to: at, terms: fieldsLike('') }
  const read = createValueReader(db, nowMs)
  const terms = piece.field === null ? forWord(piece, read) : forField(piece, at, read)
  const sign = piece.isNegated ? '-' : ''
  return { from: piece.from, to: piece.to, terms: terms.slice(0, termsMax).map((term) => sign + term) }
}

type ReadValues = (field: QueryField) => readonly string[]

function forField(piece: Piece, at: number, read: ReadValues): string[] {
  const field = fieldOf(piece.field ?? '')
  if (field === null) return fieldsLike(piece.field ?? '')
  const current = piece.values.find(({ from, to }) => from <= at && at <= to)
  const others = piece.values.filter((value) => value !== current).map(({ text }) => text)
  const isTaken = (value: string) => others.some((other) => other.toLowerCase() === value.toLowerCase())
  return alike(read(field), current?.text ?? '')
    .filter((value) => !isTaken(value))
    .map((value) => writeTerm(field, [...others, value]))
}

/** Fields whose values are suggested for a plain word. */
const wordFields = [
  'tag',
  'collection',
  'reference',
  'model',
  'provider',
  'is',
  'has',
  'label',
  'color',
  'operation',
  'format',
  'tool',
] as const

function forWord({ values: [value] }: Piece, read: ReadValues): string[] {
  if (value === undefined || value.isQuoted || value.text === '') return []
  const begun = wordFields.flatMap((field) =>
    beginningLike(read(field), value.text).map((one) => writeTerm(field, [one])),
  )
  return [...fieldsLike(value.text), ...begun]
}

const fieldsLike = (written: string) => beginningLike(queryFields, written).map((field) => `${field}:`)

function beginningLike(values: readonly string[], written: string): string[] {
  const lower = written.toLowerCase()
  return values.filter((value) => value.toLowerCase().startsWith(lower))
}

/** Prefix matches come before matches inside. */
function alike(values: readonly string[], written: string): string[] {
  const lower = written.trim().toLowerCase()
  const within = values.filter((value) => value.toLowerCase().indexOf(lower) > 0)
  return [...beginningLike(values, lower), ...within]
}

/** Returns the values that images have, most frequent first; examples where any number or date is allowed. */
function createValueReader(db: DatabaseSync, nowMs: number): ReadValues {
  const memory = openColumns(db)
  const input = { section: 'library', collectionId: null, query: '', nowMs, covering: null } as const
  const counted = sortStates(matchScope(db, memory, input).states)
  return (field) => {
    const facet = facetFields.find((one) => one === field)
    if (facet !== undefined && facet !== 'rating' && facet !== 'cost') {
      return countField(db, memory.columns, counted, facet).map(({ value }) => value)
    }
    if (field === 'collection') return collectionNames(db)
    if (field === 'reference') return referenceNames(db)
    if (field === 'is') return closedFields.is
    return examples[field] ?? []
  }
}

function collectionNames(db: DatabaseSync): string[] {
  const sql = 'SELECT DISTINCT name FROM collections WHERE removed_at_ms IS NULL ORDER BY name'
  return allRows(db, sql).map((row) => String(row['name']))
}

function referenceNames(db: DatabaseSync): string[] {
  const sql = 'SELECT name FROM named_references WHERE removed_at_ms IS NULL ORDER BY key'
  return allRows(db, sql).map((row) => String(row['name']))
}

const days = ['today', 'yesterday', '7d', '30d', '1y']
const examples: Partial<Record<QueryField, readonly string[]>> = {
  rating: ['5', '>=4', '>=3', '0'],
  cost: ['0', '<0.05', '>=0.05', '>=1'],
  width: ['>=1024', '>=2048', '>=4096'],
  height: ['>=1024', '>=2048', '>=4096'],
  megapixels: ['<1', '1..4', '>=12'],
  on: days,
  after: days,
  before: days,
}
