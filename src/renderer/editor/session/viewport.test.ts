import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Turn } from './turn.ts'
import * as viewport from './viewport.ts'

const image = { widthPx: 6000, heightPx: 4000 }
/** Whether image and view overlap: some sample point of the image is in the view. */
function isInSight(shown: viewport.Viewport, view: viewport.ViewSize): boolean {
  const steps = Array.from({ length: 400 }, (_, i) => i / 399)
  return steps.some((across) =>
    steps.some((down) => {
      const { x, y } = viewport.toScreen(shown, { x: across * image.widthPx, y: down * image.heightPx })
      return x >= 0 && y >= 0 && x <= view.widthPx && y <= view.heightPx
    }),
  )
}

const ratios = [1, 1.25, 1.5, 1.75, 2, 3]

describe.each(ratios)('viewport at %d device pixels per CSS pixel', (dpr) => {
  const view = { widthPx: Math.round(1101 * dpr), heightPx: Math.round(733 * dpr), dpr }

  it('maps the pointer to the pixel drawn under it', () => {
    const zoom = fc.double({ min: 0.02, max: 64, noNaN: true })
    const pan = fc.integer({ min: -3000, max: 3000 })
    fc.assert(
      fc.property(zoom, pan, pan, fc.nat(1100), fc.nat(732), (scale, byX, byY, cssX, cssY) => {
        const fitted = viewport.fit(view, image)
        const zoomed = viewport.zoomAt(fitted, view, image, { x: 300, y: 200 }, scale)
        const moved = viewport.panBy(zoomed, view, image, byX / 7, byY / 7)
        const screen = viewport.cssToScreen(view, { x: cssX, y: cssY })
        const back = viewport.toScreen(moved, viewport.toImage(moved, screen))
        expect(back.x).toBeCloseTo(cssX * dpr, 6)
        expect(back.y).toBeCloseTo(cssY * dpr, 6)
      }),
    )
  })

  it('keeps the point under the pointer when zooming, within device pixel rounding', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 40, noNaN: true }), fc.nat(1000), fc.nat(700), (scale, x, y) => {
        const start = viewport.zoomAt(viewport.fit(view, image), view, image, { x: 500, y: 300 }, 1)
        const at = viewport.toImage(start, { x, y })
        const next = viewport.zoomAt(start, view, image, { x, y }, scale)
        const isFree = viewport.toScreen(next, { x: 0, y: 0 }).x < 0 && viewport.toScreen(next, { x: 0, y: 0 }).y < 0
        fc.pre(
          isFree && next.originX + 6000 * next.zoom > view.widthPx && next.originY + 4000 * next.zoom > view.heightPx,
        )
        const screenPoint = viewport.toScreen(next, at)
        expect(Math.abs(screenPoint.x - x)).toBeLessThanOrEqual(0.5 + 0.5 * Math.max(1, scale))
        expect(Math.abs(screenPoint.y - y)).toBeLessThanOrEqual(0.5 + 0.5 * Math.max(1, scale))
      }),
    )
  })

  it('shows one image pixel on one device pixel at 100 %', () => {
    const actual = viewport.actualSize(viewport.fit(view, image), view, image)
    const a = viewport.toImage(actual, viewport.cssToScreen(view, { x: 100, y: 100 }))
    const b = viewport.toImage(actual, viewport.cssToScreen(view, { x: 200, y: 100 }))
    expect(b.x - a.x).toBeCloseTo(100 * dpr)
  })

  it('fits the whole image with a margin', () => {
    const fitted = viewport.fit(view, image)
    const from = viewport.toScreen(fitted, { x: 0, y: 0 })
    const to = viewport.toScreen(fitted, { x: image.widthPx, y: image.heightPx })
    expect(Math.min(from.y, view.widthPx - to.x, view.heightPx - to.y)).toBeGreaterThanOrEqual(23 * dpr)
    // The tools cover the left edge of the view.
    expect(from.x).toBeGreaterThanOrEqual(67 * dpr)
    expect(viewport.visibleRect(fitted, view, image)).toEqual({ x: 0, y: 0, ...image })
  })
})

const turns = fc.record({
  rotationDeg: fc.oneof(fc.constantFrom(0, 90, 180, -90), fc.double({ min: -179.9, max: 180, noNaN: true })),
  isMirrored: fc.boolean(),
})

