import type { MapRect } from './map-camera.ts'

/** Points that are at least `side` apart on one axis: at most one in each square cell of that side. */
export class LevelGrid {
  readonly #bounds: MapRect
  readonly #side: number
  readonly #columns: number
  readonly #rows: number
  /** Number of the point in each cell + 1; 0 = none. */
  readonly #cells: Int32Array

  constructor(bounds: MapRect, side: number) {
    this.#bounds = bounds
    this.#side = side
    // A cell more on each side: no point's neighbors are beyond the edge.
    this.#columns = Math.floor((bounds.right - bounds.left) / side) + 3
    this.#rows = Math.floor((bounds.bottom - bounds.top) / side) + 3
    this.#cells = new Int32Array(this.#columns * this.#rows)
  }

  get cellCount(): number {
    return this.#cells.length
  }

  put(point: number, positions: Float32Array): void {
    this.#cells[this.#cellAt(positions[2 * point]!, positions[2 * point + 1]!)] = point + 1
  }

  /** Whether a point is far enough from all others. */
  isFree(point: number, positions: Float32Array): boolean {
    const [x, y] = [positions[2 * point]!, positions[2 * point + 1]!]
    const cell = this.#cellAt(x, y)
    if (this.#cells[cell] !== 0) return false
    for (let row = cell - this.#columns; row <= cell + this.#columns; row += this.#columns) {
      for (let at = row - 1; at <= row + 1; at++) {
        const other = this.#cells[at]! - 1
        if (other < 0) continue
        const isApart =
          Math.abs(positions[2 * other]! - x) >= this.#side || Math.abs(positions[2 * other + 1]! - y) >= this.#side
        if (!isApart) return false
      }
    }
    return true
  }

  /** Calls back with the points of all cells that a rectangle touches. */
  within({ left, top, right, bottom }: MapRect, visit: (point: number) => void): void {
    const fromColumn = Math.max(0, this.#column(left))
    const toColumn = Math.min(this.#columns - 1, this.#column(right))
    const toRow = Math.min(this.#rows - 1, this.#row(bottom))
    for (let row = Math.max(0, this.#row(top)); row <= toRow; row++) {
      for (let column = fromColumn; column <= toColumn; column++) {
        const point = this.#cells[row * this.#columns + column]! - 1
        if (point >= 0) visit(point)
      }
    }
  }

  #cellAt(x: number, y: number): number {
    return this.#row(y) * this.#columns + this.#column(x)
  }

  #column(x: number): number {
    return Math.floor((x - this.#bounds.left) / this.#side) + 1
  }

  #row(y: number): number {
    return Math.floor((y - this.#bounds.top) / this.#side) + 1
  }
}
