/** Numbers from 0 to 1 that are the same for the same text on every computer. */
export interface SeededRandom {
  next(): number
  between(low: number, high: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
}

/** `mulberry32` by Tommy Ettinger (public domain), seeded with an FNV-1a hash of the text. */
export function createDemoRandom(text: string): SeededRandom {
  let state = hashText(text)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  }
}

export function hashText(text: string): number {
  return hashBytes(Buffer.from(text))
}

/** FNV-1a, 32 bit. Samples a large image: enough to tell two images apart. */
export function hashBytes(bytes: Uint8Array): number {
  const stride = Math.max(1, Math.floor(bytes.length / 65_536))
  let hash = 0x811c9dc5
  for (let at = 0; at < bytes.length; at += stride) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash >>> 0
}

/** Returns deterministic noise for a pixel, from -1 to 1. */
export function grainAt(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ seed
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1
}
