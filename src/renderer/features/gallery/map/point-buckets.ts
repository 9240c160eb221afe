import type { MapRect } from './map-camera.ts'

/** Some of the points of a map by square cells, a few in each. */
export class PointBuckets {
  readonly #positions: Float32Array
  readonly #bounds: MapRect
  readonly #columns: number
  readonly #rows: number
  readonly #cell: number
  readonly #starts: Int32Array
  readonly #points: Int32Array

  constructor(positions: Float32Array, points: Int32Array, bounds: MapRect) {
    this.#positions = positions
    this.#bounds = bounds
    const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top]
    this.#cell = Math.max(
      1e-6,
      Math.sqrt((Math.max(width, 1e-6) * Math.max(height, 1e-6)) / Math.max(1, points.length)),
    )
    this.#columns = Math.floor(width / this.#cell) + 1
    this.#rows = Math.floor(height / this.#cell) + 1
    this.#starts = new Int32Array(this.#columns * this.#rows + 1)
    this.#points = new Int32Array(points.length)
    for (const point of points) this.#starts[this.#cellOf(point) + 1]!++
    for (let cell = 1; cell < this.#starts.length; cell++) this.#starts[cell]! += this.#starts[cell - 1]!
    const next = this.#starts.slice(0, -1)
    for (const point of points) this.#points[next[this.#cellOf(point)]!++] = point
  }

  /** Calls back with each point in a rectangle. */
  within({ left, top, right, bottom }: MapRect, visit: (point: number) => void): void {
    const [fromColumn, toColumn] = [this.#column(left), this.#column(right)]
    for (let row = this.#row(top); row <= this.#row(bottom); row++) {
      const from = this.#starts[row * this.#columns + fromColumn]!
      const to = this.#starts[row * this.#columns + toColumn + 1]!
      for (let at = from; at < to; at++) {
        const point = this.#points[at]!
        const [x, y] = [this.#positions[2 * point]!, this.#positions[2 * point + 1]!]
        if (x >= left && x <= right && y >= top && y <= bottom) visit(point)
      }
    }
  }

  #cellOf(point: number): number {
    return this.#row(this.#positions[2 * point + 1]!) * this.#columns + this.#column(this.#positions[2 * point]!)
  }

  #column(x: number): number {
    return Math.max(0, Math.min(this.#columns - 1, Math.floor((x - this.#bounds.left) / this.#cell)))
  }

  #row(y: number): number {
    return Math.max(0, Math.min(this.#rows - 1, Math.floor((y - this.#bounds.top) / this.#cell)))
  }
}
