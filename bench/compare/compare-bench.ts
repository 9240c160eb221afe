/**
 * Benchmarks Compare with nine 24-megapixel images in the real window: layout, linked zooming and panning, measuring
 * differences. Writes its rows to the given path, or prints them.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importFiles } from '../../test/e2e/support/bridge.ts'
import { rowOf, type Row } from '../report/row.ts'
import { percentile } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { writePhotograph } from '../../test/support/photograph.ts'
import { withStudio, type StudioWindow } from '../window/studio-window.ts'
import { traceWindow, type WindowTrace } from '../window/window-trace.ts'

const size = { widthPx: 6_000, heightPx: 4_000 }
const count = 9
/** Script time budget. */
const frameMs = 33

async function compareRows(): Promise<Row[]> {
  return withStudio(async (window) => {
    await fillTable(window)
    const rows: Row[] = []
    const zoom = await traceWindow(window.running.app, () => zoomAbout(window))
    rows.push(...scriptRows('zoom of nine 24-megapixel images', zoom))
    const pan = await traceWindow(window.running.app, () => dragAbout(window))
    rows.push(...scriptRows('moving nine 24-megapixel images', pan))
    const memory = await window.memoryMb()
    rows.push(rowOf('memory of the window', memory.window, 'MB', null))
    rows.push(rowOf('memory of the imaging process', memory.imaging, 'MB', null))
    return rows
  })
}

async function fillTable(window: StudioWindow): Promise<void> {
  const { page } = window.running
  const paths = Array.from({ length: count }, (_, at) => join(window.home, `nine-${at}.jpg`))
  for (const path of paths) await writePhotograph(path, size)
  const { imported } = await importFiles(page, paths)
  if (imported.length !== count) throw new Error('Not all images came in.')
  await page.keyboard.press('ControlOrMeta+2')
  const tiles = page.getByRole('listbox', { name: 'Images' }).getByRole('option', { name: /^nine-/ })
  await tiles.first().waitFor()
  for (let at = 0; at < count; at++) await tiles.nth(at).click(at === 0 ? {} : { modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('c')
  await page
    .locator('.compare-tile')
    .nth(count - 1)
    .waitFor()
  await window.lastPartMs()
}

const middle = async ({ running: { page } }: StudioWindow) => {
  const box = await page.locator('.compare-tile').nth(4).boundingBox()
  if (box === null) throw new Error('The table is not on the screen.')
  return { x: box.x + box.width * 0.6, y: box.y + box.height * 0.4 }
}

/** Zooms in beyond 100% and out again, as fast as wheel events are accepted. */
async function zoomAbout(window: StudioWindow): Promise<void> {
  const { page } = window.running
  const at = await middle(window)
  await page.mouse.move(at.x, at.y)
  for (let turn = 0; turn < 3; turn++) {
    for (const way of [-1, 1]) {
      for (let step = 0; step < 40; step++) await page.mouse.wheel(0, way * 50)
      await window.rest(300)
    }
  }
  await page.keyboard.press('ControlOrMeta+0')
}

async function dragAbout(window: StudioWindow): Promise<void> {
  const { page } = window.running
  const at = await middle(window)
  await page.mouse.move(at.x, at.y)
  for (let step = 0; step < 12; step++) await page.mouse.wheel(0, -100)
  await page.mouse.down()
  for (let step = 0; step < 120; step++) {
    await page.mouse.move(at.x + 90 * Math.sin(step / 6), at.y + 60 * Math.cos(step / 8))
  }
  await page.mouse.up()
}

function scriptRows(what: string, trace: WindowTrace): Row[] {
  const script = trace.scriptPerTask()
  return [
    rowOf(`${what}: longest script of a frame`, Math.max(...script), 'ms', frameMs),
    rowOf(`${what}: 99 of 100 frames`, percentile(script, 99), 'ms', frameMs / 2),
    rowOf(`${what}: clock through processor time`, trace.noise, '×', null),
  ]
}

const rows = await compareRows()
const target = process.argv[2]
if (target === undefined) console.log(toTable(rows))
else await writeFile(target, JSON.stringify(rows))
