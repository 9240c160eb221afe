import { fieldOf } from './field-of.ts'
import { readPieces } from './read-pieces.ts'

/** Words of the `looks:` terms, to rank images by what they show. */
export interface LooksWords {
  readonly words: string
  /** The first term, for messages: UTF-16 units of the query. */
  readonly from: number
  readonly to: number
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
