import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toScreen, type Viewport } from '../session/viewport.ts'
import { sheetMatrix } from './sheet.ts'

const viewports = fc.record({
  zoom: fc.integer({ min: -50, max: 60 }).map((power) => 2 ** (power / 10)),
  originX: fc.double({ min: -5000, max: 5000, noNaN: true }),
  originY: fc.double({ min: -5000, max: 5000, noNaN: true }),
  rotationDeg: fc.oneof(fc.constantFrom(0, 90, 180, -90), fc.integer({ min: -179, max: 180 })),
  isMirrored: fc.boolean(),
})

describe('sheetMatrix', () => {
  it('maps image points like the viewport does', () => {
    fc.assert(
      fc.property(viewports, fc.integer({ min: 0, max: 9000 }), fc.nat(9000), (viewport, x, y) => {
        const { a, b, c, d, e, f } = sheetMatrix(viewport, viewport.zoom) as Required<DOMMatrix2DInit>
        const screen = toScreen(viewport, { x, y })
        expect(a * x + c * y + e).toBeCloseTo(screen.x, 5)
        expect(b * x + d * y + f).toBeCloseTo(screen.y, 5)
      }),
    )
  })

  it('consists of integers at right angles', () => {
    const viewport: Viewport = { zoom: 0.37, originX: 10.4, originY: -3.6, rotationDeg: -90, isMirrored: true }
    expect(Object.values(sheetMatrix(viewport)).map((value) => value + 0)).toEqual([0, 1, 1, 0, 10, -4])
  })
})
