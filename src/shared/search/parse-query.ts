import * as messages from '../messages/en/search-errors.ts'
import { closedValueOf, fieldOf, isClosedField, isNumberField, isTextField, isTimeField } from './field-of.ts'
import { closedFields, queryFields } from './query.ts'
import type { ClosedField, NumberQueryField, ParsedQuery, QueryField, Range, Term, TimeField } from './query.ts'
import { readPieces, type Piece, type PieceValue } from './read-pieces.ts'
import { readRange } from './read-range.ts'

type Problem = ParsedQuery['problems'][number]

/** Parses any text. Parts without a meaning become problems; the rest still applies. */
export function parseQuery(text: string, nowMs: number): ParsedQuery {
  const problems: Problem[] = []
  const terms = readPieces(text).flatMap((piece) => readTerm(piece, nowMs, problems) ?? [])
  return { terms, problems }
}

function readTerm(piece: Piece, nowMs: number, problems: Problem[]): Term | null {
  if (piece.field === null) return readText(piece, null, problems)
  const field = fieldOf(piece.field)
  const position = placeOf(piece)
  if (field === null) {
    problems.push(unknownField(piece, piece.field))
    return null
  }
  if (piece.values.length === 0) {
    problems.push({ ...rangeOf(piece), message: messages.valueMissing({ field, example: example(field) }) })
    return null
  }
  if (isTextField(field)) return readText(piece, field, problems)
  if (isNumberField(field) || isTimeField(field)) {
    const ranges = piece.values.flatMap((value) => readRangeOf(field, value, nowMs, problems) ?? [])
    return ranges.length === 0 ? null : { type: 'range', ...position, field, ranges }
  }
  if ((field === 'looks' || field === 'likeness') && piece.isNegated) {
    problems.push({ ...rangeOf(piece), message: messages.rankingNegated({ field }) })
    return null
  }
  if (!isClosedField(field))
    return { type: 'value', ...position, field, values: piece.values.map((value) => value.text.trim()) }
  const values = piece.values.flatMap((value) => readClosed(field, value, problems) ?? [])
  if (values.length === 0) return null
  const isFlag = field === 'is' && values.every((value) => value === 'pick' || value === 'reject')
  return { type: 'value', ...position, field: isFlag ? 'flag' : field, values: [...new Set(values)] }
}

function readText(piece: Piece, field: Extract<Term, { type: 'text' }>['field'], problems: Problem[]): Term | null {
  const [searchable, empty] = [piece.values.filter(isSearchable), piece.values.filter((value) => !isSearchable(value))]
  for (const value of empty) {
    // Incomplete input while typing: a lone dash, an open quote.
    if (value.text.trim() === '') continue
    problems.push({ ...rangeOf(value), message: messages.nothingToSearch({ text: value.text }) })
  }
  if (searchable.length === 0) return null
  const texts = searchable.map((value) => ({ text: value.text.trim(), isPhrase: value.isQuoted }))
  return { type: 'text', ...placeOf(piece), field, texts }
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
    const kind = isTimeField(field) ? (field === 'month' ? messages.month : messages.date) : messages.number
    problems.push({ ...rangeOf(value), message: messages.wrongKind({ text, kind, example: example(field) }) })
  }
  return range
}

function readClosed(field: ClosedField, value: PieceValue, problems: Problem[]): string | null {
  const closedValue = closedValueOf(field, value.text)
  if (closedValue !== null) return closedValue
  const written = value.text.trim()
  const meant = nearestWord(written.toLowerCase(), closedFields[field])
  const text =
    meant === null
      ? messages.invalidValue({ field, written, list: joinWords(closedFields[field]) })
      : messages.invalidValueMeant({ field, written, meant })
  const mistake = { ...rangeOf(value), message: text }
  problems.push(meant === null ? mistake : { ...mistake, instead: { ...rangeOf(value), text: meant } })
  return null
}

function unknownField(piece: Piece, written: string): Problem {
  const meant = nearestWord(written.toLowerCase(), queryFields)
  const range = rangeOf(piece)
  if (meant === null) {
    return { ...range, message: messages.fieldUnknown({ written }) }
  }
  const from = piece.from + (piece.isNegated ? 1 : 0)
  const instead = { from, to: from + written.length, text: meant }
  return { ...range, message: messages.fieldUnknownMeant({ written, meant }), instead }
}

