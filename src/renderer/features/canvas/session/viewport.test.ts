import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as viewport from './viewport.ts'

const picture = { widthPx: 6000, heightPx: 4000 }
const ratios = [1, 1.25, 1.5, 1.75, 2, 3]

describe.each(ratios)('viewport at %d device pixels per CSS pixel', (dpr) => {
  const view = { widthPx: Math.round(1101 * dpr), heightPx: Math.round(733 * dpr), dpr }

  it('maps a pointer to the pixel that is drawn under it', () => {
    const zoom = fc.double({ min: 0.02, max: 64, noNaN: true })
    const pan = fc.integer({ min: -3000, max: 3000 })
    fc.assert(
      fc.property(zoom, pan, pan, fc.nat(1100), fc.nat(732), (scale, byX, byY, cssX, cssY) => {
        const fitted = viewport.fit(view, picture)
        const zoomed = viewport.zoomAt(fitted, view, picture, { x: 300, y: 200 }, scale)
        const moved = viewport.panBy(zoomed, view, picture, byX / 7, byY / 7)
        const screen = viewport.cssToScreen(view, { x: cssX, y: cssY })
        const back = viewport.toScreen(moved, viewport.toImage(moved, screen))
        expect(back.x).toBeCloseTo(cssX * dpr, 6)
        expect(back.y).toBeCloseTo(cssY * dpr, 6)
      }),
    )
  })

  it('keeps what is under the pointer when zooming, to within the rounding of one device pixel', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 40, noNaN: true }), fc.nat(1000), fc.nat(700), (scale, x, y) => {
        const start = viewport.zoomAt(viewport.fit(view, picture), view, picture, { x: 500, y: 300 }, 1)
        const at = viewport.toImage(start, { x, y })
        const next = viewport.zoomAt(start, view, picture, { x, y }, scale)
        const isFree = viewport.toScreen(next, { x: 0, y: 0 }).x < 0 && viewport.toScreen(next, { x: 0, y: 0 }).y < 0
        fc.pre(
          isFree && next.originX + 6000 * next.zoom > view.widthPx && next.originY + 4000 * next.zoom > view.heightPx,
        )
        const now = viewport.toScreen(next, at)
        expect(Math.abs(now.x - x)).toBeLessThanOrEqual(0.5 + 0.5 * Math.max(1, scale))
        expect(Math.abs(now.y - y)).toBeLessThanOrEqual(0.5 + 0.5 * Math.max(1, scale))
      }),
    )
  })

  it('shows one picture pixel on one device pixel at 100 %', () => {
    const actual = viewport.actualSize(viewport.fit(view, picture), view, picture)
    const a = viewport.toImage(actual, viewport.cssToScreen(view, { x: 100, y: 100 }))
    const b = viewport.toImage(actual, viewport.cssToScreen(view, { x: 200, y: 100 }))
    expect(b.x - a.x).toBeCloseTo(100 * dpr)
  })

  it('fits the whole picture with room around it', () => {
    const fitted = viewport.fit(view, picture)
    const from = viewport.toScreen(fitted, { x: 0, y: 0 })
    const to = viewport.toScreen(fitted, { x: picture.widthPx, y: picture.heightPx })
    expect(Math.min(from.x, from.y, view.widthPx - to.x, view.heightPx - to.y)).toBeGreaterThanOrEqual(23 * dpr)
    expect(viewport.visibleRect(fitted, view, picture)).toEqual({ x: 0, y: 0, ...picture })
  })
})

describe('viewport', () => {
  const view = { widthPx: 1000, heightPx: 800, dpr: 1 }

  it('never enlarges a small picture to fit', () => {
    expect(viewport.fit(view, { widthPx: 50, heightPx: 50 }).zoom).toBe(1)
  })

  it('never loses the picture', () => {
    const far = viewport.panBy(viewport.fit(view, picture), view, picture, 1e6, -1e6)
    const seen = viewport.visibleRect(far, view, picture)
    expect(Math.min(seen.widthPx, seen.heightPx)).toBeGreaterThan(0)
  })

  it('keeps the middle and the size to the eye when the display scale changes', () => {
    const before = viewport.zoomAt(viewport.fit(view, picture), view, picture, { x: 100, y: 100 }, 1.5)
    const middle = viewport.toImage(before, { x: 500, y: 400 })
    const after = viewport.resized(before, view, { widthPx: 2000, heightPx: 1600, dpr: 2 })
    expect(after.zoom).toBe(3)
    expect(viewport.toImage(after, { x: 1000, y: 800 }).x).toBeCloseTo(middle.x, 0)
  })

  it('steps through round zooms and stops at the ends', () => {
    expect(viewport.nextZoomStop(0.9, 1)).toBe(1)
    expect(viewport.nextZoomStop(1, 1)).toBe(1.5)
    expect(viewport.nextZoomStop(1, -1)).toBeCloseTo(2 / 3)
    expect(viewport.nextZoomStop(64, 1)).toBe(64)
  })
})
