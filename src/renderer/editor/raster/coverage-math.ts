import { asUint32 } from './as-uint32.ts'

/** `a * b / 255`, rounded to nearest, exact for 0 to 255 (Blinn 1995, "Three wrongs make a right"). */
export function multiplyCoverage(a: number, b: number): number {
  const product = a * b + 128
  return (product + (product >> 8)) >> 8
}

/** True when every byte has the value; compares four at a time, so the length must be a multiple of 4. */
export function isAllOf(bytes: Uint8Array, value: number): boolean {
  const packed = asUint32(bytes)
  const word = (value * 0x01010101) >>> 0
  for (let i = 0; i < packed.length; i++) if (packed[i] !== word) return false
  return true
}

export function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const [aPacked, bPacked] = [asUint32(a), asUint32(b)]
  for (let i = 0; i < aPacked.length; i++) if (aPacked[i] !== bPacked[i]) return false
  return true
}
