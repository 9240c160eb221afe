import { closedValueOf, fieldOf, isClosedField, isNumberField, isTextField, isTimeField } from './field-of.ts'
import { nearestWord } from './nearest-word.ts'
import { closedFields, queryFields } from './query.ts'
import type { ClosedField, NumberQueryField, ParsedQuery, QueryField, Range, Term, TimeField } from './query.ts'
import { readPieces, type Piece, type PieceValue } from './read-pieces.ts'
import { readRange } from './read-range.ts'
import { readTime } from './read-time.ts'

type Problem = ParsedQuery['problems'][number]

/** Reads any text. What means nothing becomes a problem; the rest is looked for all the same. */
export function parseQuery(text: string, nowMs: number): ParsedQuery {
  const problems: Problem[] = []
  const terms = readPieces(text).flatMap((piece) => readTerm(piece, nowMs, problems) ?? [])
  return { terms, problems }
}

function readTerm(piece: Piece, nowMs: number, problems: Problem[]): Term | null {
  if (piece.field === null) return readText(piece, null, problems)
  const field = fieldOf(piece.field)
  const place = placeOf(piece)
  if (field === null) {
    problems.push(unknownField(piece, piece.field))
    return null
  }
  if (piece.values.length === 0) {
    problems.push({ ...rangeOf(piece), message: `“${field}:” needs a value, for example ${example(field)}.` })
    return null
  }
  if (isTextField(field)) return readText(piece, field, problems)
  if (isNumberField(field) || isTimeField(field)) {
    const ranges = piece.values.flatMap((value) => readRangeOf(field, value, nowMs, problems) ?? [])
    return ranges.length === 0 ? null : { is: 'range', ...place, field, ranges }
  }
  if (!isClosedField(field))
    return { is: 'value', ...place, field, values: piece.values.map((value) => value.text.trim()) }
  const values = piece.values.flatMap((value) => readClosed(field, value, problems) ?? [])
  if (values.length === 0) return null
  const isFlag = field === 'is' && values.every((value) => value === 'pick' || value === 'reject')
  return { is: 'value', ...place, field: isFlag ? 'flag' : field, values: [...new Set(values)] }
}

function readText(piece: Piece, field: Extract<Term, { is: 'text' }>['field'], problems: Problem[]): Term | null {
  const [searchable, empty] = [piece.values.filter(isSearchable), piece.values.filter((value) => !isSearchable(value))]
  for (const value of empty) {
    // Half of what is being typed: a lone dash, an open quote.
    if (value.text.trim() === '') continue
    problems.push({ ...rangeOf(value), message: `“${value.text}” has neither letters nor digits to look for.` })
  }
  if (searchable.length === 0) return null
  const texts = searchable.map((value) => ({ text: value.text.trim(), isPhrase: value.isQuoted }))
  return { is: 'text', ...placeOf(piece), field, texts }
}

const isSearchable = (value: PieceValue) => /[\p{L}\p{N}]/u.test(value.text)

function readRangeOf(
  field: NumberQueryField | TimeField,
  value: PieceValue,
  nowMs: number,
  problems: Problem[],
): Range | null {
  const text = value.text.trim()
  const range = isTimeField(field) ? readTime(field, text, nowMs) : readRange(text)
  if (range === null) {
    const kind = isTimeField(field) ? (field === 'month' ? 'a month' : 'a date') : 'a number'
    problems.push({ ...rangeOf(value), message: `“${text}” is not ${kind}. Write for example ${example(field)}.` })
  }
  return range
}

function readClosed(field: ClosedField, value: PieceValue, problems: Problem[]): string | null {
  const known = closedValueOf(field, value.text)
  if (known !== null) return known
  const written = value.text.trim()
  const meant = nearestWord(written.toLowerCase(), closedFields[field])
  const help = meant === null ? `It can be ${listOf(closedFields[field])}.` : `Did you mean “${meant}”?`
  const mistake = { ...rangeOf(value), message: `“${field}” is never “${written}”. ${help}` }
  problems.push(meant === null ? mistake : { ...mistake, instead: { ...rangeOf(value), text: meant } })
  return null
}

function unknownField(piece: Piece, written: string): Problem {
  const meant = nearestWord(written.toLowerCase(), queryFields)
  const place = rangeOf(piece)
  if (meant === null) {
    return { ...place, message: `There is no field “${written}”. In quotes it is looked for as words.` }
  }
  const from = piece.from + (piece.isNegated ? 1 : 0)
  const instead = { from, to: from + written.length, text: meant }
  return { ...place, message: `There is no field “${written}”. Did you mean “${meant}:”?`, instead }
}

function listOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function example(field: QueryField): string {
  if (isClosedField(field)) return `${field}:${closedFields[field][0]}`
  const examples: Partial<Record<QueryField, string>> = {
    provider: 'openai',
    model: 'flux*',
    tag: '"client work"',
    rating: '>3',
    cost: '<0.05',
    seed: '42',
    width: '>=2000',
    height: '>=2000',
    megapixels: '1..4',
    month: '2026-10',
    before: '2026-10',
    after: '2026-10-03',
    on: 'yesterday',
  }
  return `${field}:${examples[field] ?? 'word'}`
}

const placeOf = ({ from, to, isNegated }: Piece) => ({ from, to, isNegated })
const rangeOf = ({ from, to }: { from: number; to: number }) => ({ from, to })
