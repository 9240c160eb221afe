import type { CombineMode, CoverageSource } from '../../src/renderer/editor/document/raster.ts'
import { flattenMasks } from '../../src/renderer/editor/raster/flatten-masks.ts'
import { encodeMaskPng } from '../../src/renderer/editor/raster/mask-png.ts'
import { MaskThumbnails } from '../../src/renderer/editor/raster/mask-thumbnail.ts'
import { ellipseSource } from '../../src/renderer/editor/raster/shapes/ellipse-source.ts'
import { gradientSource } from '../../src/renderer/editor/raster/shapes/gradient-source.ts'
import { polygonSource } from '../../src/renderer/editor/raster/shapes/polygon-source.ts'
import { rectSource } from '../../src/renderer/editor/raster/shapes/rect-source.ts'
import { openPaint, type PaintDriver } from '../../test/support/window/paint-driver.ts'
import { rowOf, type Row } from '../report/row.ts'
import { processorMsOf } from './stopwatch.ts'

const sides = [8_192, 16_384] as const

/** Benchmarks operations on an entire large mask between two frames: shapes, undo, changed bounds. */
export async function wholeMaskRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const sidePx of sides) rows.push(...(await measure(sidePx)))
  return rows
}

async function measure(sidePx: number): Promise<Row[]> {
  const rows: Row[] = []
  const size = { widthPx: sidePx, heightPx: sidePx }
  const baseline = { what: 'copying as many bytes', value: await processorMsOf(() => copyAll(sidePx)) }
  const add = async (what: string, run: () => unknown): Promise<void> => {
    rows.push({ ...rowOf(`${what} at ${sidePx} px a side`, await processorMsOf(run), 'ms', null), baseline })
  }
  for (const [what, mode, source] of shapesOf(sidePx)) {
    const { session } = await open(sidePx)
    await add(`${what}, in slices`, () => whole(session, () => session.masks.combine(what, source, mode)))
    await add(`… undone`, () => session.undo())
    session.dispose()
  }
  const { session } = await open(sidePx)
  await whole(session, () => session.masks.combine('Ellipse', ellipseSource({ x: 0, y: 0, ...size }, true), 'add'))
  await add('invert an ellipse, in slices', () => whole(session, () => session.masks.invert()))
  const { raster, doc } = session
  const larger = { widthPx: sidePx + 100, heightPx: sidePx + 100 }
  const mask = doc.masks[0]!
  await add('an ellipse into a larger extent', () => raster.moved(mask.pixels, larger, { x: 37, y: 100 }))
  const { signal } = new AbortController()
  const thumbnails = new MaskThumbnails(raster, 144)
  const edge = { growPx: 8, featherPx: 16 }
  await add('first thumbnail, in slices', () => thumbnails.render(size, [mask], edge, signal))
  await add('thumbnail again, in slices', () => thumbnails.render(size, [mask], edge, signal))
  await add('PNG to be sent, in slices', () => encodeMaskPng(size, (area) => flattenMasks(doc, raster, area)))
  session.dispose()
  return rows
}

/** Resolves when the step is complete: a large one continues across frames. */
async function whole({ store }: PaintDriver['session'], begin: () => void): Promise<void> {
  begin()
  while (store.getState().busyWith !== null) await new Promise((resolve) => setImmediate(resolve))
}

function open(sidePx: number): Promise<PaintDriver> {
  return openPaint({ widthPx: sidePx, heightPx: sidePx })
}

function shapesOf(sidePx: number): readonly (readonly [string, CombineMode, CoverageSource])[] {
  const all = { x: 0, y: 0, widthPx: sidePx, heightPx: sidePx }
  const middle = sidePx / 2
  const contour = Array.from({ length: 400 }, (_, i) => {
    const angle = (i / 400) * 2 * Math.PI
    const radius = middle * (0.85 + 0.1 * Math.sin(i))
    return { x: middle + Math.cos(angle) * radius, y: middle + Math.sin(angle) * radius }
  })
  return [
    ['select all', 'replace', rectSource(all, false)],
    ['ellipse', 'add', ellipseSource(all, true)],
    ['lasso of 400 points', 'add', polygonSource(contour, true)],
    ['gradient', 'replace', gradientSource('linear', { x: 0, y: 0 }, { x: sidePx, y: sidePx }, all)],
  ]
}

function copyAll(sidePx: number): void {
  const line = new Uint8Array(sidePx).fill(7)
  const to = new Uint8Array(sidePx * 256)
  for (let y = 0; y < sidePx; y++) to.set(line, (y % 256) * sidePx)
}
