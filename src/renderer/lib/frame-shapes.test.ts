import { assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameOfMargins, frameForRatio, frameRatios, marginsOf } from './frame-shapes.ts'

const size = { widthPx: 600, heightPx: 400 }
const sides = record({ widthPx: integer({ min: 1, max: 6_000 }), heightPx: integer({ min: 1, max: 6_000 }) })

describe('frameForRatio', () => {
  it('extends the shorter side symmetrically about the center', () => {
    expect(frameForRatio(size, 1)).toEqual({ x: 0, y: -100, widthPx: 600, heightPx: 600 })
    expect(frameForRatio(size, 16 / 9)).toEqual({ x: -55, y: 0, widthPx: 711, heightPx: 400 })
    expect(frameForRatio(size, 3 / 2)).toEqual({ x: 0, y: 0, ...size })
  })

  it('contains the whole image', () => {
    assert(
      property(sides, constantFrom(...frameRatios), (image, name) => {
        const [across = 1, down = 1] = name.split(':').map(Number)
        const { left, top, right, bottom } = marginsOf(frameForRatio(image, across / down), image)
        expect(Math.min(left, top, right, bottom)).toBeGreaterThanOrEqual(0)
        expect(Math.abs(left - right)).toBeLessThanOrEqual(1)
        expect(Math.abs(top - bottom)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('marginsOf and frameOfMargins', () => {
  it('convert between a frame and its margins', () => {
    const frame = { x: -50, y: 20, widthPx: 700, heightPx: 400 }
    const margins = { left: 50, top: -20, right: 50, bottom: 20 }
    expect(marginsOf(frame, size)).toEqual(margins)
    expect(frameOfMargins(margins, size)).toEqual(frame)
  })

  it('treat zero margins as no frame', () => {
    const none = { left: 0, top: 0, right: 0, bottom: 0 }
    expect(marginsOf(null, size)).toEqual(none)
    expect(marginsOf({ x: 0, y: 0, ...size }, size)).toEqual(none)
    expect(frameOfMargins(none, size)).toBeNull()
  })
})
