import { join } from 'node:path'
import { answerOpenDialog } from '../../test/e2e/support/native-dialogs.ts'
import { writePhotograph } from '../../test/support/photograph.ts'
import type { Point } from '../../src/shared/util/geometry.ts'
import { rowOf, type Row } from '../report/row.ts'
import { percentile } from '../report/statistics.ts'
import { withStudio, type StudioWindow } from './studio-window.ts'
import { traceWindow, type WindowTrace } from './window-trace.ts'

/** A frame at 60 Hz. */
const frameMs = 16
const moves = 120

/** Benchmarks dragging Konva's handles over 24 megapixels: a placed image's body and corner, a crop, a gradient. */
export function handleRows(): Promise<Row[]> {
  return withStudio(async (window) => {
    await window.openPhotograph('handles.jpg', { widthPx: 6_000, heightPx: 4_000 })
    const { page, app } = window.running
    const placed = join(window.home, 'placed.jpg')
    await writePhotograph(placed, { widthPx: 3_000, heightPx: 2_000 })
    await answerOpenDialog(app, [placed])
    await page.getByRole('button', { name: 'Place image…' }).click()
    await window.canvas.onDisk(({ state }) => {
      if (state.layers.length !== 1) throw new Error('the image is not placed yet')
    })
    await window.rest(1_000)
    const rows = await measureDrag(window, 'placed image moved', { x: 0.5, y: 0.5 }, { x: 0.55, y: 0.58 })
    rows.push(...(await measureDrag(window, 'placed image resized', { x: 0.8, y: 0.83 }, { x: 0.7, y: 0.73 })))
    await page.keyboard.press('Shift+c')
    await drag(window, { x: 0.2, y: 0.2 }, { x: 0.8, y: 0.8 })
    rows.push(...(await measureDrag(window, 'crop resized', { x: 0.8, y: 0.8 }, { x: 0.6, y: 0.6 })))
    return rows
  })
}

async function measureDrag(window: StudioWindow, what: string, from: Point, to: Point): Promise<Row[]> {
  const trace = await traceWindow(window.running.app, () => drag(window, from, to))
  return [
    rowOf(`${what}: handler per move, p95 of ${moves}`, percentile(movesOf(trace), 95), 'ms', 4),
    rowOf(`${what}: the window’s thread per frame, p95`, percentile(trace.frames(), 95), 'ms', frameMs),
    rowOf(`${what}: script in one task, most`, Math.max(...trace.scriptPerTask()), 'ms', frameMs),
    rowOf(`${what}: frames drawn`, trace.frames().length, '', null),
  ]
}

function movesOf(trace: WindowTrace): readonly number[] {
  return trace.events('pointermove').map(({ processorMs }) => processorMs)
}

/** Drags in a line, with real pointer events as fast as they are accepted. */
async function drag(window: StudioWindow, from: Point, to: Point): Promise<void> {
  const { mouse } = window.running.page
  const [start, end] = [await window.at(from.x, from.y), await window.at(to.x, to.y)]
  await mouse.move(start.x, start.y)
  await mouse.down()
  for (let step = 1; step <= moves; step++) {
    const share = step / moves
    await mouse.move(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
  }
  await mouse.up()
}
