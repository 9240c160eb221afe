/**
 * Numbers from 0 to below 1, the same for the same seed on every computer: splitmix32, after Guy L. Steele and others,
 * “Fast Splittable Pseudorandom Number Generators” (2014). Seeds that lie side by side give unlike rows.
 */
export function createSeededRandom(seed: number): () => number {
  // Both halves count: seeds may be larger than 32 bits.
  let state = (Math.trunc(seed) ^ Math.imul(Math.trunc(seed / 0x100000000), 0x85ebca6b)) >>> 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x100000000
  }
}
