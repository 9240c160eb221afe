import type { Rect } from '../geometry.ts'

/** 8-bit coverage of an image region, row by row: `coverage.length === rect.widthPx * rect.heightPx`. */
export interface CoverageArea {
  readonly rect: Rect
  readonly coverage: Uint8Array
}

const none = -1

/**
 * Finds, for every pixel of an area, the nearest pixel of a strength level, and how much of its strength reaches it.
 * Exact Euclidean distances in two passes: the nearest in each column by sweeping, then the lower envelope of parabolas
 * along each row (Felzenszwalb & Huttenlocher 2012, "Distance Transforms of Sampled Functions", section 2).
 */
export class NearestPaint {
  readonly #ramp: Float64Array
  readonly #farthest: number
  #above = new Int16Array(0)
  #under = new Int16Array(0)
  #rows = new Int16Array(0)
  #vertices = new Int32Array(0)
  #heights = new Int32Array(0)
  #bounds = new Float64Array(0)

  /** @param ramp share of a pixel's strength by squared distance; zero beyond its end */
  constructor(ramp: Float64Array) {
    this.#ramp = ramp
    this.#farthest = Math.floor(Math.sqrt(ramp.length - 1))
  }

  /**
   * Spreads paint of at least `level` and less than `below`. Calls back with the resulting strength in each row of
   * `area`, from the bottom up: 0 where none, otherwise 1 to 255. Unreached rows are skipped. The row buffer is reused
   * after the call.
   */
  spread(
    paint: CoverageArea,
    level: number,
    below: number,
    area: Rect,
    onRow: (y: number, row: Uint8Array) => void,
  ): void {
    const { rect, coverage } = paint
    const width = rect.widthPx
    const first = area.y - rect.y
    const last = first + area.heightPx - 1
    this.#reserve(width, last + 1)
    this.#sweepDown(coverage, level, below, width, last)
    const under = this.#under.fill(none, 0, width)
    const row = new Uint8Array(area.widthPx)
    for (let y = rect.heightPx - 1; y >= first; y--) {
      const from = y * width
      for (let x = 0; x < width; x++) {
        const value = coverage[from + x]!
        if (value >= level && value < below) under[x] = y
      }
      if (y > last || !this.#chooseNearer(coverage, width, y)) continue
      const sites = this.#buildEnvelope(width, y)
      if (sites === 0) continue
      this.#evaluate(coverage, width, area.x - rect.x, sites, row)
      onRow(rect.y + y, row)
    }
  }

  #reserve(width: number, rows: number): void {
    if (this.#above.length < width * rows) this.#above = new Int16Array(width * rows)
    if (this.#under.length >= width) return
    this.#under = new Int16Array(width)
    this.#rows = new Int16Array(width)
    this.#vertices = new Int32Array(width)
    this.#heights = new Int32Array(width)
    this.#bounds = new Float64Array(width + 1)
  }

  #sweepDown(coverage: Uint8Array, level: number, below: number, width: number, last: number): void {
    const above = this.#above
    for (let x = 0; x < width; x++) above[x] = coverage[x]! >= level && coverage[x]! < below ? 0 : none
    for (let y = 1; y <= last; y++) {
      const from = y * width
      for (let i = from; i < from + width; i++) {
        const value = coverage[i]!
        above[i] = value >= level && value < below ? y : above[i - width]!
      }
    }
  }

  /** Chooses the row of the nearest paint in each column. False if there is none within reach. */
  #chooseNearer(coverage: Uint8Array, width: number, y: number): boolean {
    const above = this.#above
    const under = this.#under
    const rows = this.#rows
    const farthest = this.#farthest
    let hasAny = false
    for (let x = 0; x < width; x++) {
      const a = above[y * width + x]!
      const b = under[x]!
      let nearest = a
      if (b !== none && b !== a) {
        const isBelowNearer = a === none || b - y < y - a
        const isStronger = b - y === y - a && coverage[b * width + x]! > coverage[a * width + x]!
        if (isBelowNearer || isStronger) nearest = b
      }
      if (nearest !== none && Math.abs(nearest - y) > farthest) nearest = none
      rows[x] = nearest
      hasAny ||= nearest !== none
    }
    return hasAny
  }

  /** Finds the columns whose paint is nearest somewhere in the row, and where each starts to be; returns how many. */
  #buildEnvelope(width: number, y: number): number {
    const rows = this.#rows
    const vertices = this.#vertices
    const heights = this.#heights
    const bounds = this.#bounds
    let k = -1
    for (let x = 0; x < width; x++) {
      if (rows[x] === none) continue
      const away = rows[x]! - y
      const height = away * away
      let begin = Number.NEGATIVE_INFINITY
      while (k >= 0) {
        const vertex = vertices[k]!
        // Intersection of the parabolas rooted at `x` and `vertex`.
        begin = (height - heights[k]! + x * x - vertex * vertex) / (2 * (x - vertex))
        if (begin > bounds[k]!) break
        k--
      }
      k++
      vertices[k] = x
      heights[k] = height
      bounds[k] = k === 0 ? Number.NEGATIVE_INFINITY : begin
    }
    bounds[k + 1] = Number.POSITIVE_INFINITY
    return k + 1
  }

  #evaluate(coverage: Uint8Array, width: number, left: number, sites: number, row: Uint8Array): void {
    const ramp = this.#ramp
    const rows = this.#rows
    const vertices = this.#vertices
    const heights = this.#heights
    const bounds = this.#bounds
    let k = 0
    for (let i = 0; i < row.length; i++) {
      const x = left + i
      while (k < sites - 1 && bounds[k + 1]! < x) k++
      const vertex = vertices[k]!
      const squared = (x - vertex) * (x - vertex) + heights[k]!
      if (squared >= ramp.length) {
        row[i] = 0
        continue
      }
      const arriving = Math.round(coverage[rows[vertex]! * width + vertex]! * ramp[squared]!)
      row[i] = arriving > 0 ? arriving : 1
    }
  }
}
