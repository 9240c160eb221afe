import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClusters } from '../../../../test/support/vision/clustered-points.ts'
import { leastDistance } from './arrange-points.ts'
import { layOutPoints } from './lay-out-points.ts'
import { runAll, type Points } from './steps.ts'

/** For each point all others, the nearest first. */
function ranksOf(values: Float32Array, dimensions: number): number[][] {
  const count = values.length / dimensions
  return Array.from({ length: count }, (_, point) => {
    const distances = Array.from({ length: count }, (_each, other) => {
      let sum = 0
      for (let at = 0; at < dimensions; at++) {
        sum += (values[point * dimensions + at]! - values[other * dimensions + at]!) ** 2
      }
      return sum
    })
    const others = Array.from({ length: count }, (_each, other) => other).filter((other) => other !== point)
    return others.toSorted((one, other) => distances[one]! - distances[other]!)
  })
}

/** How far the neighbors on the map are neighbors in truth, 0 to 1 (J. Venna, S. Kaski, 2001). */
function trustworthiness({ count, dimensions, values }: Points, map: Float32Array, k: number): number {
  const truth = ranksOf(values, dimensions).map((order) => new Map(order.map((other, rank) => [other, rank + 1])))
  const shown = ranksOf(map, 2)
  let penalty = 0
  for (let point = 0; point < count; point++) {
    for (const other of shown[point]!.slice(0, k)) penalty += Math.max(0, truth[point]!.get(other)! - k)
  }
  return 1 - (2 / (count * k * (2 * count - 3 * k - 1))) * penalty
}

test('clusters stay together, and neighbors on the map are neighbors in truth', () => {
  const { points, labels } = createClusters(400, 8, 20)
  const map = runAll(layOutPoints(points))
  expect(trustworthiness(points, map, 10)).toBeGreaterThan(0.93)
  const nearest = ranksOf(map, 2)
  const pure = nearest.map((order, point) => order.slice(0, 5).every((other) => labels[other] === labels[point]))
  expect(pure.filter(Boolean).length / pure.length).toBeGreaterThan(0.97)
})

test('a curve keeps its order', () => {
  const count = 240
  const values = Float32Array.from({ length: count * 6 }, (_, at) => {
    const along = Math.floor(at / 6) / count
    return [Math.cos(5 * along), Math.sin(5 * along), along, 0, Math.sin(9 * along), 0][at % 6]!
  })
  const points: Points = { count, dimensions: 6, values }
  expect(trustworthiness(points, runAll(layOutPoints(points)), 6)).toBeGreaterThan(0.95)
})

test('the same points get the same map', () => {
  const { points } = createClusters(120, 4, 12)
  const copy = { ...points, values: points.values.slice() }
  expect(runAll(layOutPoints(copy))).toEqual(runAll(layOutPoints(points)))
})

test('a new map is turned to resemble the earlier one', () => {
  const { points } = createClusters(120, 4, 12)
  const map = runAll(layOutPoints(points))
  const mirrored = map.map((value, at) => (at % 2 === 0 ? 1 - value : value))
  const next = runAll(layOutPoints(points, mirrored))
  const farthest = Math.max(...next.map((value, at) => Math.abs(value - mirrored[at]!)))
  expect(farthest).toBeLessThan(0.02)
})

test('any points fill the map, each in a place of its own', () => {
  const values = fc.integer({ min: 1, max: 6 }).chain((dimensions) =>
    fc.tuple(
      fc.constant(dimensions),
      fc.array(fc.array(fc.constantFrom(0, 1, 1e-6, -40), { minLength: dimensions, maxLength: dimensions }), {
        minLength: 10,
        maxLength: 60,
      }),
    ),
  )
  fc.assert(
    fc.property(values, ([dimensions, rows]) => {
      const map = runAll(layOutPoints({ count: rows.length, dimensions, values: Float32Array.from(rows.flat()) }))
      expect(map).toHaveLength(2 * rows.length)
      expect([...map].every((value) => value >= -1e-5 && value <= 1 + 1e-5)).toBe(true)
      const places = ranksOf(map, 2).map(([first], point) =>
        Math.hypot(map[2 * first!]! - map[2 * point]!, map[2 * first! + 1]! - map[2 * point + 1]!),
      )
      expect(Math.min(...places)).toBeGreaterThan(0.3 * leastDistance(rows.length))
    }),
    { numRuns: 25 },
  )
})
