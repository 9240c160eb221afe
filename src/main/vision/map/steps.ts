/**
 * Work in small steps, so that its thread can pause, end and serve others between them. Yields the part that is done,
 * from 0 to 1, at least every few thousand operations on vectors.
 */
export type Steps<T> = Generator<number, T>

/** Runs a stage of some larger work, which it takes from `from` to `to`. */
export function* stage<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    yield from + (to - from) * value
  }
}

/** Runs all steps at once. */
export function runAll<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Returns a deterministic generator of numbers from 0 up to but not including 1 (xorshift32). */
export function createRandom(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 0x1_0000_0000
  }
}

/** Points of equal dimensions, one after the other. */
export interface Points {
  readonly count: number
  readonly dimensions: number
  readonly values: Float32Array<ArrayBuffer>
}