describe('a rotated and mirrored viewport', () => {
  const view = { widthPx: 1600, heightPx: 1000, dpr: 1.25 }
  const positions = fc.record({
    turn: turns,
    zoom: fc.integer({ min: -50, max: 60 }).map((power) => 2 ** (power / 10)),
    pan: fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 })),
    screen: fc.record({ x: fc.integer({ min: 0, max: 1600 }), y: fc.integer({ min: 0, max: 1000 }) }),
  })
  const start = ({ turn, zoom, pan }: { turn: Turn; zoom: number; pan: [number, number] }) => {
    const zoomed = viewport.zoomAt(viewport.fit(view, image, turn), view, image, { x: 700, y: 300 }, zoom)
    return viewport.panBy(zoomed, view, image, pan[0] / 7, pan[1] / 7)
  }

  it('maps the pointer to the pixel drawn under it when rotated', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const moved = start(position)
        const back = viewport.toScreen(moved, viewport.toImage(moved, position.screen))
        expect(back.x).toBeCloseTo(position.screen.x, 6)
        expect(back.y).toBeCloseTo(position.screen.y, 6)
      }),
    )
  })

  it('keeps the point under the pointer when zooming', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 3, max: 30 }), (position, tenths) => {
        const moved = start(position)
        const at = viewport.toImage(moved, position.screen)
        const next = viewport.zoomAt(moved, view, image, position.screen, (moved.zoom * tenths) / 10)
        // A point closer to an edge than the margin kept visible may be moved to keep that margin.
        const { widthPx, heightPx } = image
        const toImageEdge = Math.min(at.x, at.y, widthPx - at.x, heightPx - at.y) * next.zoom
        const { x, y } = position.screen
        fc.pre(Math.min(toImageEdge, x, y, view.widthPx - x, view.heightPx - y) > 90)
        const shown = viewport.toScreen(next, at)
        const rounding = 0.5 + 0.5 * Math.max(1, next.zoom / moved.zoom)
        expect(Math.hypot(shown.x - position.screen.x, shown.y - position.screen.y)).toBeLessThan(2 * rounding)
      }),
    )
  })

  it('rotates and mirrors about the center of the view', () => {
    fc.assert(
      fc.property(positions, turns, (position, turn) => {
        const moved = start(position)
        const middle = viewport.toImage(moved, { x: 800, y: 500 })
        fc.pre(middle.x > 0 && middle.y > 0 && middle.x < image.widthPx && middle.y < image.heightPx)
        const shown = viewport.toScreen(viewport.turned(moved, view, image, turn), middle)
        expect(Math.hypot(shown.x - 800, shown.y - 500)).toBeLessThan(1.5)
      }),
    )
  })

  it('keeps the image in view at any rotation and pan', () => {
    fc.assert(
      fc.property(turns, fc.double({ min: 0, max: 6.28, noNaN: true }), (turn, angle) => {
        const fitted = viewport.fit(view, image, turn)
        const panned = viewport.panBy(fitted, view, image, 1e5 * Math.cos(angle), 1e5 * Math.sin(angle))
        expect(isInSight(panned, view)).toBe(true)
      }),
    )
  })

  it('fits the whole rotated image with a margin', () => {
    fc.assert(
      fc.property(turns, (turn) => {
        const fitted = viewport.fit(view, image, turn)
        for (const [x, y] of [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ] as const) {
          const corner = viewport.toScreen(fitted, { x: x * image.widthPx, y: y * image.heightPx })
          expect(Math.min(corner.x, corner.y, 1600 - corner.x, 1000 - corner.y)).toBeGreaterThanOrEqual(29)
        }
        expect(viewport.visibleRect(fitted, view, image)).toEqual({ x: 0, y: 0, ...image })
      }),
    )
  })

  it('includes every visible pixel in the visible rectangle', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const moved = start(position)
        const at = viewport.toImage(moved, position.screen)
        fc.pre(at.x > 0 && at.y > 0 && at.x < image.widthPx && at.y < image.heightPx)
        const visible = viewport.visibleRect(moved, view, image)
        expect(at.x >= visible.x && at.x <= visible.x + visible.widthPx).toBe(true)
        expect(at.y >= visible.y && at.y <= visible.y + visible.heightPx).toBe(true)
      }),
    )
  })

  it('keeps pixels in place on screen when the document origin moves', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const moved = start(position)
        const before = viewport.toScreen(moved, { x: 100, y: 200 })
        const after = viewport.toScreen(viewport.contentMoved(moved, { x: 300, y: -50 }), { x: 400, y: 150 })
        expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1.5)
      }),
    )
  })
})

describe('viewport', () => {
  const view = { widthPx: 1000, heightPx: 800, dpr: 1 }

  it('fits and pans to a frame beyond the image', () => {
    const frame = { x: -2000, y: -500, widthPx: 9000, heightPx: 5000 }
    expect(viewport.visibleRect(viewport.fit(view, frame), view, frame)).toEqual(frame)
    const far = viewport.panBy(viewport.fit(view, frame), view, frame, 1e6, 0)
    expect(viewport.visibleRect(far, view, frame).widthPx).toBeGreaterThan(0)
  })

  it('never enlarges a small image to fit', () => {
    expect(viewport.fit(view, { widthPx: 50, heightPx: 50 }).zoom).toBe(1)
  })

  it('keeps the image in view however far it is panned', () => {
    const far = viewport.panBy(viewport.fit(view, image), view, image, 1e6, -1e6)
    const visible = viewport.visibleRect(far, view, image)
    expect(Math.min(visible.widthPx, visible.heightPx)).toBeGreaterThan(0)
  })

  it('keeps the center and the apparent size when the display scale changes', () => {
    const before = viewport.zoomAt(viewport.fit(view, image), view, image, { x: 100, y: 100 }, 1.5)
    const middle = viewport.toImage(before, { x: 500, y: 400 })
    const after = viewport.resized(before, view, { widthPx: 2000, heightPx: 1600, dpr: 2 })
    expect(after.zoom).toBe(3)
    expect(viewport.toImage(after, { x: 1000, y: 800 }).x).toBeCloseTo(middle.x, 0)
  })

  it('steps through zoom stops and ends at the limits', () => {
    expect(viewport.nextZoomStop(0.9, 1)).toBe(1)
    expect(viewport.nextZoomStop(1, 1)).toBe(1.5)
    expect(viewport.nextZoomStop(1, -1)).toBeCloseTo(2 / 3)
    expect(viewport.nextZoomStop(64, 1)).toBe(64)
  })
})
