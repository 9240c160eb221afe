/** Points on the plane by square cells, to find those near a place. Positions may change until `build`. */
export class PlaneGrid {
  readonly #positions: Float32Array
  readonly #cellSize: number
  /** Points of each bucket, one bucket after the other. */
  readonly #order: Int32Array
  readonly #starts: Int32Array
  readonly #mask: number

  /** @param positions x and y of each point. @param cellSize the distance up to which `near` finds all */
  constructor(positions: Float32Array, cellSize: number) {
    this.#positions = positions
    this.#cellSize = cellSize
    const count = positions.length / 2
    const buckets = 2 ** Math.ceil(Math.log2(Math.max(16, count)))
    this.#mask = buckets - 1
    this.#starts = new Int32Array(buckets + 1)
    this.#order = new Int32Array(count)
    for (let point = 0; point < count; point++) this.#starts[this.#bucketOf(point) + 1]!++
    for (let bucket = 0; bucket < buckets; bucket++) this.#starts[bucket + 1]! += this.#starts[bucket]!
    const next = this.#starts.slice(0, buckets)
    for (let point = 0; point < count; point++) this.#order[next[this.#bucketOf(point)]!++] = point
  }

  /** Calls back with each point closer than `cellSize` on both axes, and perhaps with others. */
  near(x: number, y: number, visit: (point: number) => void): void {
    const [column, row] = [Math.floor(x / this.#cellSize), Math.floor(y / this.#cellSize)]
    for (let down = -1; down <= 1; down++) {
      for (let across = -1; across <= 1; across++) {
        const bucket = this.#hash(column + across, row + down)
        for (let at = this.#starts[bucket]!; at < this.#starts[bucket + 1]!; at++) visit(this.#order[at]!)
      }
    }
  }

  #bucketOf(point: number): number {
    const x = Math.floor(this.#positions[2 * point]! / this.#cellSize)
    const y = Math.floor(this.#positions[2 * point + 1]! / this.#cellSize)
    return this.#hash(x, y)
  }

  #hash(column: number, row: number): number {
    return (Math.imul(column, 73_856_093) ^ Math.imul(row, 19_349_663)) & this.#mask
  }
}
