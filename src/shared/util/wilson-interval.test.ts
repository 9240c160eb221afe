import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { wilsonInterval } from './wilson-interval.ts'

it('matches the published values for 10 and 81 successes', () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
  for (const [successes, count, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const interval = wilsonInterval(successes / count, count)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  }
})

const mean = fc.double({ min: 0, max: 1, noNaN: true })

it('holds the mean, stays between 0 and 1, and shrinks with more values', () => {
  fc.assert(
    fc.property(mean, fc.integer({ min: 1, max: 5_000 }), (value, count) => {
      const few = wilsonInterval(value, count)
      const many = wilsonInterval(value, 2 * count)
      expect(few.low).toBeGreaterThanOrEqual(0)
      expect(few.high).toBeLessThanOrEqual(1)
      expect(few.low).toBeLessThanOrEqual(value)
      expect(few.high).toBeGreaterThanOrEqual(value)
      expect(many.high - many.low).toBeLessThan(few.high - few.low)
    }),
  )
})

it('knows nothing without values', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
})
