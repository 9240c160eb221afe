import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { History } from '../document/history.ts'
import type { CanvasDoc, RasterRef } from '../document/model.ts'
import { requireSurface, withSurface } from '../document/surfaces.ts'
import { areSameBytes } from './pixel-math.ts'
import { solidInk } from './ink/solid-ink.ts'
import { packBits, unpackBits } from './pack-bits.ts'
import { rectSource } from './shapes/rect-source.ts'
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
function paint(history: History, raster: TileRaster, x: number, y: number, surfaceId = 'mask-1'): void {
  const painted = stroke(raster, requireSurface(history.doc, surfaceId), [[x, y]])
  history.begin('Paint').commit(withSurface(history.doc, surfaceId, painted, raster))
}

function undoAll(history: History): number {
  let steps = 0
  while (history.undo() !== null) steps++
  return steps
}

describe('TileRaster', () => {
  it('copies only the tiles that a stroke touches', () => {
    const raster = new TileRaster()
    const first = stroke(raster, raster.empty({ widthPx: 1024, heightPx: 1024 }, 1), [
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

  it('does not change earlier revisions', () => {
    const raster = new TileRaster()
    const first = stroke(raster, raster.empty({ widthPx: 300, heightPx: 300 }, 1), [[50, 50]])
    const before = raster.read(first, { x: 0, y: 0, widthPx: 300, heightPx: 300 })
    stroke(raster, first, [
      [50, 50],
      [280, 280],
    ])
    expect(areSameBytes(raster.read(first, { x: 0, y: 0, widthPx: 300, heightPx: 300 }), before)).toBe(true)
  })

  it('allocates nothing for full, empty and unchanged tiles', () => {
    const raster = new TileRaster()
    const full = raster.invert(raster.empty({ widthPx: 512, heightPx: 512 }, 1))
    expect(raster.bytes).toBe(0)
    expect(raster.tiles(full).every((tile) => tile?.isFull)).toBe(true)
    const over = stroke(raster, full, [[256, 256]])
    expect(raster.differences(full, over)).toEqual([])
    const dot = stroke(raster, raster.empty({ widthPx: 512, heightPx: 512 }, 1), [[60, 60]])
    const again = raster.combine(dot, rectSource({ x: 55, y: 55, widthPx: 4, heightPx: 4 }, false), 'add')
    expect(raster.differences(dot, again)).toEqual([])
  })

  it('frees tiles with the last revision that uses them', () => {
    const raster = new TileRaster()
    const first = stroke(raster, raster.empty({ widthPx: 512, heightPx: 512 }, 1), [[60, 60]])
    const second = stroke(raster, first, [[300, 300]])
    raster.release(first)
    expect(raster.bytes).toBeGreaterThan(0)
    raster.release(second)
    expect(raster.bytes).toBe(0)
    expect(() => raster.tiles(second)).toThrow('released')
  })

  it('keeps a frozen revision unchanged while the stroke continues', () => {
    const raster = new TileRaster()
    const open = raster.beginStroke(raster.empty({ widthPx: 256, heightPx: 256 }, 1), { mode: 'paint', hardness: 1 })
    open.add([{ x: 50, y: 50, radiusPx: 10, strength: 1 }])
    const frozen = raster.freeze(open.ref)
    open.add([{ x: 150, y: 50, radiusPx: 10, strength: 1 }])
    const dot = { x: 150, y: 50, widthPx: 1, heightPx: 1 }
    expect([raster.read(frozen, dot)[0], raster.read(open.ref, dot)[0]]).toEqual([0, 255])
  })

  it('packs tiles needed only for undo and restores them exactly', () => {
    const raster = new TileRaster()
    const first = stroke(raster, raster.empty({ widthPx: 512, heightPx: 512 }, 1), [[100, 100]])
    const area = { x: 0, y: 0, widthPx: 512, heightPx: 512 }
    const before = raster.read(first, area)
    const second = stroke(raster, first, [[110, 100]])
    expect(raster.packOthers([second], 10 * tileBytes)).toBe(tileBytes)
    expect(raster.bytes).toBeLessThan(1.2 * tileBytes)
    expect(areSameBytes(raster.read(first, area), before)).toBe(true)
    const third = stroke(raster, first, [[120, 100]])
    raster.release(first)
    raster.release(second)
    raster.release(third)
    expect(raster.bytes).toBe(0)
  })

  it('packs flat color tightly and restores it exactly', () => {
    const raster = new TileRaster()
    const size = { widthPx: 256, heightPx: 256 }
    const open = raster.beginColorStroke(raster.empty(size, 4), { mode: 'paint', hardness: 0 }, solidInk('#336699'))
    open.add([{ x: 128, y: 128, radiusPx: 100, strength: 1 }])
    const painted = open.commit()
    const all = { x: 0, y: 0, ...size }
    const before = raster.read(painted, all)
    raster.packOthers([], 4 * tileBytes)
    // Three of four channels are flat: little more than the soft alpha is left.
    expect(raster.bytes).toBeLessThan(tileBytes)
    expect(areSameBytes(raster.read(painted, all), before)).toBe(true)
  })

  it('leaves incompressible tiles unpacked', () => {
    const raster = new TileRaster()
    const noise = Uint8Array.from({ length: tileBytes }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 24) | 1)
    const ref = raster.fromTiles({ widthPx: 256, heightPx: 256 }, 1, new Map([[0, noise]]))
    expect(raster.packOthers([], tileBytes)).toBe(tileBytes)
    expect(raster.bytes).toBe(tileBytes)
    expect(raster.packOthers([], tileBytes)).toBe(0)
    expect(raster.pixels(raster.tiles(ref)[0]!)).toBe(noise)
  })

  it('finds the bounds of painted pixels', () => {
    const raster = new TileRaster()
    const small = raster.combine(
      raster.empty({ widthPx: 700, heightPx: 700 }, 1),
      rectSource({ x: 10, y: 20, widthPx: 5, heightPx: 5 }, false),
      'add',
    )
    const both = raster.combine(small, rectSource({ x: 600, y: 500, widthPx: 50, heightPx: 7 }, false), 'add')
    expect(raster.bounds(both)).toEqual({ x: 10, y: 20, widthPx: 640, heightPx: 487 })
    expect(raster.bounds(raster.empty({ widthPx: 700, heightPx: 700 }, 1))).toBeNull()
  })
})

describe('packBits', () => {
  it('round-trips any bytes', () => {
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
  const opened = (raster: TileRaster, size: Size): CanvasDoc => ({
    size,
    origin: { x: 0, y: 0 },
    baseId,
    masks: [{ id: 'mask-1', name: 'Mask', tint: '#ff4d5e', strength: 1, isOn: true, pixels: raster.empty(size, 1) }],
    layers: [],
    sampling: raster.empty(size, 1),
    samplingMode: 'automatic',
    frame: null,
    markup: { marks: [], isVisible: true },
  })

  it('drops the oldest steps over its limit and frees their tiles', () => {
    const raster = new TileRaster()
    const history = new History(opened(raster, { widthPx: 1024, heightPx: 256 }), raster, { steps: 3, tileBytes: 1e9 })
    for (let i = 0; i < 5; i++) paint(history, raster, 100 + i * 200, 100)
    expect(undoAll(history)).toBe(3)
    expect(raster.bounds(history.doc.masks[0]!.pixels)?.widthPx).toBeGreaterThan(200)
    history.dispose()
    expect(raster.bytes).toBe(0)
  })

  it('keeps 200 steps, as the documentation says', () => {
    const raster = new TileRaster()
    const history = new History(opened(raster, { widthPx: 1024, heightPx: 256 }), raster)
    for (let i = 0; i < 201; i++) paint(history, raster, 20 + i * 4, 100)
    expect(undoAll(history)).toBe(200)
  })

  it('packs tiles before it drops steps, then drops steps until they fit', () => {
    const raster = new TileRaster()
    const budget = { steps: 200, tileBytes: 1.5 * tileBytes }
    const history = new History(opened(raster, { widthPx: 256, heightPx: 256 }), raster, budget)
    for (let i = 0; i < 40; i++) {
      paint(history, raster, 20 + i * 5, 20 + i * 5, i % 2 === 0 ? 'mask-1' : 'sampling')
      expect(raster.bytes).toBeLessThanOrEqual(budget.tileBytes)
    }
    const steps = undoAll(history)
    expect(steps).toBeGreaterThan(10)
    expect(steps).toBeLessThan(40)
  })

  it('discards redo steps after a new step', () => {
    const raster = new TileRaster()
    const history = new History(opened(raster, { widthPx: 256, heightPx: 256 }), raster)
    paint(history, raster, 50, 50)
    history.undo()
    paint(history, raster, 150, 150)
    expect([history.redo(), raster.bytes]).toEqual([null, tileBytes])
  })
})
