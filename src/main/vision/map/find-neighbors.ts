import { NeighborLists } from './neighbor-lists.ts'
import { createRandom, stage, type Points, type Steps } from './steps.ts'

const trees = 6
const leafSize = 24
const rounds = 5
/** Candidates of each kind that a point is compared through in a round. */
const candidates = 10
/** A round that improves less than this share of all places is the last. */
const enough = 0.02

/**
 * Finds the nearest neighbors of each point, approximately: points that end in the same leaf of one of several random
 * projection trees (S. Dasgupta, Y. Freund, 2008) are compared first, then neighbors of neighbors (NN-descent: W. Dong,
 * C. Moses, K. Li, 2011).
 */
export function* findNeighbors(points: Points, k: number, seed: number): Steps<NeighborLists> {
  const lists = new NeighborLists(points, Math.min(k, points.count - 1))
  const random = createRandom(seed)
  for (let tree = 0; tree < trees; tree++) {
    yield* stage(compareInTree(points, lists, random), (0.5 * tree) / trees, (0.5 * (tree + 1)) / trees)
  }
  for (let round = 0; round < rounds; round++) {
    const from = 0.5 + (0.5 * round) / rounds
    const improved = yield* stage(compareNeighborsOfNeighbors(lists, random), from, from + 0.5 / rounds)
    if (improved < enough * points.count * lists.k) break
  }
  return lists
}

/** Splits the points by random planes until few are left, and compares those. */
function* compareInTree(points: Points, lists: NeighborLists, random: () => number): Steps<void> {
  const order = Int32Array.from({ length: points.count }, (_, at) => at)
  const open: [from: number, to: number][] = [[0, points.count]]
  let done = 0
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span
    if (to - from <= leafSize) {
      for (let one = from; one < to; one++) {
        for (let other = one + 1; other < to; other++) lists.compare(order[one]!, order[other]!)
      }
      done += to - from
      yield done / points.count
      continue
    }
    const middle = split(points, order, from, to, random)
    open.push([from, middle], [middle, to])
    if (to - from > 2_000) yield done / points.count
  }
}

/** Sorts a span by the side of the plane halfway between two random points. Returns where the other side begins. */
function split(
  { values, dimensions }: Points,
  order: Int32Array,
  from: number,
  to: number,
  random: () => number,
): number {
  const pick = () => order[from + Math.floor(random() * (to - from))]! * dimensions
  const [one, other] = [pick(), pick()]
  const normal = new Float32Array(dimensions)
  let offset = 0
  for (let at = 0; at < dimensions; at++) {
    const [a, b] = [values[one + at]!, values[other + at]!]
    normal[at] = a - b
    offset += ((a - b) * (a + b)) / 2
  }
  let [left, right] = [from, to - 1]
  while (left <= right) {
    const start = order[left]! * dimensions
    let side = -offset
    for (let at = 0; at < dimensions; at++) side += normal[at]! * values[start + at]!
    // Equal points are dealt out by chance: a plane cannot part them.
    if (side > 0 || (side === 0 && random() < 0.5)) left++
    else {
      const moved = order[left]!
      order[left] = order[right]!
      order[right--] = moved
    }
  }
  return left === from || left === to ? (from + to) >> 1 : left
}

/** One round of NN-descent. Returns how many places it improved. */
function* compareNeighborsOfNeighbors(lists: NeighborLists, random: () => number): Steps<number> {
  const { count } = lists
  const fresh = new Candidates(count)
  const known = new Candidates(count)
  for (let point = 0; point < count; point++) {
    for (let place = 0; place < lists.k; place++) {
      const at = point * lists.k + place
      const other = lists.ids[at]!
      if (other < 0) continue
      const kind = lists.isFresh[at] === 1 ? fresh : known
      kind.add(point, other, random)
      kind.add(other, point, random)
      lists.isFresh[at] = 0
    }
    if (point % 2_048 === 0) yield (0.2 * point) / count
  }
  let improved = 0
  for (let point = 0; point < count; point++) {
    improved += join(lists, fresh, known, point)
    if (point % 256 === 0) yield 0.2 + (0.8 * point) / count
  }
  return improved
}

function join(lists: NeighborLists, fresh: Candidates, known: Candidates, point: number): number {
  let improved = 0
  const [freshFrom, freshTo] = fresh.span(point)
  const [knownFrom, knownTo] = known.span(point)
  for (let at = freshFrom; at < freshTo; at++) {
    const one = fresh.ids[at]!
    for (let other = at + 1; other < freshTo; other++) improved += lists.compare(one, fresh.ids[other]!)
    for (let other = knownFrom; other < knownTo; other++) improved += lists.compare(one, known.ids[other]!)
  }
  return improved
}

/** A random choice of candidates for each point, by reservoir sampling. */
class Candidates {
  readonly ids: Int32Array
  readonly #offered: Int32Array

  constructor(count: number) {
    this.ids = new Int32Array(count * candidates)
    this.#offered = new Int32Array(count)
  }

  add(point: number, candidate: number, random: () => number): void {
    const offered = this.#offered[point]!++
    const slot = offered < candidates ? offered : Math.floor(random() * (offered + 1))
    if (slot < candidates) this.ids[point * candidates + slot] = candidate
  }

  span(point: number): [from: number, to: number] {
    const from = point * candidates
    return [from, from + Math.min(candidates, this.#offered[point]!)]
  }
}
