import { findFreePlace, leastDistance } from './arrange-points.ts'
import type { Points, Steps } from './steps.ts'

/** Images that decide where a new one is placed. */
const neighbors = 8

/**
 * Places points on a map without moving the others: at the mean of the nearest ones that are on it, weighted by how
 * near they are, or at the free place nearest to it.
 *
 * @param positions x and y of each point; NaN for those that have no place yet, which get it
 */
export function* placeNewcomers(points: Points, positions: Float32Array): Steps<void> {
  const settled: number[] = []
  const newcomers: number[] = []
  for (let point = 0; point < points.count; point++) {
    if (Number.isNaN(positions[2 * point]!)) newcomers.push(point)
    else settled.push(point)
  }
  const least = leastDistance(points.count)
  const taken = new TakenPlaces(least)
  for (const point of settled) taken.add(positions[2 * point]!, positions[2 * point + 1]!)
  for (const [at, point] of newcomers.entries()) {
    const wanted = meanPlace(points, positions, settled, point)
    const { x, y } = findFreePlace(wanted.x, wanted.y, least, (left, top) => taken.has(left, top))
    positions[2 * point] = x
    positions[2 * point + 1] = y
    taken.add(x, y)
    yield at / newcomers.length
  }
}

function meanPlace(points: Points, positions: Float32Array, settled: readonly number[], point: number) {
  const near = nearestOf(points, settled, point)
  const nearest = near[0]?.distance ?? 0
  let [x, y, weights] = [0, 0, 0]
  for (const { point: other, distance } of near) {
    // By the squared distance relative to that of the nearest one; an equal image takes it all.
    const weight = 1 / (distance + 0.05 * nearest + 1e-9)
    x += weight * positions[2 * other]!
    y += weight * positions[2 * other + 1]!
    weights += weight
  }
  return weights === 0 ? { x: 0.5, y: 0.5 } : { x: x / weights, y: y / weights }
}

/** Compares all: a few milliseconds for a hundred thousand. `distance` is squared. */
function nearestOf({ values, dimensions }: Points, settled: readonly number[], point: number) {
  const near: { readonly point: number; readonly distance: number }[] = []
  let worst = Infinity
  for (const other of settled) {
    let distance = 0
    for (let at = 0; at < dimensions && distance < worst; at++) {
      const difference = values[point * dimensions + at]! - values[other * dimensions + at]!
      distance += difference * difference
    }
    if (distance >= worst) continue
    const before = near.findIndex((each) => each.distance > distance)
    near.splice(before < 0 ? near.length : before, 0, { point: other, distance })
    if (near.length > neighbors) near.pop()
    if (near.length === neighbors) worst = near.at(-1)!.distance
  }
  return near
}

/** Places on the map that are taken, one per cell a little smaller than the least distance. */
class TakenPlaces {
  readonly #least: number
  readonly #cells = new Map<string, { readonly x: number; readonly y: number }[]>()

  constructor(least: number) {
    this.#least = least
  }

  add(x: number, y: number): void {
    const key = this.#keyOf(Math.floor(x / this.#least), Math.floor(y / this.#least))
    const cell = this.#cells.get(key)
    if (cell === undefined) this.#cells.set(key, [{ x, y }])
    else cell.push({ x, y })
  }

  has(x: number, y: number): boolean {
    const [column, row] = [Math.floor(x / this.#least), Math.floor(y / this.#least)]
    for (let down = -1; down <= 1; down++) {
      for (let across = -1; across <= 1; across++) {
        const cell = this.#cells.get(this.#keyOf(column + across, row + down))
        // A tenth less: points that are exactly so far apart differ by rounding.
        if (cell?.some((each) => Math.hypot(each.x - x, each.y - y) < 0.9 * this.#least)) return true
      }
    }
    return false
  }

  #keyOf(column: number, row: number): string {
    return `${column} ${row}`
  }
}
