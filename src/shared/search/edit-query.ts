import { closedValueOf, fieldOf, isClosedField, isNumberField } from './field-of.ts'
import type { QueryField } from './query.ts'
import { readPieces, type Piece, type PieceValue } from './read-pieces.ts'
import { readRange } from './read-range.ts'

/** Whether a query asks for `value` in `field`. Excluded values (`-field:value`) do not count. */
export function hasTerm(query: string, field: QueryField, value: string): boolean {
  return positivePieces(query, field).some((piece) => piece.values.some((other) => isSame(field, other, value)))
}

/**
 * Removes `value` from those asked for in `field`, or adds it as an alternative. It replaces a range that contains it:
 * `rating:>2` and then five stars gives five stars.
 */
export function toggleTerm(query: string, field: QueryField, value: string): string {
  const pieces = positivePieces(query, field)
  if (!hasTerm(query, field, value)) {
    const wide = pieces.find((piece) => piece.values.some((other) => isWithin(field, value, other)))
    if (wide) return replacePiece(query, wide, written(field, narrowed(field, wide.values, value)))
    const first = pieces.find((piece) => piece.values.length > 0)
    if (!first) return appended(query, written(field, [quoted(value)]))
    return replacePiece(query, first, written(field, [...first.values.map(rawOf), quoted(value)]))
  }
  return pieces.reduceRight((text, piece) => {
    const remaining = piece.values.filter((other) => !isSame(field, other, value))
    if (remaining.length === piece.values.length) return text
    return remaining.length === 0
      ? without(text, piece)
      : replacePiece(text, piece, written(field, remaining.map(rawOf)))
  }, query)
}

/** Removes all terms about `field`, also the excluded ones. */
export function withoutField(query: string, field: QueryField): string {
  return piecesOf(query, field).reduceRight(without, query)
}

function piecesOf(query: string, field: QueryField): Piece[] {
  return readPieces(query).filter((piece) => piece.field !== null && fieldOfPiece(piece) === field)
}

function positivePieces(query: string, field: QueryField): Piece[] {
  return piecesOf(query, field).filter((piece) => !piece.isNegated)
}

/** `is:pick` is `flag:pick`, as in `parseQuery`. */
function fieldOfPiece(piece: Piece): QueryField | null {
  const field = fieldOf(piece.field ?? '')
  if (field !== 'is' || piece.values.length === 0) return field
  const isFlag = piece.values.every((value) => ['pick', 'reject'].includes(closedValueOf('is', value.text) ?? ''))
  return isFlag ? 'flag' : field
}

function isSame(field: QueryField, value: PieceValue, other: string): boolean {
  return canonical(field, value.text) === canonical(field, other)
}

function narrowed(field: QueryField, values: readonly PieceValue[], value: string): readonly string[] {
  return [quoted(value), ...values.filter((other) => !isWithin(field, value, other)).map(rawOf)]
}

/** Whether a value, or a range of values, is contained in one that was asked for. */
function isWithin(field: QueryField, value: string, selected: PieceValue): boolean {
  if (!isNumberField(field)) return false
  const [inner, outer] = [readRange(value.trim().toLowerCase()), readRange(selected.text.trim().toLowerCase())]
  if (inner === null || outer === null) return false
  const isAbove = inner.min > outer.min || (inner.min === outer.min && (outer.hasMin || !inner.hasMin))
  return isAbove && (inner.max < outer.max || (inner.max === outer.max && (outer.hasMax || !inner.hasMax)))
}

function canonical(field: QueryField, text: string): string {
  const plain = text.trim().normalize('NFC').toLowerCase()
  if (isClosedField(field)) return closedValueOf(field, plain) ?? plain
  if (!isNumberField(field)) return plain
  const range = readRange(plain)
  return range === null ? plain : `${range.min} ${range.hasMin} ${range.max} ${range.hasMax}`
}

const rawOf = (value: PieceValue) => (value.isQuoted ? `"${value.text}"` : value.text)
const written = (field: QueryField, values: readonly string[]) => `${field}:${values.join(',')}`

/** Writes a term that matches any of `values`. */
export function writeTerm(field: QueryField, values: readonly string[]): string {
  return written(field, values.map(quoted))
}

/** Drops quotes, which cannot be escaped: tags cannot contain any either. */
function quoted(value: string): string {
  const plain = value.replaceAll('"', '')
  return /[\s,]/u.test(plain) ? `"${plain}"` : plain
}

function appended(query: string, term: string): string {
  if (query.trim() === '') return term
  const last = readPieces(query).at(-1)?.values.at(-1)
  // An open quote would include the new term.
  const isOpen = last?.isQuoted === true && last.to - last.from < last.text.length + 2
  return `${isOpen ? `${query}"` : query.trimEnd()} ${term}`
}

function replacePiece(query: string, piece: Piece, text: string): string {
  const tail = query.slice(piece.to)
  // An open quote extends to the end of the query: the replacement is closed.
  return `${query.slice(0, piece.from)}${text}${tail === '' || /^\s/u.test(tail) ? tail : ` ${tail}`}`
}

function without(query: string, piece: Piece): string {
  const head = query.slice(0, piece.from).trimEnd()
  const tail = query.slice(piece.to).trimStart()
  return head === '' || tail === '' ? head + tail : `${head} ${tail}`
}
