import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetIdSchema } from '../../../../shared/domain/ids.ts'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import { History } from '../document/history.ts'
import { withLayer } from '../document/layers.ts'
import type { CanvasDoc, RasterRef } from '../document/model.ts'
import { areSameBytes } from './coverage-math.ts'
import { packBits, unpackBits } from './pack-bits.ts'
import { TileRaster } from './tile-raster.ts'

const tileBytes = 65_536

function stroke(
  raster: TileRaster,
  from: RasterRef,
  points: readonly (readonly [number, number])[],
  radiusPx = 20,
): RasterRef {
  const open = raster.beginStroke(from, { mode: 'paint', hardness: 0.7 })
  open.add(points.map(([x, y]) => ({ x, y, radiusPx, strength: 1 })))
  return open.commit()
}

/** One dot on a layer, as one step. */
function paint(history: History, raster: TileRaster, x: number, y: number, layer: MaskLayer = 'mask'): void {
  const painted = stroke(raster, history.doc[layer], [[x, y]])
  history.begin('Paint').commit(withLayer(history.doc, layer, painted, raster))
}

describe('TileRaster', () => {
  it('copies only the tiles that a stroke touches', () => {
    const raster = new TileRaster({ widthPx: 1024, heightPx: 1024 })
    const first = stroke(raster, raster.empty(), [
      [100, 100],
      [900, 100],
    ])
    expect(raster.bytes).toBe(4 * tileBytes)
    const second = stroke(raster, first, [[100, 110]])
    expect(raster.bytes).toBe(5 * tileBytes)
    expect(raster.tiles(second)[1]).toBe(raster.tiles(first)[1])
    expect(raster.tiles(second)[0]).not.toBe(raster.tiles(first)[0])
    expect(raster.differences(first, second)).toEqual([{ x: 0, y: 0, widthPx: 256, heightPx: 256 }])
  })

  it('leaves earlier revisions as they were', () => {
    const raster = new TileRaster({ widthPx: 300, heightPx: 300 })
    const first = stroke(raster, raster.empty(), [[50, 50]])
    const before = raster.read(first, { x: 0, y: 0, widthPx: 300, heightPx: 300 })
    stroke(raster, first, [
      [50, 50],
      [280, 280],
    ])
    expect(areSameBytes(raster.read(first, { x: 0, y: 0, widthPx: 300, heightPx: 300 }), before)).toBe(true)
  })

  it('holds nothing for full, empty and unchanged tiles', () => {
    const raster = new TileRaster({ widthPx: 512, heightPx: 512 })
    const full = raster.invert(raster.empty())
    expect(raster.bytes).toBe(0)
    expect(raster.tiles(full).every((tile) => tile?.isFull)).toBe(true)
    const over = stroke(raster, full, [[256, 256]])
    expect(raster.differences(full, over)).toEqual([])
    const dot = stroke(raster, raster.empty(), [[60, 60]])
    const again = raster.paintRect(dot, { x: 55, y: 55, widthPx: 4, heightPx: 4 }, 'paint')
    expect(raster.differences(dot, again)).toEqual([])
  })

  it('frees tiles with the last revision that holds them', () => {
    const raster = new TileRaster({ widthPx: 512, heightPx: 512 })
    const first = stroke(raster, raster.empty(), [[60, 60]])
    const second = stroke(raster, first, [[300, 300]])
    raster.release(first)
    expect(raster.bytes).toBeGreaterThan(0)
    raster.release(second)
    expect(raster.bytes).toBe(0)
    expect(() => raster.tiles(second)).toThrow('released')
  })

  it('keeps a frozen revision while the stroke goes on', () => {
    const raster = new TileRaster({ widthPx: 256, heightPx: 256 })
    const open = raster.beginStroke(raster.empty(), { mode: 'paint', hardness: 1 })
    open.add([{ x: 50, y: 50, radiusPx: 10, strength: 1 }])
    const frozen = raster.freeze(open.ref)
    open.add([{ x: 150, y: 50, radiusPx: 10, strength: 1 }])
    const dot = { x: 150, y: 50, widthPx: 1, heightPx: 1 }
    expect([raster.read(frozen, dot)[0], raster.read(open.ref, dot)[0]]).toEqual([0, 255])
  })

  it('packs what only undo needs and gives the same pixels back', () => {
    const raster = new TileRaster({ widthPx: 512, heightPx: 512 })
    const first = stroke(raster, raster.empty(), [[100, 100]])
    const area = { x: 0, y: 0, widthPx: 512, heightPx: 512 }
    const before = raster.read(first, area)
    const second = stroke(raster, first, [[110, 100]])
    expect(raster.packOthers([second], 10)).toBe(1)
    expect(raster.bytes).toBeLessThan(1.2 * tileBytes)
    expect(areSameBytes(raster.read(first, area), before)).toBe(true)
    const third = stroke(raster, first, [[120, 100]])
    raster.release(first)
    raster.release(second)
    raster.release(third)
    expect(raster.bytes).toBe(0)
  })

  it('finds the bounds of what is painted', () => {
    const raster = new TileRaster({ widthPx: 700, heightPx: 700 })
    const one = raster.paintRect(raster.empty(), { x: 10, y: 20, widthPx: 5, heightPx: 5 }, 'paint')
    const two = raster.paintRect(one, { x: 600, y: 500, widthPx: 50, heightPx: 7 }, 'paint')
    expect(raster.bounds(two)).toEqual({ x: 10, y: 20, widthPx: 640, heightPx: 487 })
    expect(raster.bounds(raster.empty())).toBeNull()
  })
})

