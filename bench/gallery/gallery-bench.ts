/**
 * Benchmarks the Gallery in the real window with libraries of three sizes: first paint, scrolling by wheel and
 * scrollbar, selecting all, memory. Script is CPU time of the window's thread as recorded by Chromium; wall times
 * include painting and any other load on the computer. Writes its rows to the given path, or prints them.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launch, quit, type Running } from '../../test/e2e/support/launch.ts'
import { call } from '../../test/e2e/support/bridge.ts'
import { GalleryPage } from '../../test/e2e/pages/gallery-page.ts'
import { percentile } from '../report/statistics.ts'
import { rowOf, type Row } from '../report/row.ts'
import { toTable } from '../report/table.ts'
import { traceWindow } from '../window/window-trace.ts'
import { fillHome } from '../../test/support/fill-home.ts'
import { watchTiles } from './watch-tiles.ts'

/** A million takes minutes to insert, so it runs only when requested by name. */
const sizes = [1_000, 10_000, 100_000]
const sizesByName = [1_000_000]
const frameScriptMs = 33
const layouts = ['grid', 'justified', 'list'] as const

async function measure(count: number): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  await fillHome(home, count, 240)
  // Records inserted directly into the tables are indexed by the first start; normally each write does so.
  const first = await launch({ home })
  // A key pressed before the window listens would be lost.
  await first.page.locator('.rail [aria-label^="Gallery"]').waitFor({ timeout: 120_000 })
  await new GalleryPage(first.page).open()
  await leaveGallery(first)
  await quit(first)
  const cold = await measureColdOpening(home, count.toLocaleString('en-GB'))
  const running = await launch({ home })
  try {
    const { page } = running
    const gallery = new GalleryPage(page)
    const name = count.toLocaleString('en-GB')
    await call(page, 'settings.change', { hasSeenFirstStart: true })
    // Excludes the background work at startup from the measurement.
    await page.waitForTimeout(4_000 + count / 10)
    const rows = [...cold, ...(await measureOpening(running, name))]
    await gallery.open()
    for (const layout of layouts) {
      await call(page, 'settings.change', { gallery: { layout, sort: 'newest', isStacked: false } })
      await page.locator(`.gallery-section[data-layout="${layout}"]`).waitFor()
      await page.waitForTimeout(500)
      rows.push(...(await measureScrolling(running, `${name}, ${layout}`)))
    }
    await call(page, 'settings.change', { gallery: { layout: 'grid', sort: 'newest', isStacked: false } })
    rows.push(...(await measureChoosing(running, name)))
    rows.push(rowOf(`${name}: memory of the window`, await windowMb(running), 'MB', null))
    return rows
  } finally {
    await quit(running)
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The user's first action, while the rest of startup is still running. */
async function measureColdOpening(home: string, name: string): Promise<Row[]> {
  const running = await launch({ home })
  try {
    await call(running.page, 'settings.change', { hasSeenFirstStart: true })
    await running.page.locator('.rail [aria-label^="Gallery"]').waitFor()
    return await measureOpening(running, `${name}, right after the start`)
  } finally {
    await leaveGallery(running)
    await quit(running)
  }
}

/** The next start restores this route. */
async function leaveGallery({ page }: Running): Promise<void> {
  await page.keyboard.press('ControlOrMeta+1')
  await page.locator('.gallery-grid').waitFor({ state: 'hidden' })
}

async function measureOpening({ page }: Running, name: string): Promise<Row[]> {
  const times = await page.evaluate(async () => {
    const button = document.querySelector<HTMLElement>('.rail [aria-label^="Gallery"]')
    const startMs = performance.now()
    button?.click()
    while (document.querySelector('.gallery-tile') === null) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    const shownMs = performance.now() - startMs
    for (;;) {
      const tiles = [...document.querySelectorAll('.gallery-tile')]
      const inView = tiles.filter((tile) => tile.getBoundingClientRect().top < innerHeight)
      const images = [...document.querySelectorAll<HTMLImageElement>('.gallery-tile img')]
      if (images.filter((i) => i.complete && i.naturalWidth > 0).length >= inView.length) break
      await new Promise(requestAnimationFrame)
    }
    return { shownMs, drawnMs: performance.now() - startMs }
  })
  return [
    rowOf(`${name}: first paint, by the clock`, times.shownMs, 'ms', 300),
    rowOf(`${name}: … with every thumbnail in view`, times.drawnMs, 'ms', null),
  ]
}

async function measureScrolling(running: Running, name: string): Promise<Row[]> {
  const { page, app } = running
  const box = (await page.locator('.gallery-grid').boundingBox())!
  await page.locator('.gallery-grid').evaluate((element) => element.scrollTo(0, 0))
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const wheelBlank = await watchTiles(page)
  const wheel = await traceWindow(app, async () => {
    for (let step = 0; step < 60; step++) {
      await page.mouse.wheel(0, 120)
      await page.waitForTimeout(16)
    }
    await page.waitForTimeout(600)
  })
  const blankByWheel = await wheelBlank()
  const barBlank = await watchTiles(page)
  const bar = await traceWindow(app, async () => {
    await dragBar(page, box)
    await page.waitForTimeout(900)
  })
  const blankByBar = await barBlank()
  const isAtEnd = await page
    .locator('.gallery-grid')
    .evaluate((element) => element.scrollTop + element.clientHeight >= element.scrollHeight - 2)
  if (!isAtEnd) throw new Error(`${name}: the bar did not lead to the end`)
  return [
    rowOf(`${name}: wheel, script in one task, p95`, percentile(wheel.scriptPerTask(), 95), 'ms', null),
    rowOf(`${name}: wheel, script in one task, most`, Math.max(...wheel.scriptPerTask()), 'ms', frameScriptMs),
    rowOf(`${name}: wheel, longest blank tile, by the clock`, blankByWheel, 'ms', 150),
    rowOf(`${name}: bar, script in one task, most`, Math.max(...bar.scriptPerTask()), 'ms', frameScriptMs),
    rowOf(`${name}: bar, longest blank tile, by the clock`, blankByBar, 'ms', 150),
    rowOf(`${name}: bar, main’s longest task`, Math.max(...bar.mainTasks()), 'ms', null),
    rowOf(`${name}: bar, clock over processor (other programs)`, bar.noise, '×', null),
  ]
}

/** Drags the scrollbar from top to end in sixty steps. */
async function dragBar(page: Page, box: { x: number; y: number; width: number; height: number }): Promise<void> {
  const x = box.x + box.width - 5
  await page.locator('.gallery-grid').evaluate((element) => element.scrollTo(0, 0))
  await page.mouse.move(x, box.y + 8)
  await page.mouse.down()
  for (let step = 1; step <= 60; step++) {
    await page.mouse.move(x, box.y + 8 + ((box.height + 40) * step) / 60)
    await page.waitForTimeout(12)
  }
  await page.mouse.up()
}

async function measureChoosing({ page, app }: Running, name: string): Promise<Row[]> {
  await page.locator('.gallery-tile').first().click()
  await page.evaluate(() => {
    const times = { fromMs: 0, toMs: 0 }
    Object.assign(globalThis, { choosing: times })
    addEventListener('keydown', (event) => event.key === 'a' && (times.fromMs = performance.now()), { capture: true })
    new MutationObserver(() => {
      if (times.toMs > 0 || !/chosen/.test(document.querySelector('.gallery-count')?.textContent ?? '')) return
      if (times.fromMs > 0) requestAnimationFrame(() => (times.toMs = performance.now()))
    }).observe(document.querySelector('.gallery-count')!, { subtree: true, childList: true, characterData: true })
  })
  const trace = await traceWindow(app, async () => {
    await page.keyboard.press('ControlOrMeta+a')
    await page.waitForFunction(() => (globalThis as unknown as { choosing: { toMs: number } }).choosing.toMs > 0)
  })
  const clockMs = await page.evaluate(() => {
    const { choosing } = globalThis as unknown as { choosing: { fromMs: number; toMs: number } }
    return choosing.toMs - choosing.fromMs
  })
  return [
    rowOf(`${name}: choose all, script in one task, most`, Math.max(...trace.scriptPerTask()), 'ms', 100),
    rowOf(`${name}: choose all, to the next frame, by the clock`, clockMs, 'ms', 100),
  ]
}

async function windowMb({ app, page }: Running): Promise<number> {
  await page.waitForTimeout(3_000)
  const kilobytes = await app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .reduce((sum, { memory }) => sum + memory.workingSetSize, 0),
  )
  return kilobytes / 1_024
}

const [rowsPath, ...wanted] = process.argv.slice(2)
const rows: Row[] = []
const chosen = wanted.length === 0 ? sizes : [...sizes, ...sizesByName].filter((size) => wanted.includes(String(size)))
for (const size of chosen) rows.push(...(await measure(size)))
if (rowsPath === undefined || rowsPath === '-') console.log(toTable(rows))
else await writeFile(rowsPath, JSON.stringify(rows))
