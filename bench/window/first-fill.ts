import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { inStudio, type StudioWindow } from './studio-window.ts'

const size = { widthPx: 1_152, heightPx: 896 }
const starts = 3
/** Time after startup until its background work is done. */
const settleMs = 4_000
/** Time from the end of the stroke to the shortcut, for a practiced user. */
const pauseMs = 200
const previewUrls = 'asset://preview/'

/** Measures from the shortcut to the first preview in the window: the first fill after a start, and the next one. */
export async function firstFillRows(): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  try {
    const photograph = join(home, 'first-fill.png')
    await inStudio(home, (window) => window.openPhotograph('first-fill.png', size))
    const fills: { readonly firstMs: number; readonly nextMs: number }[] = []
    for (let n = 0; n < starts; n++) {
      fills.push(await inStudio(home, (window) => measureFills(window, photograph)))
    }
    return [
      rowOfFill(
        'the first fill after a start',
        fills.map(({ firstMs }) => firstMs),
      ),
      rowOfFill(
        'the next fill',
        fills.map(({ nextMs }) => nextMs),
      ),
    ]
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

function rowOfFill(which: string, ms: readonly number[]): Row {
  return rowOf(`first preview of ${which}, 1 megapixel`, median(ms), 'ms', 300)
}

async function measureFills(window: StudioWindow, photograph: string) {
  await window.shows(photograph, size)
  await window.studio.setNumber('Size', 80)
  await window.rest(settleMs)
  await window.studio.scribble({ x: 480, y: 360 }, { x: 660, y: 520 })
  await window.rest(pauseMs)
  return { firstMs: await previewMs(window), nextMs: await previewMs(window) }
}

async function previewMs({ running: { page }, studio }: StudioWindow): Promise<number> {
  const preview = page.waitForEvent('requestfinished', (request) => request.url().startsWith(previewUrls))
  const shownMs = preview.then(() => performance.now())
  const pressedMs = performance.now()
  await studio.fill()
  return (await shownMs) - pressedMs
}
