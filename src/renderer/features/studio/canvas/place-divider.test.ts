import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toImage } from '../../../editor/session/viewport.ts'
import { placeDivider, startOfDivider } from './place-divider.ts'

const view = { widthPx: 1500, heightPx: 900, dpr: 1.5 }

describe('placeDivider', () => {
  it('centers the divider and spans the full height in an unrotated view', () => {
    const viewport = { zoom: 0.5, originX: 100, originY: 30, rotationDeg: 0, isMirrored: false }
    expect(placeDivider(viewport, view, 800)).toEqual({ left: 500 / 1.5, top: 300, lengthCssPx: 600 })
  })

  it('places the divider on its image column in any view', () => {
    const viewports = fc.record({
      zoom: fc.double({ min: 0.05, max: 8, noNaN: true }),
      originX: fc.integer({ min: -900, max: 900 }),
      originY: fc.integer({ min: -900, max: 900 }),
      rotationDeg: fc.integer({ min: -179, max: 180 }),
      isMirrored: fc.boolean(),
    })
    fc.assert(
      fc.property(viewports, fc.nat(4000), (viewport, atX) => {
        const { left, top } = placeDivider(viewport, view, atX)
        expect(toImage(viewport, { x: left * 1.5, y: top * 1.5 }).x).toBeCloseTo(atX, 5)
      }),
    )
  })
})

it('starts a comparison at the center of the mask, or in the middle without one', () => {
  const size = { widthPx: 1_000, heightPx: 500 }
  expect(startOfDivider({ maskBounds: { x: 100, y: 0, widthPx: 200, heightPx: 50 }, size })).toBe(0.2)
  expect(startOfDivider({ maskBounds: null, size })).toBe(0.5)
})
