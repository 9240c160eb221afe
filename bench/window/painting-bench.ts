/**
 * Benchmarks painting, undo, saving, filling, refining, selecting, and dragging handles, and painting with the live canvas, in the real window, with real pointer events.
 * Times of handlers and tasks are thread CPU time, as recorded by Chromium. Writes its rows to the given path, or
 * prints them.
 */
import { writeFile } from 'node:fs/promises'
import { median, percentile } from '../report/statistics.ts'
import { rowOf, type Row } from '../report/row.ts'
import { toTable } from '../report/table.ts'
import { firstFillRows } from './first-fill.ts'
import { handleRows } from './handles.ts'
import { liveRows } from './live.ts'
import { savingRows } from './saving.ts'
import { selectionRows } from './selections.ts'
import { withStudio, type StudioWindow } from './studio-window.ts'
import { traceWindow } from './window-trace.ts'

const size = { widthPx: 8_192, heightPx: 8_192 }
const strokes = 4
const memoryStrokes = 200

/** A frame at 60 Hz. */
const frameMs = 16

async function paintingRows(): Promise<Row[]> {
  return withStudio(async (window) => {
    await window.openPhotograph('painting.jpg', size)
    const { page } = window.running
    await window.studio.setNumber('Size', 600)
    await window.studio.setNumber('Hardness', 0)
    const rows = await measureStrokes(window, 'mask, 600 px soft')
    for (let i = 0; i < 2; i++) {
      await page.getByRole('button', { name: 'New paint layer' }).click()
      await window.stroke(0.2 + 0.4 * i, 0.4 + 0.4 * i)
    }
    for (let i = 0; i < 2; i++) {
      await page.getByRole('button', { name: 'New mask' }).click()
      await window.studio.setNumber('Size', 600)
      await window.studio.setNumber('Hardness', 0)
      await window.stroke(0.1 + 0.4 * i, 0.3 + 0.4 * i)
    }
    rows.push(...(await measureStrokes(window, 'mask, 600 px soft, 3 masks and 2 layers')))
    await page.getByRole('button', { name: 'New paint layer' }).click()
    await window.studio.setNumber('Size', 600)
    await window.studio.setNumber('Hardness', 0)
    rows.push(...(await measureStrokes(window, 'color, 600 px soft')))
    return rows
  })
}

async function measureStrokes(window: StudioWindow, what: string): Promise<Row[]> {
  // The first strokes are slower: code is compiled and canvases are created.
  for (let i = 0; i < 2; i++) await window.stroke(0.3, 0.7)
  await window.undo(2)
  await window.rest(1_000)
  const trace = await traceWindow(window.running.app, async () => {
    for (let i = 0; i < strokes; i++) {
      await window.stroke(0.1 + 0.2 * i, 0.2 + 0.2 * i)
      await window.rest(300)
    }
    await window.rest(1_500)
    await window.undo(strokes)
  })
  const processor = (type: string) => trace.events(type).map(({ processorMs }) => processorMs)
  const undo = processor('keydown')
    .toSorted((a, b) => b - a)
    .slice(0, strokes)
  return [
    rowOf(`${what}: handler per move, p95`, percentile(processor('pointermove'), 95), 'ms', 4),
    rowOf(
      `${what}: … slowest of ${processor('pointermove').length}`,
      Math.max(...processor('pointermove')),
      'ms',
      null,
    ),
    rowOf(`${what}: end of the stroke, median of ${strokes}`, median(processor('pointerup')), 'ms', 5),
    rowOf(`${what}: undo, slowest`, Math.max(...undo), 'ms', 20),
    rowOf(`${what}: script in one task, p95`, percentile(trace.scriptPerTask(), 95), 'ms', null),
    rowOf(`${what}: script in one task, most`, Math.max(...trace.scriptPerTask()), 'ms', frameMs),
    rowOf(`${what}: main’s longest task`, Math.max(...trace.mainTasks()), 'ms', frameMs),
    rowOf(`${what}: clock over processor (other programs)`, trace.noise, '×', null),
  ]
}

/** Memory retained in the window's process after 200 strokes. */
async function memoryRows(): Promise<Row[]> {
  return withStudio(async (window) => {
    await window.openPhotograph('memory.jpg', size)
    await window.studio.setNumber('Size', 600)
    await window.studio.setNumber('Hardness', 0)
    await window.rest(3_000)
    const before = await window.memoryMb()
    for (let i = 0; i < memoryStrokes; i++) {
      const y = 0.08 + 0.8 * ((i * 0.618) % 1)
      await window.stroke(y, 0.96 - y, 20)
    }
    await window.rest(5_000)
    const after = await window.memoryMb()
    return [rowOf(`${memoryStrokes} strokes: the window’s memory grew by`, after.window - before.window, 'MB', null)]
  })
}

const [rowsPath, ...names] = process.argv.slice(2)
const groups: Readonly<Record<string, () => Promise<Row[]>>> = {
  painting: paintingRows,
  memory: memoryRows,
  saving: savingRows,
  filling: firstFillRows,
  selecting: selectionRows,
  handles: handleRows,
  live: liveRows,
}
const rows: Row[] = []
for (const [name, measure] of Object.entries(groups)) {
  if (names.length === 0 || names.includes(name)) rows.push(...(await measure()))
}
if (rowsPath === undefined || rowsPath === '-') console.log(toTable(rows))
else await writeFile(rowsPath, JSON.stringify(rows))
