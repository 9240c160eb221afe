import { closedFields } from '../../../shared/search/index.ts'
import { factArrays, factNames, factTypes, unpackFact, type FactName } from './facts.ts'

/** Sides that differ by less than one percent look the same. */
const squareShare = 0.01

const [square, landscape, portrait] = (['square', 'landscape', 'portrait'] as const).map((shape) =>
  closedFields.shape.indexOf(shape),
)

const idBytes = 26
/** Two characters of an id at a time: half the work of copying single ones. */
const idPairs = idBytes / 2

type FactColumns = { [Name in FactName]: InstanceType<(typeof factArrays)[(typeof factTypes)[Name]]> }

/**
 * Everything by which images are filtered, sorted and counted, in memory: one array per column, indexed by image
 * number. About a hundred bytes per image.
 */
export interface Columns extends FactColumns {
  /** The highest number plus one. */
  size: number
  /** 26 characters each, two per element. */
  ids: Uint16Array
  isThere: Uint8Array
  /** Months since the year 0 in local time. */
  month: Uint16Array
  /** Index into `closedFields.shape`. */
  shape: Uint8Array
  /** Index into `costBands`; their length where no cost is known. */
  costBand: Uint8Array
  /** Only for images that have any. */
  readonly tags: Map<number, readonly number[]>
}

export function createColumns(): Columns {
  return { ...emptyColumns(1_024), size: 0, tags: new Map() }
}

function emptyColumns(capacity: number): Omit<Columns, 'size' | 'tags'> {
  const ofFacts = factNames.map((name) => [name, new factArrays[factTypes[name]](capacity)] as const)
  return {
    ...(Object.fromEntries(ofFacts) as unknown as FactColumns),
    ids: new Uint16Array(capacity * idPairs),
    isThere: new Uint8Array(capacity),
    month: new Uint16Array(capacity),
    shape: new Uint8Array(capacity),
    costBand: new Uint8Array(capacity),
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

/** Rows of `asset_index` by column: one string per column for all rows. */
export interface PackedRows {
  readonly numbers: readonly number[]
  readonly ids: string
  readonly facts: string
  /** Numbers, each followed by a comma; rows separated by semicolons. */
  readonly tags: string
}

export function putRows(columns: Columns, { numbers, ids, facts, tags }: PackedRows): void {
  const packed = Buffer.from(facts, 'base64')
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const idCodes = new Uint16Array(numbers.length * idPairs)
  Buffer.from(idCodes.buffer).write(ids, 'latin1')
  const tagsOfRows = tags.split(';')
  const monthOf = createMonthReader()
  // Once: numbers that are far apart would each copy all columns into larger ones.
  growColumns(columns, 1 + numbers.reduce((highest, number) => Math.max(highest, number), -1))
  for (const name of factNames) {
    const column = columns[name]
    unpackFact(name, view, (value, at) => (column[numbers[at]!] = value))
  }
  for (const [at, number] of numbers.entries()) {
    copyId(idCodes, at, columns.ids, number)
    columns.isThere[number] = 1
    columns.month[number] = monthOf(columns.createdAtMs[number] ?? 0)
    columns.shape[number] = shapePlaceOf(columns.widthPx[number]!, columns.heightPx[number]!)
    columns.costBand[number] = costBandOf(columns.costUsd[number]!)
    putTags(columns, number, tagsOfRows[at] ?? '')
  }
}

export function dropRow(columns: Columns, number: number): void {
  if (number < columns.size) columns.isThere[number] = 0
  columns.tags.delete(number)
}

function putTags(columns: Columns, number: number, tags: string): void {
  if (tags === '') columns.tags.delete(number)
  else columns.tags.set(number, tags.slice(0, -1).split(',').map(Number))
}

/** Neighboring images are mostly from one month, so the calendar is used once per month. */
function createMonthReader(): (atMs: number) => number {
  let fromMs = Infinity
  let toMs = -Infinity
  let month = 0
  return (atMs) => {
    if (atMs >= fromMs && atMs < toMs) return month
    const date = new Date(atMs)
    month = date.getFullYear() * 12 + date.getMonth()
    date.setHours(0, 0, 0, 0)
    // Not `new Date(year, …)`, which reads the year 95 as 1995.
    fromMs = date.setDate(1)
    toMs = date.setMonth(date.getMonth() + 1)
    return month
  }
}

/** Returns the concatenated ids of images. */
export function packFoundIds(columns: Columns, numbers: Int32Array): string {
  const packed = new Uint16Array(numbers.length * idPairs)
  for (let at = 0; at < numbers.length; at++) copyId(columns.ids, numbers[at]!, packed, at)
  return Buffer.from(packed.buffer).toString('latin1')
}

function copyId(from: Uint16Array, fromPlace: number, to: Uint16Array, toPlace: number): void {
  const source = fromPlace * idPairs
  const target = toPlace * idPairs
  for (let at = 0; at < idPairs; at++) to[target + at] = from[source + at]!
}

export function compareIds({ ids }: Columns, first: number, second: number): number {
  for (let at = 0; at < idPairs; at++) {
    const [a, b] = [ids[first * idPairs + at]!, ids[second * idPairs + at]!]
    // The first character is the low byte.
    if (a !== b) return (a & 0xff) - (b & 0xff) || a - b
  }
  return 0
}

/** Index into `closedFields.shape`. */
function shapePlaceOf(widthPx: number, heightPx: number): number {
  if (Math.abs(widthPx - heightPx) < squareShare * Math.max(widthPx, heightPx)) return square ?? 0
  return (widthPx > heightPx ? landscape : portrait) ?? 0
}

/** Cost ranges in US dollars, in query syntax. Every image is in one of them; one without a known cost is in none. */
export const costBands = ['0', '>0..<0.01', '0.01..<0.05', '0.05..<0.2', '0.2..<1', '>=1'] as const

/** Index into `costBands`; their length where no cost is known (NaN). */
function costBandOf(costUsd: number): number {
  if (Number.isNaN(costUsd)) return costBands.length
  if (costUsd <= 0) return 0
  if (costUsd < 0.01) return 1
  if (costUsd < 0.05) return 2
  if (costUsd < 0.2) return 3
  return costUsd < 1 ? 4 : 5
}
