/** A part of a query between spaces, as written. */
export interface Piece {
  readonly from: number
  readonly to: number
  readonly isNegated: boolean
  /** As written; null = a word or phrase without a field. */
  readonly field: string | null
  readonly values: readonly PieceValue[]
}

export interface PieceValue {
  readonly text: string
  readonly isQuoted: boolean
  readonly from: number
  readonly to: number
}

const fieldPattern = /[a-z]+:/iuy
const spacePattern = /\s/u

/** Splits any text into pieces. An unclosed quote extends to the end. */
export function readPieces(query: string): Piece[] {
  const pieces: Piece[] = []
  for (let at = skipSpace(query, 0); at < query.length; at = skipSpace(query, at)) {
    const piece = readPiece(query, at)
    pieces.push(piece)
    at = piece.to
  }
  return pieces
}

function skipSpace(query: string, from: number): number {
  let at = from
  while (at < query.length && spacePattern.test(query.charAt(at))) at++
  return at
}

function readPiece(query: string, from: number): Piece {
  const isNegated = query[from] === '-'
  let at = isNegated ? from + 1 : from
  fieldPattern.lastIndex = at
  const field = fieldPattern.exec(query)?.[0] ?? null
  if (field === null) {
    const value = readValue(query, at, false)
    return { from, to: value.to, isNegated, field, values: value.to > at ? [value] : [] }
  }
  at += field.length
  const values: PieceValue[] = []
  for (;;) {
    const value = readValue(query, at, true)
    if (value.text.trim() !== '') values.push(value)
    at = value.to
    if (query[at] !== ',') break
    at++
  }
  return { from, to: at, isNegated, field: field.slice(0, -1), values }
}

/** A comma separates values, but is part of a word without a field. */
function readValue(query: string, from: number, endsAtComma: boolean): PieceValue {
  if (query[from] === '"') {
    const close = query.indexOf('"', from + 1)
    const end = close === -1 ? query.length : close
    return { text: query.slice(from + 1, end), isQuoted: true, from, to: close === -1 ? end : end + 1 }
  }
  const pattern = endsAtComma ? /[\s,]|$/u : /\s|$/u
  const to = from + query.slice(from).search(pattern)
  return { text: query.slice(from, to), isQuoted: false, from, to }
}
