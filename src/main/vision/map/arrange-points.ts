import type { Steps } from './steps.ts'

const rounds = 12
/** Distance of points from each other, as a share of the side of a square with an even grid of them. */
const apart = 0.4
/** Radians; turns by it never meet the same direction again. */
const goldenAngle = Math.PI * (3 - Math.sqrt(5))
const spiralSteps = 600

/** The least distance of points on a map of so many, whose longer side is 1. */
export function leastDistance(count: number): number {
  return apart / Math.sqrt(Math.max(1, count))
}

/**
 * Scales and moves points in place so that they fill a map with its longer side from 0 to 1, centered, and moves those
 * apart that are closer than `leastDistance`, so that zooming in shows each of them.
 */
export function* arrangePoints(positions: Float32Array): Steps<void> {
  const count = positions.length / 2
  const least = leastDistance(count)
  fillMap(positions)
  for (let round = 0; round < rounds; round++) {
    const grid = new PlaneGrid(positions, least)
    let pushed = 0
    for (let point = 0; point < count; point++) {
      pushed += pushFromOthers(positions, grid, point, least, round)
      if (point % 1_024 === 0) yield (round + point / count) / rounds
    }
    if (pushed === 0) break
  }
  fillMap(positions)
}

/** Scales and moves points in place so that they fill a map. */
export function fillMap(positions: Float32Array): void {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < positions.length; at += 2) {
    left = Math.min(left, positions[at]!)
    right = Math.max(right, positions[at]!)
    top = Math.min(top, positions[at + 1]!)
    bottom = Math.max(bottom, positions[at + 1]!)
  }
  const scale = 1 / (Math.max(right - left, bottom - top) || 1)
  for (let at = 0; at < positions.length; at += 2) {
    positions[at] = 0.5 + (positions[at]! - (left + right) / 2) * scale
    positions[at + 1] = 0.5 + (positions[at + 1]! - (top + bottom) / 2) * scale
  }
}

/** Returns how many were too close. */
function pushFromOthers(positions: Float32Array, grid: PlaneGrid, point: number, least: number, round: number): number {
  const at = 2 * point
  let pushed = 0
  grid.near(positions[at]!, positions[at + 1]!, (other) => {
    if (other <= point) return
    const x = positions[at]! - positions[2 * other]!
    const y = positions[at + 1]! - positions[2 * other + 1]!
    const squared = x * x + y * y
    if (squared >= least * least) return
    pushed++
    const distance = Math.sqrt(squared)
    // Equal points part in a direction that differs from pair to pair.
    const angle = goldenAngle * (point + other + round)
    const step = 0.5 * (least - distance)
    const across = step * (distance > 1e-9 ? x / distance : Math.cos(angle))
    const down = step * (distance > 1e-9 ? y / distance : Math.sin(angle))
    positions[at]! += across
    positions[at + 1]! += down
    positions[2 * other]! -= across
    positions[2 * other + 1]! -= down
  })
  return pushed
}

/**
 * Finds the free place nearest to a point, on a spiral around it. On a map that is full there, the point itself.
 *
 * @param least distance that `isTaken` keeps from others
 */
export function findFreePlace(x: number, y: number, least: number, isTaken: (x: number, y: number) => boolean) {
  for (let step = 0; step < spiralSteps; step++) {
    const radius = 0.55 * least * Math.sqrt(step)
    const place = { x: x + radius * Math.cos(step * goldenAngle), y: y + radius * Math.sin(step * goldenAngle) }
    if (!isTaken(place.x, place.y)) return place
  }
  return { x, y }
}

/** Points on the plane by square cells, to find those near a place. Positions may change until `build`. */
class PlaneGrid {
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
