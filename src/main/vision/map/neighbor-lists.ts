import type { Points } from './steps.ts'

/** The nearest points of each point that were found so far, nearest first. */
export class NeighborLists {
  readonly count: number
  readonly k: number
  /** `k` for each point; −1 = none found yet. */
  readonly ids: Int32Array
  /** Squared. */
  readonly distances: Float32Array
  /** 1 = found since the last round of a search. */
  readonly isFresh: Uint8Array
  readonly #points: Points

  constructor(points: Points, k: number) {
    this.count = points.count
    this.k = k
    this.#points = points
    this.ids = new Int32Array(points.count * k).fill(-1)
    this.distances = new Float32Array(points.count * k).fill(Infinity)
    this.isFresh = new Uint8Array(points.count * k)
  }

  /** Compares two points. Returns in how many of their lists one takes a place, from 0 to 2. */
  compare(one: number, other: number): number {
    if (one === other) return 0
    const worst = Math.max(this.#worst(one), this.#worst(other))
    const distance = squaredDistance(this.#points, one, other, worst)
    if (distance >= worst) return 0
    return this.#put(one, other, distance) + this.#put(other, one, distance)
  }

  #worst(point: number): number {
    return this.distances[(point + 1) * this.k - 1]!
  }

  #put(point: number, neighbor: number, distance: number): number {
    const { ids, distances, isFresh, k } = this
    const from = point * k
    let at = from + k - 1
    if (distance >= distances[at]!) return 0
    for (let place = from; place < from + k; place++) if (ids[place] === neighbor) return 0
    for (; at > from && distances[at - 1]! > distance; at--) {
      distances[at] = distances[at - 1]!
      ids[at] = ids[at - 1]!
      isFresh[at] = isFresh[at - 1]!
    }
    distances[at] = distance
    ids[at] = neighbor
    isFresh[at] = 1
    return 1
  }
}

/** Stops early where the distance exceeds `most`. */
function squaredDistance({ values, dimensions }: Points, one: number, other: number, most: number): number {
  const [first, second] = [one * dimensions, other * dimensions]
  let sum = 0
  let at = 0
  while (at < dimensions) {
    const end = Math.min(dimensions, at + 8)
    for (; at < end; at++) {
      const difference = values[first + at]! - values[second + at]!
      sum += difference * difference
    }
    if (sum >= most) return sum
  }
  return sum
}
