import { closedFields } from '../../../shared/search/index.ts'

/** An image's boolean properties, one bit each. The first ones are the values of `has:`, in order. */
export const bits = [
  ...closedFields.has,
  'missing',
  'trashed',
  'purging',
  'edited',
  'over-low',
  'over-moderate',
  'over-strict',
  'unchecked',
  'damaged',
] as const
export type Bit = (typeof bits)[number]

export const bitOf = (bit: Bit): number => 2 ** bits.indexOf(bit)

/**
 * What images are filtered, sorted and counted by: numbers of fixed sizes, stored in this order without gaps. A value from a
 * list is stored as its index plus one; 0 = none. New ones go to the end, and need a migration that indexes everything anew.
 */
export const factTypes = {
  createdAtMs: 'Float64',
  /** The same for all images of a stack. */
  stackKey: 'Float64',
  /** NaN = unknown. */
  costUsd: 'Float64',
  /** The lower 32 bits; the upper ones are the last fact. */
  seedLow: 'Uint32',
  widthPx: 'Uint32',
  heightPx: 'Uint32',
  bits: 'Uint32',
  /** Numbers in `search_values`; 0 = none. */
  provider: 'Uint16',
  model: 'Uint16',
  /** One bit per color. */
  colors: 'Uint16',
  rating: 'Uint8',
  operation: 'Uint8',
  format: 'Uint8',
  tool: 'Uint8',
  flag: 'Uint8',
  label: 'Uint8',
  seedHigh: 'Uint32',
} as const

export type FactName = keyof typeof factTypes
export type Facts = Readonly<Record<FactName, number>>
export const factNames = Object.keys(factTypes) as readonly FactName[]

/** An array of the type in which a fact is stored. */
export const factArrays = {
  Float64: Float64Array,
  Uint32: Uint32Array,
  Uint16: Uint16Array,
  Uint8: Uint8Array,
} as const

/** Where each begins in an image's facts, and where the last ends, bytes. */
const factOffsets: Readonly<Record<FactName | 'end', number>> = (() => {
  let end = 0
  const offsets = factNames.map((name) => {
    const at = end
    end += factArrays[factTypes[name]].BYTES_PER_ELEMENT
    return [name, at] as const
  })
  return { ...(Object.fromEntries(offsets) as Record<FactName, number>), end }
})()

/** Divisible by three, so that many base64 strings can be concatenated and decoded at once. */
const factsBytes = Math.ceil(factOffsets.end / 3) * 3

const packed = Buffer.alloc(factsBytes)
const writers = {
  Float64: 'writeDoubleLE',
  Uint32: 'writeUInt32LE',
  Uint16: 'writeUInt16LE',
  Uint8: 'writeUInt8',
} as const

/** @throws RangeError if a number does not fit: cut off, it would be that of another value */
export function packFacts(facts: Facts): string {
  for (const name of factNames) packed[writers[factTypes[name]]](facts[name], factOffsets[name])
  return packed.toString('base64')
}

/** Calls `put` with one fact of each of many images, from their facts one behind the other. */
export function unpackFact(name: FactName, batch: DataView, put: (value: number, image: number) => void): void {
  const type = factTypes[name]
  // One loop a type: a method looked up by its name for each value takes twice as long.
  let image = 0
  let at = factOffsets[name]
  if (type === 'Uint8') for (; at < batch.byteLength; at += factsBytes) put(batch.getUint8(at), image++)
  else if (type === 'Uint16') for (; at < batch.byteLength; at += factsBytes) put(batch.getUint16(at, true), image++)
  else if (type === 'Uint32') for (; at < batch.byteLength; at += factsBytes) put(batch.getUint32(at, true), image++)
  else for (; at < batch.byteLength; at += factsBytes) put(batch.getFloat64(at, true), image++)
}
