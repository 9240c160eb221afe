import { describe, expect, it } from 'vitest'
import type { RasterRef } from '../../document/model.ts'
import { ellipseSource } from '../shapes/ellipse-source.ts'
import { rectSource } from '../shapes/rect-source.ts'
import { TileRaster } from '../tile-raster.ts'
import { blur, type RefineOperation } from './refine-tiles.ts'
import { dilate, erode } from './dilate.ts'
import { fillHoles } from './fill-holes.ts'
import { refine } from './refine.ts'
import { smooth } from './smooth.ts'

const raster = new TileRaster()
const size = { widthPx: 1_400, heightPx: 600 }
const whole = { x: 0, y: 0, ...size }
const none = new AbortController().signal

/** Across block borders and the image's edge, with a hole, hard and soft. */
const ring = (() => {
  const outer = raster.combine(
    raster.empty(size, 1),
    ellipseSource({ x: 800, y: 60, widthPx: 500, heightPx: 420 }, true),
    'add',
  )
  const holed = raster.combine(outer, ellipseSource({ x: 950, y: 150, widthPx: 200, heightPx: 200 }, true), 'subtract')
  return raster.combine(holed, rectSource({ x: 0, y: 500.4, widthPx: 300.5, heightPx: 100 }, true), 'add')
})()

async function refined(ref: RasterRef, operation: RefineOperation): Promise<Uint8Array> {
  return raster.read(raster.withTiles(ref, await refine(raster, ref, operation, none)), whole)
}

describe('refine', () => {
  const pixels = raster.read(ring, whole)

  it.each<[RefineOperation, () => Uint8Array]>([
    [{ type: 'grow', px: 20 }, () => dilate(pixels, size, whole, 20)],
    [{ type: 'shrink', px: 12.5 }, () => erode(pixels, size, whole, 12.5)],
    [{ type: 'feather', px: 30 }, () => blur(pixels, size, whole, 15)],
    [{ type: 'smooth', px: 6 }, () => smooth(pixels, size, whole, 6)],
    [{ type: 'fill-holes' }, () => fillHoles(pixels, size)],
    [
      { type: 'border', px: 9 },
      () => {
        const inner = erode(pixels, size, whole, 4)
        return dilate(pixels, size, whole, 5).map((value, i) => Math.min(value, 255 - inner[i]!))
      },
    ],
  ])('gives the same result block by block as on the whole mask: %o', async (operation, expected) => {
    const result = await refined(ring, operation)
    const all = expected()
    // Printing arrays that differ would take minutes.
    expect(result.findIndex((value, at) => value !== all[at])).toBe(-1)
  })

  it('does not pull a full mask away from the image border', async () => {
    const full = raster.invert(raster.empty(size, 1))
    for (const operation of [
      { type: 'shrink', px: 40 },
      { type: 'feather', px: 40 },
      { type: 'smooth', px: 9 },
    ] as const) {
      expect((await refine(raster, full, operation, none)).size).toBe(0)
    }
  })

  it('clears a full mask, which has no border within the image', async () => {
    const full = raster.invert(raster.empty(size, 1))
    const cleared = await refine(raster, full, { type: 'border', px: 10 }, none)
    expect([...cleared.values()].every((tile) => tile === null)).toBe(true)
    expect(cleared.size).toBe(raster.tiles(full).length)
  })

  it('returns only the tiles that change', async () => {
    const dot = raster.combine(ring, rectSource({ x: 600, y: 20, widthPx: 4, heightPx: 4 }, false), 'replace')
    const tiles = await refine(raster, dot, { type: 'grow', px: 10 }, none)
    expect([...tiles.keys()]).toEqual([2])
    expect(await refine(raster, raster.empty(size, 1), { type: 'fill-holes' }, none)).toEqual(new Map())
    expect(await refine(raster, dot, { type: 'shrink', px: 5 }, none)).toEqual(new Map([[2, null]]))
  })

  it('stops when aborted', async () => {
    const controller = new AbortController()
    const work = refine(raster, ring, { type: 'grow', px: 30 }, controller.signal)
    controller.abort()
    await expect(work).rejects.toMatchObject({ code: 'request/cancelled' })
    await expect(refine(raster, ring, { type: 'fill-holes' }, controller.signal)).rejects.toMatchObject({
      code: 'request/cancelled',
    })
  })
})
