import { TileRaster } from '../../src/renderer/editor/raster/tile-raster.ts'
import type { RefineOperation } from '../../src/renderer/editor/raster/refine/refine-tiles.ts'
import { refine } from '../../src/renderer/editor/raster/refine/refine.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { processorMsOf } from './stopwatch.ts'

const sidePx = 4_096
const turns = 5

/** Benchmarks operations on whole masks, run directly instead of in the window's worker. */
export async function refineRows(): Promise<Row[]> {
  const raster = new TileRaster()
  const mask = paintedMask(raster)
  const operations: readonly (readonly [RefineOperation, number | null])[] = [
    [{ type: 'feather', px: 32 }, 300],
    [{ type: 'grow', px: 32 }, null],
    [{ type: 'shrink', px: 32 }, null],
    [{ type: 'smooth', px: 32 }, null],
    [{ type: 'border', px: 32 }, null],
    [{ type: 'fill-holes' }, null],
  ]
  const rows: Row[] = []
  for (const [operation, limitMs] of operations) {
    const times: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      times.push(await processorMsOf(() => refine(raster, mask, operation, new AbortController().signal)))
    }
    const named = 'px' in operation ? `${operation.type} ${operation.px} px` : operation.type
    rows.push({
      ...rowOf(`${named} over ${sidePx} × ${sidePx}`, median(times), 'ms', null),
      baseline: { what: 'adding four numbers per pixel', value: await onePassMs() },
    })
    if (limitMs !== null)
      rows.push(rowOf(`${named} over ${sidePx} × ${sidePx}: processor time`, median(times), 'ms', limitMs))
  }
  return rows
}

/** Paints wide strokes over the whole image, so that most tiles contain an edge. */
function paintedMask(raster: TileRaster) {
  const open = raster.beginStroke(raster.empty({ widthPx: sidePx, heightPx: sidePx }, 1), {
    mode: 'paint',
    hardness: 0.8,
  })
  for (let y = 300; y < sidePx; y += 700) {
    open.add([
      { x: 200, y, radiusPx: 250, strength: 1 },
      { x: sidePx - 200, y: y + 200, radiusPx: 250, strength: 1 },
    ])
  }
  return open.commit()
}

/** The lower bound for anything that reads a neighborhood of every pixel. */
async function onePassMs(): Promise<number> {
  const from = new Uint8Array(sidePx * sidePx).fill(3)
  const to = new Uint8Array(sidePx * sidePx)
  const pass = () => {
    for (let i = 4; i < from.length; i++) to[i] = (from[i]! + from[i - 1]! + from[i - 2]! + from[i - 3]!) >> 2
  }
  pass()
  return processorMsOf(pass)
}
