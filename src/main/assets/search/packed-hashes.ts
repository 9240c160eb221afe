import { countBits } from '../../../shared/util/count-bits.ts'

/** Perceptual hashes in flat arrays, for comparing millions. */
export interface PackedHashes {
  readonly count: number
  /** The upper and lower 32 bits of each. */
  readonly high: Uint32Array
  readonly low: Uint32Array
}

const hashCharacters = 16

/** @param packed 16 hexadecimal digits each, concatenated */
export function readHashes(packed: string): PackedHashes {
  const count = packed.length / hashCharacters
  const high = new Uint32Array(count)
  const low = new Uint32Array(count)
  for (let n = 0; n < count; n++) {
    high[n] = readWord(packed, n * hashCharacters)
    low[n] = readWord(packed, n * hashCharacters + hashCharacters / 2)
  }
  return { count, high, low }
}

/** Number of the 64 bits in which two hashes differ. */
export function hashDistance(first: PackedHashes, at: number, second: PackedHashes, otherAt: number): number {
  return countBits(first.high[at]! ^ second.high[otherAt]!) + countBits(first.low[at]! ^ second.low[otherAt]!)
}

function readWord(text: string, from: number): number {
  let word = 0
  for (let n = from; n < from + hashCharacters / 2; n++) {
    const code = text.charCodeAt(n)
    // 0 to 9, a to f.
    word = (word << 4) | (code < 58 ? code - 48 : code - 87)
  }
  return word >>> 0
}
