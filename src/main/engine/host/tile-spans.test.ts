import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tileSpans } from './tile-spans.ts'

describe('tileSpans', () => {
  it('returns one tile for what fits', () => {
    expect(tileSpans(992, 992, 32)).toEqual([{ start: 0, end: 992, from: 0, to: 992 }])
  })

  it('covers every pixel once, with the overlap on inner sides', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000 }), fc.constantFrom(304, 992), (lengthPx, tilePx) => {
        const spans = tileSpans(lengthPx, tilePx, 32)
        let at = 0
        for (const { start, end, from, to } of spans) {
          expect(from).toBe(at)
          expect(to).toBeGreaterThan(from)
          expect(end - start).toBe(Math.min(tilePx, lengthPx))
          expect(start === 0 || from - start >= 32).toBe(true)
          expect(end === lengthPx || end - to >= 32).toBe(true)
          at = to
        }
        expect(at).toBe(lengthPx)
      }),
    )
  })
})
