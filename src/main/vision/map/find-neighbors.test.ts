import { expect, test } from 'vitest'
import { findNeighbors } from './find-neighbors.ts'
import { createRandom, runAll, type Points } from './steps.ts'
import { createClusters } from '../../../../test/support/vision/clustered-points.ts'

/** By comparing all. */
function nearestOf({ count, dimensions, values }: Points, point: number, k: number): number[] {
  const distances = Array.from({ length: count }, (_, other) => {
    let sum = 0
    for (let at = 0; at < dimensions; at++) {
      sum += (values[point * dimensions + at]! - values[other * dimensions + at]!) ** 2
    }
    return { other, sum }
  })
  const others = distances.filter(({ other }) => other !== point).toSorted((one, other) => one.sum - other.sum)
  return others.slice(0, k).map(({ other }) => other)
}

function recallOf(points: Points, k: number): number {
  const lists = runAll(findNeighbors(points, k, 3))
  const random = createRandom(1)
  let found = 0
  const samples = 150
  for (let sample = 0; sample < samples; sample++) {
    const point = Math.floor(random() * points.count)
    const own = new Set(lists.ids.subarray(point * k, (point + 1) * k))
    found += nearestOf(points, point, k).filter((each) => own.has(each)).length
  }
  return found / (samples * k)
}

test('finds nearly all of the nearest points', () => {
  expect(recallOf(createClusters(3_000, 40, 32).points, 14)).toBeGreaterThan(0.93)
  // Without any structure, which is the hardest.
  expect(recallOf(createClusters(3_000, 1, 16).points, 14)).toBeGreaterThan(0.8)
})

test('among few or equal points, each has the neighbors there are, nearest first and each once', () => {
  for (const count of [2, 3, 15, 90]) {
    const points: Points = { count, dimensions: 3, values: new Float32Array(3 * count).fill(1) }
    const { ids, k, distances } = runAll(findNeighbors(points, 14, 3))
    expect(k).toBe(Math.min(14, count - 1))
    for (let point = 0; point < count; point++) {
      const own = ids.subarray(point * k, (point + 1) * k)
      expect(new Set(own).size).toBe(k)
      expect(own).not.toContain(point)
      expect(own.every((each) => each >= 0)).toBe(true)
    }
    expect(Math.max(...distances)).toBe(0)
  }
})
