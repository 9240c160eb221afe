import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import { placedPart, placementMatrix } from './placement.ts'

const size = { widthPx: 400, heightPx: 200 }
const plain: Placement = {
  centreX: 1000,
  centreY: 500,
  scaleX: 1,
  scaleY: 1,
  rotationDeg: 0,
  isFlippedX: false,
  isFlippedY: false,
}

function placed(placement: Placement, x: number, y: number): readonly number[] {
  const [a, b, c, d, e, f] = placementMatrix(placement, size)
  return [a * x + c * y + e, b * x + d * y + f].map((value) => Math.round(value * 1e6) / 1e6 + 0)
}

describe('placementMatrix', () => {
  it('maps the image center to the placement center', () => {
    const turned = { ...plain, rotationDeg: 37, scaleX: 0.3, scaleY: 2, isFlippedX: true }
    expect(placed(turned, 200, 100)).toEqual([1000, 500])
  })

  it.each([
    ['unchanged', plain, [800, 400]],
    ['scaled', { ...plain, scaleX: 0.5, scaleY: 2 }, [900, 300]],
    ['mirrored', { ...plain, isFlippedX: true }, [1200, 400]],
    ['upside down', { ...plain, isFlippedY: true }, [800, 600]],
    ['rotated clockwise', { ...plain, rotationDeg: 90 }, [1100, 300]],
    ['flipped, then rotated', { ...plain, rotationDeg: 90, isFlippedX: true }, [1100, 700]],
  ])('maps the top left corner: %s', (_, placement, corner) => {
    expect(placed(placement, 0, 0)).toEqual(corner)
  })
})

describe('placedPart', () => {
  it('includes every pixel visible in the area', () => {
    const placements = fc.record({
      centreX: fc.constant(1000),
      centreY: fc.constant(500),
      scaleX: fc.double({ min: 0.1, max: 5, noNaN: true }),
      scaleY: fc.double({ min: 0.1, max: 5, noNaN: true }),
      rotationDeg: fc.integer({ min: -180, max: 180 }),
      isFlippedX: fc.boolean(),
      isFlippedY: fc.boolean(),
    })
    const area = { x: 900, y: 450, widthPx: 300, heightPx: 200 }
    fc.assert(
      fc.property(placements, fc.nat(399), fc.nat(199), (placement, x, y) => {
        const [shownX, shownY] = placed(placement, x + 0.5, y + 0.5)
        fc.pre(shownX! >= 900 && shownX! <= 1200 && shownY! >= 450 && shownY! <= 650)
        const part = placedPart(placement, size, area)
        expect(x >= part.x && x < part.x + part.widthPx && y >= part.y && y < part.y + part.heightPx).toBe(true)
      }),
    )
  })

  it('is empty for an area outside the image', () => {
    expect(placedPart(plain, size, { x: 0, y: 0, widthPx: 700, heightPx: 900 }).widthPx).toBe(0)
  })
})
