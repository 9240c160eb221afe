import type { Rect } from './geometry.ts'

/** 8-bit coverage of a part of a picture, row by row: `coverage.length === rect.widthPx * rect.heightPx`. */
export interface CoverageArea {
  readonly rect: Rect
  readonly coverage: Uint8Array
}

export interface MaskEdge {
  /** The paint is widened by this many pixels … */
  readonly growPx: number
  /** … and fades to nothing over this many more. */
  readonly featherPx: number
}

/** Pixels beyond the paint that the effective mask can reach. */
export function maskReachPx(edge: MaskEdge): number {
  return Math.ceil(edge.growPx + edge.featherPx)
}

const paintedFrom = 128
const far = 1e20

/**
 * The effective mask: what the overlay shows, what is sent, and what the proof counts. Where it is 0 the original's
 * pixels stay byte for byte.
 *
 * It is the larger of the paint itself and a ramp of the distance `d` to the nearest pixel painted at least half:
 * 1 up to `growPx`, smooth-step down to 0 at `growPx + featherPx`. With both at 0 it is exactly the paint.
 *
 * @param paint the painted coverage; must reach `maskReachPx(edge)` beyond `area` wherever the picture does, or the
 *   ramp of paint outside it is missed
 * @param area the part to compute; must lie inside `paint.rect`
 * @returns coverage of `area`, row by row
 */
export function effectiveMask(paint: CoverageArea, area: Rect, edge: MaskEdge): Uint8Array {
  const result = cropCoverage(paint, area)
  const reach = edge.growPx + edge.featherPx
  if (reach <= 0) return result
  const squared = squaredDistances(paint)
  if (squared === null) return result
  for (let row = 0; row < area.heightPx; row++) {
    const from = (area.y - paint.rect.y + row) * paint.rect.widthPx + (area.x - paint.rect.x)
    for (let column = 0; column < area.widthPx; column++) {
      const ramp = rampAt(Math.sqrt(squared[from + column]!), edge)
      const at = row * area.widthPx + column
      if (ramp > result[at]!) result[at] = ramp
    }
  }
  return result
}

function rampAt(distancePx: number, edge: MaskEdge): number {
  if (distancePx <= edge.growPx) return 255
  const t = (distancePx - edge.growPx) / edge.featherPx
  if (!(t < 1)) return 0
  return Math.round(255 * (1 - t * t * (3 - 2 * t)))
}

function cropCoverage(source: CoverageArea, area: Rect): Uint8Array {
  const result = new Uint8Array(area.widthPx * area.heightPx)
  for (let row = 0; row < area.heightPx; row++) {
    const from = (area.y - source.rect.y + row) * source.rect.widthPx + (area.x - source.rect.x)
    result.set(source.coverage.subarray(from, from + area.widthPx), row * area.widthPx)
  }
  return result
}

/**
 * Exact squared Euclidean distance of every pixel to the nearest one painted at least half, in two passes of lower
 * envelopes of parabolas (Felzenszwalb & Huttenlocher 2012, "Distance Transforms of Sampled Functions", section 2).
 * Null when nothing is painted.
 */
function squaredDistances({ rect, coverage }: CoverageArea): Float64Array | null {
  const { widthPx, heightPx } = rect
  const grid = new Float64Array(widthPx * heightPx)
  let hasPaint = false
  for (let i = 0; i < grid.length; i++) {
    const isPainted = coverage[i]! >= paintedFrom
    grid[i] = isPainted ? 0 : far
    hasPaint ||= isPainted
  }
  if (!hasPaint) return null
  const line = new EnvelopeLine(Math.max(widthPx, heightPx))
  for (let x = 0; x < widthPx; x++) line.transform(grid, x, widthPx, heightPx)
  for (let y = 0; y < heightPx; y++) line.transform(grid, y * widthPx, 1, widthPx)
  return grid
}

/** Scratch space for the one-dimensional transform, so that a whole picture allocates once. */
class EnvelopeLine {
  readonly #values: Float64Array
  readonly #vertices: Int32Array
  readonly #bounds: Float64Array

  constructor(longest: number) {
    this.#values = new Float64Array(longest)
    this.#vertices = new Int32Array(longest)
    this.#bounds = new Float64Array(longest + 1)
  }

  transform(grid: Float64Array, offset: number, stride: number, length: number): void {
    const values = this.#values
    for (let i = 0; i < length; i++) values[i] = grid[offset + i * stride]!
    this.#buildEnvelope(length)
    const vertices = this.#vertices
    const bounds = this.#bounds
    let k = 0
    for (let i = 0; i < length; i++) {
      while (bounds[k + 1]! < i) k++
      const vertex = vertices[k]!
      grid[offset + i * stride] = Math.min(far, (i - vertex) * (i - vertex) + values[vertex]!)
    }
  }

  #buildEnvelope(length: number): void {
    const values = this.#values
    const vertices = this.#vertices
    const bounds = this.#bounds
    let k = 0
    vertices[0] = 0
    bounds[0] = -far
    bounds[1] = far
    for (let q = 1; q < length; q++) {
      let crossing = crossingOf(values, q, vertices[k]!)
      while (crossing <= bounds[k]!) {
        k--
        crossing = crossingOf(values, q, vertices[k]!)
      }
      k++
      vertices[k] = q
      bounds[k] = crossing
      bounds[k + 1] = far
    }
  }
}

/** Where the parabolas rooted at `q` and `p` cross. */
function crossingOf(values: Float64Array, q: number, p: number): number {
  return (values[q]! + q * q - (values[p]! + p * p)) / (2 * (q - p))
}
