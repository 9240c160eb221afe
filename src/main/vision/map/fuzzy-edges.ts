import type { NeighborLists } from './neighbor-lists.ts'
import type { Steps } from './steps.ts'

/** Edges of an undirected graph, each once. */
export interface Edges {
  readonly count: number
  readonly from: Int32Array
  readonly to: Int32Array
  /** How certainly both are neighbors, above 0 and up to 1. */
  readonly weights: Float32Array
}

const searchSteps = 40

/**
 * The fuzzy simplicial set of UMAP (L. McInnes, J. Healy, J. Melville, 2018, sections 3.1 and 4.1): from each point,
 * its nearest neighbor has weight 1 and the weights of all k add up to log₂(k + 1), so that dense and sparse regions count
 * alike; both directions are joined by a + b − ab.
 */
export function* joinFuzzily(lists: NeighborLists): Steps<Edges> {
  const weights = yield* weigh(lists)
  const { count, k, ids } = lists
  const from = new Int32Array(count * k)
  const to = new Int32Array(count * k)
  const joined = new Float32Array(count * k)
  let edges = 0
  for (let point = 0; point < count; point++) {
    if (point % 1_024 === 0) yield 0.8 + (0.2 * point) / count
    for (let at = point * k; at < (point + 1) * k; at++) {
      const neighbor = ids[at]!
      if (neighbor < 0) continue
      const back = find(ids, neighbor * k, k, point)
      // The edge was added from the other side.
      if (back >= 0 && neighbor < point) continue
      const other = back < 0 ? 0 : weights[back]!
      from[edges] = point
      to[edges] = neighbor
      joined[edges++] = weights[at]! + other - weights[at]! * other
    }
  }
  return {
    count: edges,
    from: from.subarray(0, edges),
    to: to.subarray(0, edges),
    weights: joined.subarray(0, edges),
  }
}

function find(ids: Int32Array, from: number, k: number, wanted: number): number {
  for (let at = from; at < from + k; at++) if (ids[at] === wanted) return at
  return -1
}

function* weigh({ count, k, distances }: NeighborLists): Steps<Float32Array> {
  const weights = new Float32Array(count * k)
  const goal = Math.log2(k + 1)
  for (let point = 0; point < count; point++) {
    if (point % 256 === 0) yield (0.8 * point) / count
    const from = point * k
    const nearest = Math.sqrt(distances[from]!)
    const scale = findScale(distances, from, k, nearest, goal)
    for (let at = from; at < from + k; at++) weights[at] = weightOf(distances[at]!, nearest, scale)
  }
  return weights
}

function weightOf(squaredDistance: number, nearest: number, scale: number): number {
  const beyond = Math.sqrt(squaredDistance) - nearest
  return beyond <= 0 ? 1 : Math.exp(-beyond / scale)
}

/** The scale at which the weights add up to the goal, by bisection; never 0. */
function findScale(distances: Float32Array, from: number, k: number, nearest: number, goal: number): number {
  let [low, scale, high] = [0, 1, Infinity]
  for (let step = 0; step < searchSteps; step++) {
    let sum = 0
    for (let at = from; at < from + k; at++) sum += weightOf(distances[at]!, nearest, scale)
    if (Math.abs(sum - goal) < 1e-3) break
    if (sum > goal) high = scale
    else low = scale
    scale = high === Infinity ? scale * 2 : (low + high) / 2
  }
  return Math.max(scale, 1e-6)
}
