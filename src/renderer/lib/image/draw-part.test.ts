import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPart, toSheetRect, type Context2d } from './draw-part.ts'

const zooms = fc.integer({ min: -50, max: 60 }).map((power) => 2 ** (power / 10))

describe('toSheetRect', () => {
  it('leaves neither gap nor overlap between neighbors', () => {
    fc.assert(
      fc.property(zooms, fc.nat(9000), fc.nat(500), fc.nat(500), (zoom, x, first, second) => {
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
    const context = { drawImage: (...args: unknown[]) => void calls.push(args) } as unknown as Context2d
    drawPart(context, zoom, { image, rect, scaleX: scale, scaleY: scale }, part)
    return calls.flatMap((call) => call.slice(1) as number[])
  }

  it('copies whole source pixels to their place on the sheet', () => {
    const rect = { x: 512, y: 0, widthPx: 512, heightPx: 512 }
    expect(drawn(2, rect, 1, { x: 600, y: 10, widthPx: 50, heightPx: 20 })).toEqual([88, 10, 50, 20, 1200, 20, 100, 40])
    const part = { x: 601, y: 3, widthPx: 10, heightPx: 10 }
    expect(drawn(0.25, { ...rect, widthPx: 2048, heightPx: 2048 }, 0.25, part)).toEqual([22, 0, 3, 4, 150, 0, 3, 4])
  })

  it('clips to the image edge, even within a source pixel', () => {
    const rect = { x: 0, y: 0, widthPx: 5, heightPx: 3 }
    expect(drawn(4, rect, 0.25, rect)).toEqual([0, 0, 1.25, 0.75, 0, 0, 20, 12])
  })

  it('draws nothing outside the tile', () => {
    const rect = { x: 0, y: 0, widthPx: 5, heightPx: 3 }
    expect(drawn(1, rect, 1, { x: 5, y: 0, widthPx: 9, heightPx: 9 })).toEqual([])
  })
})
