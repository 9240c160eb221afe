import { factsBytes, unpackFacts } from './facts.ts'

const idBytes = 26

/**
 * What all pictures are filtered, sorted and counted by, in memory: a column each, at the picture's number. About
 * a hundred bytes for each.
 */
export interface Columns {
  /** One more than the highest number. */
  size: number
  /** 26 characters each. */
  ids: Uint8Array
  isThere: Uint8Array
  createdAtMs: Float64Array
  stackKey: Float64Array
  costUsd: Float64Array
  seed: Uint32Array
  widthPx: Uint32Array
  heightPx: Uint32Array
  bits: Uint32Array
  provider: Uint16Array
  model: Uint16Array
  colours: Uint16Array
  /** Months since the year 0 by the clock on the wall. */
  month: Uint16Array
  rating: Uint8Array
  operation: Uint8Array
  format: Uint8Array
  tool: Uint8Array
  flag: Uint8Array
  label: Uint8Array
  /** Of those pictures that have any. */
  readonly tags: Map<number, readonly number[]>
}

export function createColumns(): Columns {
  return { ...emptyColumns(1_024), size: 0, tags: new Map() }
}

function emptyColumns(capacity: number): Omit<Columns, 'size' | 'tags'> {
  return {
    ids: new Uint8Array(capacity * idBytes),
    isThere: new Uint8Array(capacity),
    createdAtMs: new Float64Array(capacity),
    stackKey: new Float64Array(capacity),
    costUsd: new Float64Array(capacity),
    seed: new Uint32Array(capacity),
    widthPx: new Uint32Array(capacity),
    heightPx: new Uint32Array(capacity),
    bits: new Uint32Array(capacity),
    provider: new Uint16Array(capacity),
    model: new Uint16Array(capacity),
    colours: new Uint16Array(capacity),
    month: new Uint16Array(capacity),
    rating: new Uint8Array(capacity),
    operation: new Uint8Array(capacity),
    format: new Uint8Array(capacity),
    tool: new Uint8Array(capacity),
    flag: new Uint8Array(capacity),
    label: new Uint8Array(capacity),
  }
}

/** Makes room for numbers below `size`. */
export function growColumns(columns: Columns, size: number): void {
  if (size > columns.isThere.length) {
    const grown = emptyColumns(Math.max(size, columns.isThere.length * 2))
    for (const name of Object.keys(grown) as (keyof typeof grown)[]) grown[name].set(columns[name])
    Object.assign(columns, grown)
  }
  columns.size = Math.max(columns.size, size)
}

/** Rows of `asset_index`: their columns, each of all rows in one text. */
export interface PackedRows {
  readonly numbers: readonly number[]
  readonly ids: string
  readonly facts: string
  /** Numbers, a comma after each, rows parted by semicolons. */
  readonly tags: string
}

export function putRows(columns: Columns, { numbers, ids, facts, tags }: PackedRows): void {
  const packed = Buffer.from(facts, 'base64')
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const idCodes = Buffer.from(ids, 'latin1')
  const tagsOfRows = tags.split(';')
  const monthOf = createMonthReader()
  for (const [at, number] of numbers.entries()) {
    growColumns(columns, number + 1)
    idCodes.copy(columns.ids, number * idBytes, at * idBytes, (at + 1) * idBytes)
    columns.isThere[number] = 1
    putFacts(columns, number, view, at * factsBytes)
    columns.month[number] = monthOf(columns.createdAtMs[number] ?? 0)
    putTags(columns, number, tagsOfRows[at] ?? '')
  }
}

export function dropRow(columns: Columns, number: number): void {
  if (number < columns.size) columns.isThere[number] = 0
  columns.tags.delete(number)
}

function putFacts(columns: Columns, number: number, view: DataView, at: number): void {
  const facts = unpackFacts(view, at)
  columns.createdAtMs[number] = facts.createdAtMs
  columns.stackKey[number] = facts.stackKey
  columns.costUsd[number] = facts.costUsd
  columns.seed[number] = facts.seed
  columns.widthPx[number] = facts.widthPx
  columns.heightPx[number] = facts.heightPx
  columns.bits[number] = facts.bits
  columns.provider[number] = facts.provider
  columns.model[number] = facts.model
  columns.colours[number] = facts.colours
  columns.rating[number] = facts.rating
  columns.operation[number] = facts.operation
  columns.format[number] = facts.format
  columns.tool[number] = facts.tool
  columns.flag[number] = facts.flag
  columns.label[number] = facts.label
}

function putTags(columns: Columns, number: number, tags: string): void {
  if (tags === '') columns.tags.delete(number)
  else columns.tags.set(number, tags.slice(0, -1).split(',').map(Number))
}

/** Neighbours are mostly of one month: the calendar is asked once for each. */
function createMonthReader(): (atMs: number) => number {
  let fromMs = Infinity
  let toMs = -Infinity
  let month = 0
  return (atMs) => {
    if (atMs >= fromMs && atMs < toMs) return month
    const date = new Date(atMs)
    fromMs = new Date(date.getFullYear(), date.getMonth(), 1).getTime()
    toMs = new Date(date.getFullYear(), date.getMonth() + 1, 1).getTime()
    month = date.getFullYear() * 12 + date.getMonth()
    return month
  }
}

/** The ids of pictures, one after the other. */
export function packIds(columns: Columns, numbers: Int32Array): string {
  const packed = Buffer.allocUnsafe(numbers.length * idBytes)
  const { ids } = columns
  let to = 0
  for (const number of numbers) {
    const from = number * idBytes
    for (let at = 0; at < idBytes; at++) packed[to++] = ids[from + at] ?? 0
  }
  return packed.toString('latin1')
}

export function compareIds({ ids }: Columns, one: number, other: number): number {
  for (let at = 0; at < idBytes; at++) {
    const difference = (ids[one * idBytes + at] ?? 0) - (ids[other * idBytes + at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
