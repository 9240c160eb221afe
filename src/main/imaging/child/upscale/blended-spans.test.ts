import { expect, it } from 'vitest'
import { blendedSpans, rampPx } from './blended-spans.ts'

it.each([
  [1, 256],
  [256, 256],
  [257, 256],
  [300, 256],
  [1_000, 256],
  [16_384, 256],
  [1_000, 128],
  [97, 96],
  [333, 96],
])('%i pixels in tiles of %i are covered, and each seam is far from the edges of both', (lengthPx, tilePx) => {
  const spans = blendedSpans(lengthPx, tilePx)
  expect(spans[0]).toMatchObject({ start: 0, from: 0 })
  expect(spans.at(-1)).toMatchObject({ end: lengthPx, to: lengthPx })
  for (const [at, { start, end, from, to }] of spans.entries()) {
    expect(end - start).toBe(Math.min(tilePx, lengthPx))
    const [before, after] = [spans[at - 1], spans[at + 1]]
    if (before !== undefined) {
      expect(before.to - from).toBe(rampPx)
      expect(from - start).toBeGreaterThanOrEqual(16)
      expect(before.end - before.to).toBeGreaterThanOrEqual(16)
    }
    // Otherwise a ramp would begin within another.
    if (after !== undefined) expect(after.from).toBeGreaterThanOrEqual(before === undefined ? 0 : from + rampPx)
    expect(to).toBeGreaterThan(from)
  }
})
