import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actualZoom, fitScale, fitted, panCameraBy, imagePointAt, planeOf, zoomCameraAt } from './camera.ts'

const tile = { widthPx: 600, heightPx: 400 }
const sizes = fc.record({ widthPx: fc.integer({ min: 40, max: 8000 }), heightPx: fc.integer({ min: 40, max: 8000 }) })

describe('camera', () => {
  it('initially shows the whole image, centered', () => {
    expect(planeOf(fitted, tile, { widthPx: 300, heightPx: 400 })).toEqual({
      left: 150,
      top: 0,
      widthPx: 300,
      heightPx: 400,
    })
  })

  it('maps a point to the same position in images of equal shape but different size', () => {
    const [small, large] = [
      { widthPx: 300, heightPx: 200 },
      { widthPx: 6000, heightPx: 4000 },
    ]
    const at = { x: 137, y: 311 }
    const camera = zoomCameraAt(fitted, tile, large, at, 7)
    const [one, other] = [imagePointAt(camera, tile, small, at), imagePointAt(camera, tile, large, at)]
    expect(one.x).toBeCloseTo(other.x, 9)
    expect(one.y).toBeCloseTo(other.y, 9)
  })

  it('keeps the image point under the pointer fixed while zooming in', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 1, max: 6, noNaN: true }), (image, zoom) => {
        const at = { x: tile.widthPx / 2 + 20, y: tile.heightPx / 2 - 13 }
        const before = zoomCameraAt(fitted, tile, image, { x: 300, y: 200 }, zoom)
        const next = zoomCameraAt(before, tile, image, at, before.zoom * 1.2)
        const { widthPx, heightPx } = planeOf(next, tile, image)
        const [previous, current] = [imagePointAt(before, tile, image, at), imagePointAt(next, tile, image, at)]
        // An axis that does not fill its tile stays centered.
        if (widthPx > tile.widthPx * 1.4) expect(current.x).toBeCloseTo(previous.x, 6)
        if (heightPx > tile.heightPx * 1.4) expect(current.y).toBeCloseTo(previous.y, 6)
      }),
    )
  })

  it('never pans an image out of its tile', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: -9000, max: 9000 }), (image, by) => {
        const near = zoomCameraAt(fitted, tile, image, { x: 300, y: 200 }, 3)
        const { left, top, widthPx, heightPx } = planeOf(panCameraBy(near, tile, image, { x: by, y: -by }), tile, image)
        if (widthPx >= tile.widthPx) expect(left).toBeLessThan(0.001)
        if (heightPx >= tile.heightPx) expect(top + heightPx).toBeGreaterThan(tile.heightPx - 0.001)
      }),
    )
  })

  it('calculates the zoom that shows image pixels 1:1 with device pixels', () => {
    const image = { widthPx: 1200, heightPx: 800 }
    expect(fitScale(tile, image) * actualZoom(tile, image, 2)).toBeCloseTo(0.5)
  })
})
