import { expect, test } from 'vitest'
import { createClusters } from '../../../../test/support/vision/clustered-points.ts'
import { leastDistance } from './arrange-points.ts'
import { layOutPoints } from './lay-out-points.ts'
import { placeNewcomers } from './place-newcomers.ts'
import { runAll } from './steps.ts'

test('newcomers are placed among those they resemble, each apart, and nobody else moves', () => {
  const { points, labels } = createClusters(200, 4, 10)
  const map = runAll(layOutPoints(points))
  const before = map.slice()
  const newcomers = [0, 1, 2, 3, 40, 41]
  for (const point of newcomers) map.fill(NaN, 2 * point, 2 * point + 2)
  runAll(placeNewcomers(points, map))
  for (let point = 0; point < points.count; point++) {
    const distanceTo = (other: number) =>
      Math.hypot(map[2 * point]! - map[2 * other]!, map[2 * point + 1]! - map[2 * other + 1]!)
    if (!newcomers.includes(point)) {
      expect([map[2 * point], map[2 * point + 1]]).toEqual([before[2 * point], before[2 * point + 1]])
      continue
    }
    const others = Array.from(labels.keys()).filter((other) => other !== point)
    const nearest = others.toSorted((one, other) => distanceTo(one) - distanceTo(other))
    expect(nearest.slice(0, 4).map((other) => labels[other])).toEqual(Array.from({ length: 4 }, () => labels[point]))
    expect(distanceTo(nearest[0]!)).toBeGreaterThan(0.8 * leastDistance(points.count))
  }
})

test('equal newcomers do not cover each other', () => {
  const count = 60
  const values = new Float32Array(2 * count).fill(0.5)
  const map = Float32Array.from({ length: 2 * count }, (_, at) => (at < 20 ? (at % 2 === 0 ? at / 20 : 0.5) : NaN))
  runAll(placeNewcomers({ count, dimensions: 2, values }, map))
  expect([...map].every(Number.isFinite)).toBe(true)
  expect(new Set(Array.from({ length: count }, (_, at) => `${map[2 * at]} ${map[2 * at + 1]}`)).size).toBe(count)
})
