import { wordsOf } from './words.ts'

/** `a * b / 255`, rounded to nearest, exact for 0 to 255 (Blinn 1995, "Three wrongs make a right"). */
export function multiplyCoverage(a: number, b: number): number {
  const product = a * b + 128
  return (product + (product >> 8)) >> 8
}

/** True when every byte has the value; compares four at a time, so the length must be a multiple of 4. */
export function isAllOf(bytes: Uint8Array, value: number): boolean {
  const words = wordsOf(bytes)
  const word = (value * 0x01010101) >>> 0
  for (let i = 0; i < words.length; i++) if (words[i] !== word) return false
  return true
}

export function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const [aWords, bWords] = [wordsOf(a), wordsOf(b)]
  for (let i = 0; i < aWords.length; i++) if (aWords[i] !== bWords[i]) return false
  return true
}
