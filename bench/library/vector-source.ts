import { createRandom } from './fill-library.ts'

/** Of the vectors of CLIP base models. */
export const dimensions = 512

/**
 * Vectors around two hundred themes and one common direction, as image embeddings lie. Noise is cut from one long
 * strip: a million times 512 random numbers would take minutes.
 */
export function createVectorSource(seed: number): () => Float32Array {
  const random = createRandom(seed)
  const normal = () => Array.from({ length: 6 }, random).reduce((sum, each) => sum + each) - 3
  const noise = Float32Array.from({ length: 1_000_003 }, normal)
  const normals = () => Float32Array.from({ length: dimensions }, normal)
  const common = normals()
  const themes = Array.from({ length: 200 }, normals)
  return () => {
    const theme = themes[Math.floor(random() * themes.length)]!
    const from = Math.floor(random() * (noise.length - dimensions))
    return Float32Array.from(theme, (value, at) => value + 2 * common[at]! + noise[from + at]!)
  }
}

export function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const startedMs = performance.now()
  const result = work()
  return { ms: performance.now() - startedMs, result }
}
