import { fieldOf } from './field-of.ts'
import { readPieces } from './read-pieces.ts'

/** Words of the `looks:` terms, to rank images by what they show. */
export interface LooksWords {
  readonly words: string
  /** The first term, for messages: UTF-16 units of the query. */
  readonly from: number
  readonly to: number
}

/** The reference of a `likeness:` term, to rank images by their likeness to it. */
export interface LikenessTo {
  /** Name of a named reference, without `@`. */
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Returns the first `likeness:` term; null = the query has none. */
export function likenessOf(query: string): LikenessTo | null {
  const [piece] = readPieces(query).filter(
    ({ field, isNegated }) => field !== null && !isNegated && fieldOf(field) === 'likeness',
  )
  const name = piece?.values[0]?.text.trim().replace(/^@/, '') ?? ''
  return piece === undefined || name === '' ? null : { name, from: piece.from, to: piece.to }
}

/** Whether a query ranks images, instead of only choosing them. */
export function isRanking(query: string): boolean {
  return looksOf(query) !== null || likenessOf(query) !== null
}

/** Returns the words of all `looks:` terms as one text; null = the query has none. */
export function looksOf(query: string): LooksWords | null {
  const pieces = readPieces(query).filter(
    ({ field, isNegated }) => field !== null && !isNegated && fieldOf(field) === 'looks',
  )
  const texts = pieces
    .flatMap(({ values }) => values.map(({ text }) => text.trim()))
    .filter((text) => text !== '')
    .join(', ')
  const [first] = pieces
  return first === undefined || texts === '' ? null : { words: texts, from: first.from, to: first.to }
}
