/** Coverage around a point as a function of squared distance: saves a root and a division per pixel of a soft brush. */
export interface Falloff {
  readonly inner: number
  readonly outer: number
  /** Maximum coverage, 0 to 255. */
  readonly peak: number
  readonly innerSquared: number
  readonly outerSquared: number
  /** Entries per unit of squared distance. */
  readonly scale: number
  readonly table: Uint8Array
}

/** Fine enough that a value is at most one off the exact one. */
const entries = 4_096

let last: Falloff | null = null

/** `peak` up to `inner`, smooth-step to 0 at `outer`. The table is reused for the same brush. */
export function falloffOf(inner: number, outer: number, peak: number): Falloff {
  if (last !== null && last.inner === inner && last.outer === outer && last.peak === peak) return last
  const innerSquared = inner * inner
  const outerSquared = outer * outer
  const scale = entries / (outerSquared - innerSquared)
  const table = new Uint8Array(entries)
  for (let i = 0; i < entries; i++) {
    const reach = (outer - Math.sqrt(innerSquared + (i + 0.5) / scale)) / (outer - inner)
    table[i] = reach * reach * (3 - 2 * reach) * peak + 0.5
  }
  last = { inner, outer, peak, innerSquared, outerSquared, scale, table }
  return last
}