function joinWords(words: readonly string[]): string {
  return messages.orList({ items: words.slice(0, -1).join(', '), last: words.at(-1) ?? '' })
}

function example(field: QueryField): string {
  if (isClosedField(field)) return `${field}:${closedFields[field][0]}`
  const examples: Partial<Record<QueryField, string>> = {
    provider: 'openai',
    model: 'flux*',
    tag: '"client work"',
    looks: '"foggy harbor"',
    likeness: 'anna',
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

/** Returns the word that was probably meant: at most two edits away, and less than half its length; null if none. */
function nearestWord(written: string, words: readonly string[]): string | null {
  if (written.length > 40) return null
  let nearest: string | null = null
  let least = Math.min(2, Math.ceil(written.length / 2) - 1) + 1
  for (const word of words) {
    const distance = word.startsWith(written) && written.length > 1 ? 0.5 : lettersBetween(written, word)
    if (distance < least) {
      least = distance
      nearest = word
    }
  }
  return nearest
}

/** Number of letters to add, remove, replace, or swap with a neighbor (optimal string alignment). */
function lettersBetween(a: string, b: string): number {
  let previousRow: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (previousRow[j - 2] ?? Infinity) + 1 : Infinity
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced, swapped))
    }
    previousRow = row
    row = next
  }
  return row[b.length] ?? 0
}

/** A period of local time, excluding its end. */
interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

const calendar = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/u

const agoPattern = /^(\d{1,4})([dwmy])$/u

/**
 * Returns the range of a time: `before` ends where it begins, `after` starts at its beginning (as in mail programs),
 * `on` and `month` are the period itself.
 */
function readTime(field: TimeField, text: string, nowMs: number): Range | null {
  const stretch = readStretch(text.toLowerCase(), nowMs)
  if (stretch === null || (field === 'month' && !/^\d{4}-\d{1,2}$/u.test(text))) return null
  return {
    min: field === 'before' ? -Infinity : stretch.fromMs,
    max: field === 'before' ? stretch.fromMs : field === 'after' ? Infinity : stretch.toMs,
    hasMin: true,
    hasMax: false,
  }
}

function readStretch(text: string, nowMs: number): Stretch | null {
  if (text === 'today') return daysAgo(nowMs, 0)
  if (text === 'yesterday') return daysAgo(nowMs, 1)
  const [, count, unit] = agoPattern.exec(text) ?? []
  if (count !== undefined) return ago(nowMs, Number(count), unit ?? 'd')
  const [all, year, month, day] = calendar.exec(text) ?? []
  return all === undefined ? null : onCalendar(Number(year), month, day)
}

function onCalendar(year: number, monthText: string | undefined, dayText: string | undefined): Stretch | null {
  if (monthText === undefined) return { fromMs: localMs(year, 0, 1), toMs: localMs(year + 1, 0, 1) }
  const month = Number(monthText) - 1
  if (month < 0 || month > 11) return null
  if (dayText === undefined) return { fromMs: localMs(year, month, 1), toMs: localMs(year, month + 1, 1) }
  const day = Number(dayText)
  if (new Date(localMs(year, month, day)).getMonth() !== month) return null
  return { fromMs: localMs(year, month, day), toMs: localMs(year, month, day + 1) }
}

function ago(nowMs: number, count: number, unit: string): Stretch {
  if (unit === 'd' || unit === 'w') return daysAgo(nowMs, unit === 'w' ? count * 7 : count)
  const today = new Date(nowMs)
  const months = unit === 'y' ? count * 12 : count
  // The 31st of a shorter month is its last day.
  const month = today.getMonth() - months
  const lastDay = new Date(today.getFullYear(), month + 1, 0).getDate()
  const day = Math.min(today.getDate(), lastDay)
  return { fromMs: localMs(today.getFullYear(), month, day), toMs: localMs(today.getFullYear(), month, day + 1) }
}

function daysAgo(nowMs: number, days: number): Stretch {
  const today = new Date(nowMs)
  const day = today.getDate() - days
  return {
    fromMs: localMs(today.getFullYear(), today.getMonth(), day),
    toMs: localMs(today.getFullYear(), today.getMonth(), day + 1),
  }
}

/** `new Date(95, …)` would be 1995. */
function localMs(year: number, month: number, day: number): number {
  const date = new Date(2000, 0, 1)
  date.setFullYear(year, month, day)
  return date.getTime()
}
