import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fittedZoom,
  panImageBy,
  placeInView,
  stepZoom,
  toggleZoom,
  viewToImage,
  zoomTo,
  type ImageView,
} from './image-view.ts'

const area = { widthPx: 1_000, heightPx: 800, marginPx: 20 }
const large = { widthPx: 6_000, heightPx: 4_000 }
const small = { widthPx: 60, heightPx: 40 }
const middle = { x: 500, y: 400 }

describe('fit', () => {
  it('shows the whole image, centered', () => {
    expect(fittedZoom(area, large)).toBeCloseTo(0.16)
    expect(placeInView(null, area, large)).toEqual({ zoom: 0.16, originX: 20, originY: 80 })
    expect(placeInView(null, area, small)).toEqual({ zoom: 1, originX: 470, originY: 380 })
  })

  it('enlarges only images that are too small to see', () => {
    expect(fittedZoom(area, { widthPx: 1, heightPx: 1 })).toBe(48)
    expect(fittedZoom(area, { widthPx: 20, heightPx: 9 })).toBe(3)
    expect(fittedZoom({ widthPx: 60, heightPx: 60, marginPx: 20 }, { widthPx: 4, heightPx: 4 })).toBe(5)
    expect(fittedZoom(area, { widthPx: 48, heightPx: 2 })).toBe(1)
  })
})

describe('zoomTo', () => {
  it('keeps the point under the pointer fixed where the image is larger than the view', () => {
    const place = fc.record({ x: fc.integer({ min: 450, max: 550 }), y: fc.integer({ min: 350, max: 450 }) })
    const zooms = fc.double({ min: 0.5, max: 60, noNaN: true })
    fc.assert(
      fc.property(place, zooms, zooms, (at, first, second) => {
        const before = zoomTo(null, area, large, middle, first)
        const previousPoint = viewToImage(placeInView(before, area, large), at)
        const after = zoomTo(before, area, large, at, second)
        const currentPoint = viewToImage(placeInView(after, area, large), at)
        // Origins are rounded to whole device pixels.
        const zoom = Math.min(first, second)
        expect(Math.hypot(currentPoint.x - previousPoint.x, currentPoint.y - previousPoint.y)).toBeLessThanOrEqual(
          3 / zoom,
        )
      }),
    )
  })

  it('keeps that point fixed in small steps from fit, even with space beside the image', () => {
    const inImage = fc.record({ x: fc.integer({ min: 25, max: 975 }), y: fc.integer({ min: 85, max: 715 }) })
    fc.assert(
      fc.property(inImage, fc.integer({ min: 2, max: 12 }), (at, steps) => {
        const previousPoint = viewToImage(placeInView(null, area, large), at)
        let view: ImageView = null
        for (let step = 1; step <= steps; step++) view = zoomTo(view, area, large, at, 0.16 * 1.2 ** step)
        const currentPoint = viewToImage(placeInView(view, area, large), at)
        // Origins are rounded to whole device pixels at every step.
        expect(Math.hypot(currentPoint.x - previousPoint.x, currentPoint.y - previousPoint.y)).toBeLessThanOrEqual(
          (steps + 1) / 0.16,
        )
      }),
    )
  })

  it('is limited to between fit and 6400 %', () => {
    const close = zoomTo(null, area, large, middle, 1_000)
    expect(close?.zoom).toBe(64)
    expect(zoomTo(close, area, large, middle, 0.01)).toBeNull()
  })
})

describe('panImageBy', () => {
  it('stops when the image edge reaches the center of the view, and reverses at once', () => {
    const view = zoomTo(null, area, large, middle, 1)
    const atEdge = panImageBy(view, area, large, { x: 1e6, y: 0 })
    expect(placeInView(atEdge, area, large).originX).toBe(500)
    expect(placeInView(panImageBy(atEdge, area, large, { x: -10, y: 0 }), area, large).originX).toBe(490)
  })

  it('does not move a fitted image', () => {
    expect(panImageBy(null, area, large, { x: 5, y: 5 })).toBeNull()
  })
})

describe('toggleZoom', () => {
  it('switches between fit and 100 %', () => {
    const view = toggleZoom(null, area, large, middle)
    expect(view?.zoom).toBe(1)
    expect(toggleZoom(view, area, large, middle)).toBeNull()
  })

  it('enlarges a small image to fill the view', () => {
    expect(toggleZoom(null, area, small, middle)?.zoom).toBeCloseTo(16)
  })
})

it('steps through round zoom levels until the whole image fits', () => {
  const zooms: (number | null)[] = []
  let view: ImageView = null
  for (let at = 0; at < 4; at++) {
    view = stepZoom(view, area, large, 1)
    zooms.push(view?.zoom ?? null)
  }
  for (let at = 0; at < 4; at++) {
    view = stepZoom(view, area, large, -1)
    zooms.push(view?.zoom ?? null)
  }
  expect(zooms).toEqual([1 / 6, 1 / 4, 1 / 3, 1 / 2, 1 / 3, 1 / 4, 1 / 6, null])
})
