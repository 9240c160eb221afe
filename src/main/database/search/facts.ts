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

/** What images are filtered, sorted and counted by. A value from a list is stored as its index plus one; 0 = none. */
export interface Facts {
  readonly createdAtMs: number
  /** The same for all images of a stack. */
  readonly stackKey: number
  /** NaN = unknown. */
  readonly costUsd: number
  /** The upper and the lower 32 bits. */
  readonly seedHigh: number
  readonly seedLow: number
  readonly widthPx: number
  readonly heightPx: number
  readonly bits: number
  /** Numbers in `search_values`; 0 = none. */
  readonly provider: number
  readonly model: number
  /** One bit per color. */
  readonly colors: number
  readonly rating: number
  readonly operation: number
  readonly format: number
  readonly tool: number
  readonly flag: number
  readonly label: number
}

/** Divisible by three, so that many base64 strings can be concatenated and decoded at once. */
export const factsBytes = 57

const buffer = Buffer.alloc(factsBytes)

export function packFacts(facts: Facts): string {
  buffer.fill(0)
  buffer.writeDoubleLE(facts.createdAtMs, 0)
  buffer.writeDoubleLE(facts.stackKey, 8)
  buffer.writeDoubleLE(facts.costUsd, 16)
  buffer.writeUInt32LE(facts.seedLow, 24)
  buffer.writeUInt32LE(facts.widthPx, 28)
  buffer.writeUInt32LE(facts.heightPx, 32)
  buffer.writeUInt32LE(facts.bits, 36)
  buffer.writeUInt16LE(facts.provider, 40)
  buffer.writeUInt16LE(facts.model, 42)
  buffer.writeUInt16LE(facts.colors, 44)
  buffer.writeUInt8(facts.rating, 46)
  buffer.writeUInt8(facts.operation, 47)
  buffer.writeUInt8(facts.format, 48)
  buffer.writeUInt8(facts.tool, 49)
  buffer.writeUInt8(facts.flag, 50)
  buffer.writeUInt8(facts.label, 51)
  buffer.writeUInt32LE(facts.seedHigh, 52)
  return buffer.toString('base64')
}

/** Unpacks one image's facts from a decoded batch. */
export function unpackFacts(packed: DataView, at: number): Facts {
  return {
    createdAtMs: packed.getFloat64(at, true),
    stackKey: packed.getFloat64(at + 8, true),
    costUsd: packed.getFloat64(at + 16, true),
    seedLow: packed.getUint32(at + 24, true),
    widthPx: packed.getUint32(at + 28, true),
    heightPx: packed.getUint32(at + 32, true),
    bits: packed.getUint32(at + 36, true),
    provider: packed.getUint16(at + 40, true),
    model: packed.getUint16(at + 42, true),
    colors: packed.getUint16(at + 44, true),
    rating: packed.getUint8(at + 46),
    operation: packed.getUint8(at + 47),
    format: packed.getUint8(at + 48),
    tool: packed.getUint8(at + 49),
    flag: packed.getUint8(at + 50),
    label: packed.getUint8(at + 51),
    seedHigh: packed.getUint32(at + 52, true),
  }
}
