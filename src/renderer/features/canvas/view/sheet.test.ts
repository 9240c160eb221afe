import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toScreen, type Viewport } from '../session/viewport.ts'
import { drawPart, sheetMatrix, toSheetRect, type Context2d } from './sheet.ts'

const viewports = fc.record({
  zoom: fc.integer({ min: -50, max: 60 }).map((power) => 2 ** (power / 10)),
  originX: fc.double({ min: -5000, max: 5000, noNaN: true }),
  originY: fc.double({ min: -5000, max: 5000, noNaN: true }),
  rotationDeg: fc.oneof(fc.constantFrom(0, 90, 180, -90), fc.integer({ min: -179, max: 180 })),
  isMirrored: fc.boolean(),
})

describe('sheetMatrix', () => {
  it('draws each place of the picture where the pointer finds it', () => {
    fc.assert(
      fc.property(viewports, fc.integer({ min: 0, max: 9000 }), fc.nat(9000), (viewport, x, y) => {
        const { a, b, c, d, e, f } = sheetMatrix(viewport, viewport.zoom) as Required<DOMMatrix2DInit>
        const screen = toScreen(viewport, { x, y })
        expect(a * x + c * y + e).toBeCloseTo(screen.x, 5)
        expect(b * x + d * y + f).toBeCloseTo(screen.y, 5)
      }),
    )
  })

  it('is of whole numbers at right angles', () => {
    const viewport: Viewport = { zoom: 0.37, originX: 10.4, originY: -3.6, rotationDeg: -90, isMirrored: true }
    expect(Object.values(sheetMatrix(viewport)).map((value) => value + 0)).toEqual([0, 1, 1, 0, 10, -4])
  })
})

describe('toSheetRect', () => {
  it('leaves no gap and no overlap between neighbours', () => {
    fc.assert(
      fc.property(viewports, fc.nat(9000), fc.nat(500), fc.nat(500), ({ zoom }, x, first, second) => {
        const a = toSheetRect(zoom, { x, y: 0, widthPx: first, heightPx: 1 })
        const b = toSheetRect(zoom, { x: x + first, y: 0, widthPx: second, heightPx: 1 })
        expect(a.x + a.widthPx).toBe(b.x)
      }),
    )
  })
})

describe('drawPart', () => {
  const image = {} as CanvasImageSource
  function drawn(zoom: number, rect: Parameters<typeof toSheetRect>[1], scale: number, part: typeof rect): number[] {
    const calls: unknown[][] = []
    const context = { drawImage: (...given: unknown[]) => void calls.push(given) } as unknown as Context2d
    drawPart(context, zoom, { image, rect, scaleX: scale, scaleY: scale }, part)
    return calls.flatMap((call) => call.slice(1) as number[])
  }

  it('takes whole pixels of the image, and puts them where they belong', () => {
    const rect = { x: 512, y: 0, widthPx: 512, heightPx: 512 }
    expect(drawn(2, rect, 1, { x: 600, y: 10, widthPx: 50, heightPx: 20 })).toEqual([88, 10, 50, 20, 1200, 20, 100, 40])
    const part = { x: 601, y: 3, widthPx: 10, heightPx: 10 }
    expect(drawn(0.25, { ...rect, widthPx: 2048, heightPx: 2048 }, 0.25, part)).toEqual([22, 0, 3, 4, 150, 0, 3, 4])
  })

  it('ends where the picture ends, in the middle of a pixel of the image if need be', () => {
    const rect = { x: 0, y: 0, widthPx: 5, heightPx: 3 }
    expect(drawn(4, rect, 0.25, rect)).toEqual([0, 0, 1.25, 0.75, 0, 0, 20, 12])
  })

  it('draws nothing of what it does not show', () => {
    const rect = { x: 0, y: 0, widthPx: 5, heightPx: 3 }
    expect(drawn(1, rect, 1, { x: 5, y: 0, widthPx: 9, heightPx: 9 })).toEqual([])
  })
})
