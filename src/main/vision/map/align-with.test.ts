import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignWith } from './align-with.ts'

const places = fc.array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 8, maxLength: 40 })

test('turned and mirrored points come back to where they were', () => {
  fc.assert(
    fc.property(places, fc.double({ min: 0, max: 7, noNaN: true }), fc.boolean(), (raw, angle, isMirrored) => {
      const former = Float32Array.from(raw.slice(0, raw.length - (raw.length % 2)))
      // Unequal spread, so that one turn is the best.
      for (let at = 0; at < former.length; at += 2) former[at]! += at
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
      const moved = Float32Array.from(former, (value, at) => {
        const [x, y] = at % 2 === 0 ? [value, former[at + 1]!] : [former[at - 1]!, value]
        const down = isMirrored ? -y : y
        return at % 2 === 0 ? cosine * x - sine * down : sine * x + cosine * down
      })
      alignWith(moved, former)
      const shift = [moved[0]! - former[0]!, moved[1]! - former[1]!]
      const errors = moved.map((value, at) => Math.abs(value - former[at]! - shift[at % 2]!))
      expect(Math.max(...errors)).toBeLessThan(0.01)
    }),
  )
})

test('without a known place, points stay', () => {
  const points = Float32Array.of(1, 2, 3, 5, 8, 13)
  alignWith(points, new Float32Array(6).fill(NaN))
  expect(points).toEqual(Float32Array.of(1, 2, 3, 5, 8, 13))
})
