/**
 * Benchmarks opening, viewing, and painting on 150-megapixel images in the real window. Decoding alone is measured in a
 * fresh imaging process of the same run. Writes its rows to the given path, or prints them.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createImaging } from '../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { call, handlesOf } from '../../test/e2e/support/bridge.ts'
import { rowOf, type Row } from '../report/row.ts'
import { percentile } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { writePhotograph } from '../../test/support/photograph.ts'
import { withStudio, type StudioWindow } from './studio-window.ts'
import { traceWindow, type WindowTrace } from './window-trace.ts'

const images = [
  { what: '150 megapixels, JPEG', name: 'wide.jpg', size: { widthPx: 15_000, heightPx: 10_000 } },
  { what: '16,384 px a side, PNG', name: 'tall.png', size: { widthPx: 9_155, heightPx: 16_384 } },
] as const
type Image = (typeof images)[number]

const frameMs = 16

async function largeImageRows(image: Image): Promise<Row[]> {
  return withStudio(async (window) => {
    const path = join(window.home, image.name)
    await writePhotograph(path, image.size)
    const decodeMs = await decodeAlone(path, image)
    const { what } = image
    const rows = await openingRows(window, path, image, decodeMs)
    await window.canvas.ready()
    rows.push(...(await movingRows(window, what)))
    rows.push(...(await paintingRows(window, what)))
    const memory = await window.memoryMb()
    rows.push(rowOf(`${what}: memory of the window`, memory.window, 'MB', null))
    rows.push(rowOf(`${what}: memory of the imaging process`, memory.imaging, 'MB', null))
    return rows
  })
}

/** Decodes the whole image once, in an otherwise idle process. */
async function decodeAlone(path: string, { size }: Image): Promise<number> {
  const imaging = createImaging({ start: () => startForkedChild(join(projectRoot, 'out/main/imaging.js')) })
  try {
    // Starting the process does not count as decoding.
    await imaging.probe({ path })
    const startMs = performance.now()
    const area = { x: 0, y: 0, widthPx: Math.min(512, size.widthPx), heightPx: Math.min(512, size.heightPx) }
    await imaging.readRegion({ sourcePath: path, area, level: 0 })
    return performance.now() - startMs
  } finally {
    await imaging.dispose()
  }
}

async function openingRows(
  window: StudioWindow,
  path: string,
  { what, size }: Image,
  decodeMs: number,
): Promise<Row[]> {
  const { page } = window.running
  const files = await handlesOf(page, [path])
  const startMs = Date.now()
  const { imported } = await call(page, 'library.importFiles', { files })
  const filedMs = Date.now()
  const assetId = imported[0]!
  await call(page, 'canvas.open', { assetId })
  await window.shows(path, size)
  await window.canvas.waitForPixels()
  const firstMs = Date.now()
  const sharpMs = await window.lastPartMs()
  const baseline = { what: 'decoding alone', value: decodeMs }
  const goal = { type: 'at most', limit: 2.5 } as const
  return [
    { what: `${what}: from the open image to first paint`, value: firstMs - filedMs, unit: 'ms', baseline, goal },
    { what: `${what}: … to all the pixels that fit the screen`, value: sharpMs - filedMs, unit: 'ms', baseline, goal },
    { what: `${what}: … filing the file first`, value: filedMs - startMs, unit: 'ms', baseline, goal: null },
  ]
}

async function movingRows(window: StudioWindow, what: string): Promise<Row[]> {
  const { page } = window.running
  const middle = await window.at(0.5, 0.5)
  await page.mouse.move(middle.x, middle.y)
  const zooming = await traceWindow(window.running.app, async () => {
    for (let i = 0; i < 40; i++) await turnWheel(window, i < 20 ? -120 : 120)
    await window.rest(1_500)
  })
  for (let i = 0; i < 12; i++) await turnWheel(window, -120)
  await window.rest(2_000)
  const panning = await traceWindow(window.running.app, async () => {
    await page.keyboard.down('Space')
    await page.mouse.down()
    for (let i = 0; i < 120; i++)
      await page.mouse.move(middle.x + Math.sin(i / 15) * 200, middle.y + Math.cos(i / 15) * 150)
    await page.mouse.up()
    await page.keyboard.up('Space')
    await window.rest(1_500)
  })
  await page.keyboard.press('ControlOrMeta+0')
  return [...scriptRows(`${what}: zooming`, zooming), ...scriptRows(`${what}: panning`, panning)]
}

async function turnWheel(window: StudioWindow, by: number): Promise<void> {
  await window.running.page.mouse.wheel(0, by)
  await window.rest(30)
}

async function paintingRows(window: StudioWindow, what: string): Promise<Row[]> {
  await window.studio.setNumber('Size', 600)
  await window.studio.setNumber('Hardness', 0)
  await window.stroke(0.3, 0.7, 40)
  await window.undo(1)
  const trace = await traceWindow(window.running.app, async () => {
    for (let i = 0; i < 3; i++) await window.stroke(0.2 + 0.2 * i, 0.3 + 0.2 * i)
    await window.rest(1_500)
    await window.undo(3)
  })
  const moves = trace.events('pointermove').map(({ processorMs }) => processorMs)
  const undo = trace.events('keydown').map(({ processorMs }) => processorMs)
  return [
    rowOf(`${what}: painting, handler per move, p95`, percentile(moves, 95), 'ms', 4),
    rowOf(`${what}: painting, undo, slowest`, Math.max(...undo), 'ms', 20),
    ...scriptRows(`${what}: painting`, trace),
  ]
}

function scriptRows(what: string, trace: WindowTrace): Row[] {
  return [
    rowOf(`${what}, script in one task, p95`, percentile(trace.scriptPerTask(), 95), 'ms', null),
    rowOf(`${what}, script in one task, most`, Math.max(...trace.scriptPerTask()), 'ms', frameMs),
    rowOf(`${what}, clock over processor (other programs)`, trace.noise, '×', null),
  ]
}

const [rowsPath, ...names] = process.argv.slice(2)
const rows: Row[] = []
for (const image of images) {
  if (names.length === 0 || names.includes(image.name)) rows.push(...(await largeImageRows(image)))
}
if (rowsPath === undefined || rowsPath === '-') console.log(toTable(rows))
else await writeFile(rowsPath, JSON.stringify(rows))
