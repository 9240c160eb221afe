import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { withStudio, type StudioWindow } from './studio-window.ts'
import { traceWindow } from './window-trace.ts'

const turns = 3

/** Benchmarks refining a mask and selecting by color, with the window's longest script meanwhile. */
export async function selectionRows(): Promise<Row[]> {
  return [...(await withStudio(refineRows)), ...(await withStudio(colorRows))]
}

async function refineRows(window: StudioWindow): Promise<Row[]> {
  await window.openPhotograph('refining.jpg', { widthPx: 4_096, heightPx: 4_096 })
  const { page } = window.running
  await window.studio.setNumber('Size', 600)
  for (let i = 0; i < 4; i++) await window.stroke(0.1 + 0.2 * i, 0.2 + 0.2 * i, 30)
  await page.getByRole('button', { name: 'Refine…' }).click()
  const apply = () => page.getByRole('button', { name: 'Apply' }).click()
  await window.busyMs(apply)
  return measure(window, 'feather 32 px over 4096 × 4096', 300, apply)
}

async function colorRows(window: StudioWindow): Promise<Row[]> {
  await window.openPhotograph('selecting.jpg', { widthPx: 6_000, heightPx: 4_000 })
  const { page } = window.running
  await page.keyboard.press('w')
  const spot = await window.at(0.5, 0.35)
  const wand = () => page.mouse.click(spot.x, spot.y)
  await window.busyMs(wand)
  const rows = await measure(window, 'wand on 24 megapixels', null, wand)
  const subject = () => page.getByRole('button', { name: 'Subject' }).click()
  rows.push(...(await measure(window, 'subject on 24 megapixels', null, subject)))
  const color = async () => {
    await page.getByRole('button', { name: 'Color…' }).click()
    await page.getByRole('button', { name: 'Mask the color' }).click()
  }
  rows.push(...(await measure(window, 'color range on 24 megapixels', null, color)))
  return rows
}

async function measure(
  window: StudioWindow,
  what: string,
  limitMs: number | null,
  setOff: () => Promise<void>,
): Promise<Row[]> {
  const times: number[] = []
  const trace = await traceWindow(window.running.app, async () => {
    for (let i = 0; i < turns; i++) {
      times.push(await window.busyMs(setOff))
      await window.rest(1_000)
    }
  })
  return [
    rowOf(`${what}: median of ${turns}, by the clock`, median(times), 'ms', null),
    rowOf(`${what}: … less what other programs took`, median(times) / trace.noise, 'ms', limitMs),
    rowOf(`${what}: … processor time of all workers, edges and packing too`, trace.workersMs / turns, 'ms', null),
    rowOf(`${what}: the window’s longest script`, Math.max(...trace.scriptPerTask()), 'ms', 16),
    rowOf(`${what}: clock over processor (other programs)`, trace.noise, '×', null),
  ]
}
