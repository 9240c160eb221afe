import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { CanvasDoc, LayerEntry } from '../document/model.ts'
import type { Raster } from '../document/raster.ts'
import { createDocumentPixels, drawOver } from './document-pixels.ts'

const baseId = assetIdSchema.parse('A'.repeat(26))
const { signal } = new AbortController()

/** Pixel (x, y) of the base. */
const baseAt = (x: number, y: number): readonly number[] => [x & 255, y & 255, (x >> 8) * 16 + (y >> 8), 255]

const requested: Rect[] = []
beforeEach(() => {
  requested.length = 0
  // Node has no ImageData.
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray
      constructor(data: Uint8ClampedArray) {
        this.data = data
      }
    },
  )
  vi.stubGlobal('fetch', async (url: string) => {
    const query = new URL(url).searchParams
    const [x, y, widthPx, heightPx] = ['x', 'y', 'w', 'h'].map((name) => Number(query.get(name)))
    requested.push({ x: x!, y: y!, widthPx: widthPx!, heightPx: heightPx! })
    const bytes: number[] = []
    for (let row = 0; row < heightPx!; row++) {
      for (let column = 0; column < widthPx!; column++) bytes.push(...baseAt(x! + column, y! + row))
    }
    return new Response(Uint8Array.from(bytes))
  })
})
afterEach(() => vi.unstubAllGlobals())

const raster = {
  isEmpty: () => false,
  read: (_ref: unknown, { widthPx, heightPx }: Rect) =>
    Uint8Array.from({ length: widthPx * heightPx * 4 }, (_, i) => [9, 8, 7, 255][i % 4]!),
} as unknown as Raster

function docWith(layers: readonly LayerEntry[]): CanvasDoc {
  const size = { widthPx: 5000, heightPx: 5000 }
  return { size, baseId, layers } as unknown as CanvasDoc
}

const paint = (change: Partial<LayerEntry>): LayerEntry =>
  ({ kind: 'paint', id: 'paint-1', isVisible: true, opacity: 1, pixels: {}, ...change }) as LayerEntry

describe('createDocumentPixels', () => {
  it('reads the exact base pixels, large areas in blocks', async () => {
    const area = { x: 700, y: 300, widthPx: 1500, heightPx: 1100 }
    const pixels = await createDocumentPixels(raster).read(docWith([paint({})]), area, 'base', signal)
    expect(requested).toHaveLength(4)
    for (const [x, y] of [
      [700, 300],
      [1723, 1323],
      [1724, 1324],
      [2199, 1399],
    ] as const) {
      const at = ((y - 300) * 1500 + x - 700) * 4
      expect([...pixels.subarray(at, at + 4)]).toEqual(baseAt(x, y))
    }
  })

  it('composites visible layers over the base', async () => {
    const area = { x: 10, y: 20, widthPx: 1, heightPx: 1 }
    const reader = createDocumentPixels(raster)
    const visible = async (change: Partial<LayerEntry>) => [
      ...(await reader.read(docWith([paint(change)]), area, 'all', signal)),
    ]
    expect(await visible({})).toEqual([9, 8, 7, 255])
    expect(await visible({ isVisible: false })).toEqual([10, 20, 0, 255])
    expect(await visible({ opacity: 0 })).toEqual([10, 20, 0, 255])
  })

  it('rejects with a media error for an unreadable image and with a cancellation when aborted', async () => {
    vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }))
    const area = { x: 0, y: 0, widthPx: 1, heightPx: 1 }
    const reading = createDocumentPixels(raster).read(docWith([]), area, 'base', signal)
    await expect(reading).rejects.toMatchObject({ code: 'media/undecodable' })
    const stop = new AbortController()
    stop.abort()
    const aborted = createDocumentPixels(raster).read(docWith([]), area, 'base', stop.signal)
    await expect(aborted).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})

function composited(pixel: readonly number[], layer: readonly number[], opacity = 1): number[] {
  const pixels = Uint8ClampedArray.from(pixel)
  drawOver(pixels, Uint8Array.from(layer), opacity)
  return [...pixels]
}

describe('drawOver', () => {
  it.each([
    ['replaces an opaque pixel with an opaque one', [1, 2, 3, 255], [200, 100, 50, 255], 1, [200, 100, 50, 255]],
    ['blends by the layer alpha', [0, 0, 0, 255], [200, 100, 50, 128], 1, [100, 50, 25, 255]],
    ['blends by the layer opacity', [0, 0, 0, 255], [200, 100, 50, 255], 0.5, [100, 50, 25, 255]],
    ['leaves a pixel under a transparent one unchanged', [7, 9, 11, 1], [200, 100, 50, 0], 1, [7, 9, 11, 1]],
    ['copies the layer over a transparent pixel', [7, 9, 11, 0], [200, 100, 50, 51], 1, [200, 100, 50, 51]],
    ['accumulates alpha over a translucent pixel', [0, 0, 0, 128], [255, 255, 255, 128], 1, [170, 170, 170, 192]],
  ])('%s', (_, pixel, layer, opacity, expected) => expect(composited(pixel, layer, opacity)).toEqual(expected))
})
