/** `a * b / 255`, rounded to nearest, exact for 0 to 255 (Blinn 1995, "Three wrongs make a right"). */
export function multiplyCoverage(a: number, b: number): number {
  const product = a * b + 128
  return (product + (product >> 8)) >> 8
}

/** True when every byte has the value; compares four at a time, so the length must be a multiple of 4. */
export function isAllOf(bytes: Uint8Array, value: number): boolean {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
  const word = (value * 0x01010101) >>> 0
  for (let i = 0; i < words.length; i++) if (words[i] !== word) return false
  return true
}

export function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const aWords = new Uint32Array(a.buffer, a.byteOffset, a.length >> 2)
  const bWords = new Uint32Array(b.buffer, b.byteOffset, b.length >> 2)
  for (let i = 0; i < aWords.length; i++) if (aWords[i] !== bWords[i]) return false
  return true
}
