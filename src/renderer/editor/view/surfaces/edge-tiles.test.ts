import { beforeEach, describe, expect, it } from 'vitest'
import { effectiveMask, maskReachPx, type MaskEdge } from '../../../../shared/util/mask/effective-mask.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { RasterRef } from '../../document/model.ts'
import { createTileGrid, tileRect } from '../../raster/tile-grid.ts'
import { TileRaster } from '../../raster/tile-raster.ts'
import { EdgeTiles } from './edge-tiles.ts'
import { computeEdge, type EdgeJob, type EdgeWork } from './edge-work.ts'

const size = { widthPx: 700, heightPx: 600 }
const all: Rect = { x: 0, y: 0, ...size }
const grid = createTileGrid(size)
const edge = { growPx: 6, featherPx: 14 }
const later = () => performance.now() + 1e6

/** Responds on demand. */
class HeldWork implements EdgeWork {
  readonly jobs: { readonly job: EdgeJob; readonly resolve: (values: Uint8Array) => void }[] = []
  compute(job: EdgeJob): Promise<Uint8Array> {
    return new Promise((resolve) => this.jobs.push({ job, resolve }))
  }
  dispose(): void {}
  async answerAll(): Promise<void> {
    for (const { job, resolve } of this.jobs.splice(0)) resolve(computeEdge(job))
    await Promise.resolve()
    await Promise.resolve()
  }
}

let raster: TileRaster
let ref: RasterRef
let work: HeldWork
let edges: EdgeTiles
let renewed: number[]
beforeEach(() => {
  raster = new TileRaster()
  const spot = { bounds: { x: 230, y: 240, widthPx: 60, heightPx: 40 }, read: () => 'full' as const }
  ref = raster.combine(raster.empty(size, 1), spot, 'add')
  work = new HeldWork()
  renewed = []
  edges = new EdgeTiles(raster, work, (index) => renewed.push(index))
  edges.reset(size)
})

function effectiveIn(area: Rect, maskEdge: MaskEdge): Uint8Array {
  return effectiveMask({ rect: all, coverage: raster.read(ref, all) }, area, maskEdge)
}

async function settle(level = 0, maskEdge = edge): Promise<void> {
  for (let round = 0; round < 20; round++) {
    edges.request(all, ref, maskEdge, level, later())
    await work.answerAll()
  }
}

describe('EdgeTiles', () => {
  it('matches the effective mask exactly at full resolution', async () => {
    await settle()
    for (let index = 0; index < grid.columns * grid.rows; index++) {
      const expected = effectiveIn(tileRect(grid, index), edge)
      const isThere = expected.some((value) => value > 0)
      expect(edges.get(index)?.values ?? null).toEqual(isThere ? expected : null)
    }
    expect(renewed.length).toBeGreaterThanOrEqual(4)
  })

  it('never underestimates the effective mask at coarser levels', async () => {
    for (const level of [1, 2, 3, 5]) {
      edges.reset(size)
      await settle(level)
      const exact = effectiveIn(all, edge)
      for (let y = 0; y < size.heightPx; y += 7) {
        for (let x = 0; x < size.widthPx; x += 7) {
          const tile = edges.get(Math.floor(y / 256) * grid.columns + Math.floor(x / 256))
          const cell = tile ? tile.values[((y % 256) >> tile.shift) * tile.stride + ((x % 256) >> tile.shift)]! : 0
          expect(cell).toBeGreaterThanOrEqual(exact[y * size.widthPx + x]!)
        }
      }
    }
  })

  it('computes wide edges in coarse cells at any level', async () => {
    const wide = { growPx: 40, featherPx: 200 }
    await settle(0, wide)
    expect(maskReachPx(wide)).toBe(240)
    expect(edges.get(0)?.shift).toBe(2)
  })

  it('recomputes only tiles affected by paint', async () => {
    await settle()
    edges.markStale({ x: 650, y: 10, widthPx: 5, heightPx: 5 }, edge)
    edges.request(all, ref, edge, 0, later())
    // Nothing is painted there, so there is no job.
    expect(work.jobs).toHaveLength(0)
    edges.markStale({ x: 250, y: 250, widthPx: 2, heightPx: 2 }, edge)
    edges.request(all, ref, edge, 0, later())
    expect(work.jobs).toHaveLength(4)
  })

  it('keeps the old tile until the new one arrives and recomputes for paint added meanwhile', async () => {
    await settle()
    const before = edges.get(0)
    edges.markStale({ x: 250, y: 250, widthPx: 2, heightPx: 2 }, edge)
    edges.request(all, ref, edge, 0, later())
    expect(edges.get(0)).toBe(before)
    edges.markStale({ x: 250, y: 250, widthPx: 2, heightPx: 2 }, edge)
    expect(edges.request(all, ref, edge, 0, later())).toBe(true)
    expect(work.jobs).toHaveLength(4)
    await work.answerAll()
    expect(edges.get(0)).not.toBe(before)
    edges.request(all, ref, edge, 0, later())
    expect(work.jobs).toHaveLength(4)
  })

  it('drops results for a previous size', async () => {
    edges.request(all, ref, edge, 0, later())
    edges.reset({ widthPx: 300, heightPx: 300 })
    await work.answerAll()
    expect(edges.get(0)).toBeNull()
  })

  it('starts no job past the deadline', () => {
    expect(edges.request(all, ref, edge, 0, performance.now() - 1)).toBe(true)
    expect(work.jobs).toHaveLength(0)
  })

  it('starts no job without an edge', async () => {
    edges.request(all, ref, { growPx: 0, featherPx: 0 }, 0, later())
    expect(work.jobs).toHaveLength(0)
    expect(edges.get(0)).toBeNull()
  })
})
