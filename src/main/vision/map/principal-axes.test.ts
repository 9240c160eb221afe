import { expect, test } from 'vitest'
import { findPrincipalAxes, project } from './principal-axes.ts'
import { createRandom, runAll, type Points } from './steps.ts'

const dimensions = 42

/** Points that spread by 9, 5 and 2 along three slanted directions, and by 0.1 along all others, around 3. */
function createPoints(count: number): { readonly points: Points; readonly directions: readonly number[][] } {
  const random = createRandom(5)
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, each) => sum + each) - 6
  const directions = [0, 1, 2].map((from) =>
    Array.from({ length: dimensions }, (_, at) => (at % 3 === from ? Math.sqrt(3 / dimensions) : 0)),
  )
  const values = new Float32Array(count * dimensions)
  for (let point = 0; point < count; point++) {
    const along = [9 * normal(), 5 * normal(), 2 * normal()]
    for (let at = 0; at < dimensions; at++) {
      values[point * dimensions + at] =
        3 + 0.1 * normal() + directions.reduce((sum, direction, axis) => sum + along[axis]! * direction[at]!, 0)
    }
  }
  return { points: { count, dimensions, values }, directions }
}

test('finds the directions in which points differ most, in order', () => {
  const { points, directions } = createPoints(2_000)
  const { axes, mean, count } = runAll(findPrincipalAxes(points, 5, 1))
  expect(count).toBe(5)
  for (const [axis, direction] of directions.entries()) {
    const own = axes.subarray(axis * dimensions, (axis + 1) * dimensions)
    expect(Math.abs(own.reduce((sum, value, at) => sum + value * direction[at]!, 0))).toBeGreaterThan(0.99)
  }
  for (const value of mean) expect(Math.abs(value - 3)).toBeLessThan(0.3)
})

test('a projection keeps distances that lie in the axes', () => {
  const { points, directions } = createPoints(500)
  const learned = runAll(findPrincipalAxes(points, 3, 1))
  const [first, second] = [0, 7].map((scale) => {
    const target = new Float32Array(3)
    project(
      learned,
      Float32Array.from(directions[0]!, (value) => scale * value),
      0,
      target,
      0,
    )
    return target
  })
  const distance = Math.hypot(...first!.map((value, at) => value - second![at]!))
  expect(distance).toBeCloseTo(7, 1)
})

test('there are no more axes than dimensions, and equal points have none to tell them apart', () => {
  const points: Points = { count: 12, dimensions: 2, values: new Float32Array(24).fill(0.7) }
  const { axes, count } = runAll(findPrincipalAxes(points, 32, 1))
  expect(count).toBe(2)
  expect([...axes].every(Number.isFinite)).toBe(true)
})