describe('packBits', () => {
  it('round-trips anything', () => {
    const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 300 })), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(runs, (pairs) => {
        const bytes = Uint8Array.from(pairs.flatMap(([value, count]) => Array.from({ length: count }, () => value)))
        expect(unpackBits(packBits(bytes), bytes.length)).toEqual(bytes)
      }),
    )
  })
})

describe('History', () => {
  const baseId = assetIdSchema.parse('A'.repeat(26))
  const opened = (raster: TileRaster): CanvasDoc => ({
    size: raster.size,
    baseId,
    samplingMode: 'automatic',
    mask: raster.empty(),
    sampling: raster.empty(),
  })

  it('drops the oldest steps over its limit and frees their tiles', () => {
    const raster = new TileRaster({ widthPx: 1024, heightPx: 256 })
    const history = new History(opened(raster), raster, { steps: 3, tileBytes: 1e9 })
    for (let i = 0; i < 5; i++) paint(history, raster, 100 + i * 200, 100)
    expect(history.stepCount).toBe(3)
    while (history.undo());
    expect(raster.bounds(history.doc.mask)?.widthPx).toBeGreaterThan(200)
    history.dispose()
    expect(raster.bytes).toBe(0)
  })

  it('packs before it forgets, and forgets until the tiles fit', () => {
    const raster = new TileRaster({ widthPx: 256, heightPx: 256 })
    const budget = { steps: 200, tileBytes: 3 * tileBytes }
    const history = new History(opened(raster), raster, budget)
    for (let i = 0; i < 40; i++) {
      paint(history, raster, 20 + i * 5, 20 + i * 5, i % 2 === 0 ? 'mask' : 'sampling')
      expect(raster.bytes).toBeLessThanOrEqual(budget.tileBytes)
    }
    expect(history.stepCount).toBeGreaterThan(10)
    expect(history.stepCount).toBeLessThan(40)
  })

  it('forgets what was undone when something new is done', () => {
    const raster = new TileRaster({ widthPx: 256, heightPx: 256 })
    const history = new History(opened(raster), raster)
    paint(history, raster, 50, 50)
    history.undo()
    paint(history, raster, 150, 150)
    expect([history.redo(), raster.bytes]).toEqual([false, tileBytes])
  })
})
