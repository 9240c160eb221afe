import { alignWith } from './align-with.ts'
import { arrangePoints, fillMap } from './arrange-points.ts'
import { findNeighbors } from './find-neighbors.ts'
import { joinFuzzily } from './fuzzy-edges.ts'
import { layOutEdges } from './lay-out-edges.ts'
import { createRandom, stage, type Points, type Steps } from './steps.ts'

/** Neighbors that a point is kept near, if there are as many. */
const neighbors = 14
/** The same library gets the same map. */
const seed = 20_451
/** Passes: a small map takes no time, a large one has settled after fewer. */
const epochsOf = (count: number) => (count <= 20_000 ? 400 : 200)
/** Where the curve of `layOutEdges` has its scale. */
const startSide = 20

/**
 * Lays points of many dimensions out on a plane so that near ones are near each other there (UMAP). Their first two
 * dimensions, which should vary most, are where they begin.
 *
 * @param former x and y of each on an earlier map, NaN where it was not on it: the new one is turned to resemble it
 * @returns x and y of each, as `arrangePoints` leaves them
 */
export function* layOutPoints(points: Points, former?: Float32Array): Steps<Float32Array<ArrayBuffer>> {
  const lists = yield* stage(findNeighbors(points, neighbors, seed), 0, 0.25)
  const edges = yield* stage(joinFuzzily(lists), 0.25, 0.3)
  const positions = startPositions(points)
  yield* stage(layOutEdges(positions, edges, epochsOf(points.count), seed), 0.3, 0.95)
  yield* stage(arrangePoints(positions), 0.95, 1)
  if (former !== undefined) {
    alignWith(positions, former)
    fillMap(positions)
  }
  return positions
}

function startPositions({ count, dimensions, values }: Points): Float32Array<ArrayBuffer> {
  const random = createRandom(seed)
  const positions = new Float32Array(2 * count)
  let largest = 1e-9
  for (let point = 0; point < count; point++) {
    for (let axis = 0; axis < 2; axis++) {
      const value = axis < dimensions ? values[point * dimensions + axis]! : 0
      positions[2 * point + axis] = value
      largest = Math.max(largest, Math.abs(value))
    }
  }
  // Equal points would never part.
  const noise = () => (random() - 0.5) * 1e-3
  for (let at = 0; at < positions.length; at++) {
    positions[at] = (positions[at]! * startSide) / (2 * largest) + noise()
  }
  return positions
}
