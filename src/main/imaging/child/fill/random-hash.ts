/**
 * A 32-bit hash of up to three integers (the finalizer constants are MurmurHash3's fmix32). Random numbers from hashed
 * pixel positions, rather than from a stream, do not depend on the order in which threads reach the pixels.
 */
export function randomHash(a: number, b: number, c: number): number {
  let h = (a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca77)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
