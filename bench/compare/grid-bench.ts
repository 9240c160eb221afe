/**
 * Benchmarks a grid of 400 images in the real window: scrolling and linked zooming. Writes its rows to the given path, or
 * prints them.
 */
import { writeFile } from 'node:fs/promises'
import { blankRequest } from '../../src/shared/domain/generation.ts'
import { call } from '../../test/e2e/support/bridge.ts'
import { rowOf, type Row } from '../report/row.ts'
import { percentile } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { withStudio, type StudioWindow } from '../window/studio-window.ts'
import { traceWindow, type WindowTrace } from '../window/window-trace.ts'

const side = 20
/** Script time budget. */
const frameMs = 33

async function gridRows(): Promise<Row[]> {
  return withStudio(async (window) => {
    await makeGrid(window)
    const scroll = await traceWindow(window.running.app, () => scrollAbout(window))
    const zoom = await traceWindow(window.running.app, () => zoomAbout(window))
    return [...scriptRows('scrolling a grid of 400', scroll), ...scriptRows('zooming a grid of 400', zoom)]
  })
}

async function makeGrid(window: StudioWindow): Promise<void> {
  const { page } = window.running
  const { id } = await call(page, 'grids.create', {
    draft: {
      name: 'Four hundred',
      request: {
        ...blankRequest,
        provider: 'fake',
        model: 'demo-shapes',
        prompt: 'kite',
        size: { widthPx: 256, heightPx: 256 },
      },
      axes: [
        { variable: 'seed', values: Array.from({ length: side }, (_, at) => at + 1) },
        { variable: 'prompt', search: 'kite', values: Array.from({ length: side }, (_, at) => `kite ${at + 1}`) },
      ],
      order: 'listed',
    },
    maskPng: null,
  })
  while ((await call(page, 'grids.view', { id })).open > 0) await window.rest(1_000)
  await page.keyboard.press('ControlOrMeta+3')
  await page.keyboard.press('Shift+G')
  await page.getByRole('button', { name: /^Four hundred/ }).click()
  await page.locator('.grid-cell img').first().waitFor()
}

async function hover({ running: { page } }: StudioWindow): Promise<void> {
  const box = await page.getByRole('grid', { name: 'Grid' }).boundingBox()
  if (box === null) throw new Error('The grid is not on the screen.')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
}

/** From corner to corner and back, as fast as wheel events are accepted. */
async function scrollAbout(window: StudioWindow): Promise<void> {
  await hover(window)
  for (const way of [1, -1]) {
    for (let step = 0; step < 60; step++) await window.running.page.mouse.wheel(0, way * 90)
    for (let step = 0; step < 60; step++) await window.running.page.mouse.wheel(way * 90, 0)
    await window.rest(300)
  }
}

async function zoomAbout(window: StudioWindow): Promise<void> {
  const { page } = window.running
  await hover(window)
  await page.keyboard.down('Control')
  for (const way of [-1, 1]) for (let step = 0; step < 40; step++) await page.mouse.wheel(0, way * 40)
  await page.keyboard.up('Control')
  await window.rest(300)
}

function scriptRows(what: string, trace: WindowTrace): Row[] {
  const script = trace.scriptPerTask()
  return [
    rowOf(`${what}: longest script of a frame`, Math.max(...script), 'ms', frameMs),
    rowOf(`${what}: 99 of 100 frames`, percentile(script, 99), 'ms', frameMs / 2),
    rowOf(`${what}: clock through processor time`, trace.noise, '×', null),
  ]
}

const rows = await gridRows()
const target = process.argv[2]
if (target === undefined) console.log(toTable(rows))
else await writeFile(target, JSON.stringify(rows))
