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

const stage = { widthPx: 1_000, heightPx: 800, marginPx: 20 }
const large = { widthPx: 6_000, heightPx: 4_000 }
const small = { widthPx: 60, heightPx: 40 }
const middle = { x: 500, y: 400 }

describe('fitted', () => {
  it('is all of it, in the middle', () => {
    expect(fittedZoom(stage, large)).toBeCloseTo(0.16)
    expect(placeInView(null, stage, large)).toEqual({ zoom: 0.16, originX: 20, originY: 80 })
    expect(placeInView(null, stage, small)).toEqual({ zoom: 1, originX: 470, originY: 380 })
  })

  it('enlarges only what could not be seen', () => {
    expect(fittedZoom(stage, { widthPx: 1, heightPx: 1 })).toBe(48)
    expect(fittedZoom(stage, { widthPx: 20, heightPx: 9 })).toBe(3)
    expect(fittedZoom({ widthPx: 60, heightPx: 60, marginPx: 20 }, { widthPx: 4, heightPx: 4 })).toBe(5)
    expect(fittedZoom(stage, { widthPx: 48, heightPx: 2 })).toBe(1)
  })
})

describe('zoomTo', () => {
  it('keeps what is under the pointer there, wherever the image is larger than the stage', () => {
    const place = fc.record({ x: fc.integer({ min: 450, max: 550 }), y: fc.integer({ min: 350, max: 450 }) })
    const zooms = fc.double({ min: 0.5, max: 60, noNaN: true })
    fc.assert(
      fc.property(place, zooms, zooms, (at, first, second) => {
        const before = zoomTo(null, stage, large, middle, first)
        const was = viewToImage(placeInView(before, stage, large), at)
        const after = zoomTo(before, stage, large, at, second)
        const is = viewToImage(placeInView(after, stage, large), at)
        // Origins are rounded to whole device pixels.
        const zoom = Math.min(first, second)
        expect(Math.hypot(is.x - was.x, is.y - was.y)).toBeLessThanOrEqual(3 / zoom)
      }),
    )
  })

  it('keeps it there in small steps from fitted on, with room beside the image too', () => {
    const inImage = fc.record({ x: fc.integer({ min: 25, max: 975 }), y: fc.integer({ min: 85, max: 715 }) })
    fc.assert(
      fc.property(inImage, fc.integer({ min: 2, max: 12 }), (at, steps) => {
        const was = viewToImage(placeInView(null, stage, large), at)
        let view: ImageView = null
        for (let step = 1; step <= steps; step++) view = zoomTo(view, stage, large, at, 0.16 * 1.2 ** step)
        const is = viewToImage(placeInView(view, stage, large), at)
        // Origins are rounded to whole device pixels at every step.
        expect(Math.hypot(is.x - was.x, is.y - was.y)).toBeLessThanOrEqual((steps + 1) / 0.16)
      }),
    )
  })

  it('ends at fitted and at 6400 %', () => {
    const close = zoomTo(null, stage, large, middle, 1_000)
    expect(close?.zoom).toBe(64)
    expect(zoomTo(close, stage, large, middle, 0.01)).toBeNull()
  })
})

describe('panBy', () => {
  it('stops where the edge is in the middle of the stage, and moves back from there at once', () => {
    const view = zoomTo(null, stage, large, middle, 1)
    const atEdge = panImageBy(view, stage, large, { x: 1e6, y: 0 })
    expect(placeInView(atEdge, stage, large).originX).toBe(500)
    expect(placeInView(panImageBy(atEdge, stage, large, { x: -10, y: 0 }), stage, large).originX).toBe(490)
  })

  it('moves nothing that is fitted', () => {
    expect(panImageBy(null, stage, large, { x: 5, y: 5 })).toBeNull()
  })
})

describe('toggleZoom', () => {
  it('goes from fitted to every pixel and back', () => {
    const view = toggleZoom(null, stage, large, middle)
    expect(view?.zoom).toBe(1)
    expect(toggleZoom(view, stage, large, middle)).toBeNull()
  })

  it('makes a small image as large as the stage', () => {
    expect(toggleZoom(null, stage, small, middle)?.zoom).toBeCloseTo(16)
  })
})

it('steps through round zooms until all is in sight', () => {
  const zooms: (number | null)[] = []
  let view: ImageView = null
  for (let at = 0; at < 4; at++) {
    view = stepZoom(view, stage, large, 1)
    zooms.push(view?.zoom ?? null)
  }
  for (let at = 0; at < 4; at++) {
    view = stepZoom(view, stage, large, -1)
    zooms.push(view?.zoom ?? null)
  }
  expect(zooms).toEqual([1 / 6, 1 / 4, 1 / 3, 1 / 2, 1 / 3, 1 / 4, 1 / 6, null])
})
