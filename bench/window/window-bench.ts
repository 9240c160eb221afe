import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { sandboxFlags } from '../../scripts/setup/project.mjs'
import { CanvasPage } from '../../test/e2e/pages/canvas-page.ts'
import { launch, quit, type Running } from '../../test/e2e/support/launch.ts'
import { answerOpenDialog } from '../../test/e2e/support/native-dialogs.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { writePhotograph } from '../../test/support/photograph.ts'

const bareApp = join(import.meta.dirname, 'bare-window')
/** Single starts and openings differ by a quarter, and medians of five by a tenth. */
const starts = 11
const openings = 9
const idleMs = 8_000

/** Measures startup, memory, and opening a large photograph, each against a window that does nothing else. */
async function measureWindow(): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  try {
    // The first start adds the sample image and fills the disk cache; it is not representative.
    await quit((await startAtelier(home)).running)
    return [await measureStart(home), await measureMemory(home), ...(await measureOpening(home))]
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function measureStart(home: string): Promise<Row> {
  const ours: number[] = []
  const bare: number[] = []
  // Alternates, so that changes in machine speed affect both.
  for (let turn = 0; turn < starts; turn += 1) {
    const { app, elapsedMs } = await startBare()
    bare.push(elapsedMs)
    await app.close()
    const started = await startAtelier(home)
    ours.push(started.elapsedMs)
    await quit(started.running)
  }
  return {
    what: 'start to an image that can be painted on',
    value: median(ours),
    unit: 'ms',
    baseline: { what: 'bare window', value: median(bare) },
    goal: { type: 'at most', limit: 1.5 },
  }
}

async function measureMemory(home: string): Promise<Row> {
  const { app } = await startBare()
  await wait(idleMs)
  const bare = await residentMb(app)
  await app.close()
  const { running } = await startAtelier(home)
  await wait(idleMs)
  const ours = await residentMb(running.app)
  await quit(running)
  return {
    what: 'memory when idle, all processes',
    value: ours,
    unit: 'MB',
    baseline: { what: 'bare window', value: bare },
    goal: { type: 'at most', limit: 1.3 },
  }
}

/** Measures from "open this file" to its pixels on the screen; the baseline only decodes it in a window. */
async function measureOpening(home: string): Promise<Row[]> {
  const paths = Array.from({ length: openings }, (_, turn) => join(home, `large-${turn}.jpg`))
  for (const path of paths) await writePhotograph(path, { widthPx: 6_000, heightPx: 4_000 })
  const bare: number[] = []
  const first: number[] = []
  const exact: number[] = []
  // One opening varies by half on the same machine: both alternate, each in a window just started.
  for (const path of paths) {
    const { app, page: barePage } = await startBare()
    bare.push(await decodeInPage(barePage, path))
    await app.close()
    const { running } = await startAtelier(home)
    const ours = await openInAtelier(running, path)
    first.push(ours.firstMs)
    exact.push(ours.exactMs)
    await quit(running)
  }
  const baseline = { what: 'an <img> in a bare window', value: median(bare) }
  const what = 'open a 24-megapixel JPEG'
  const row = { unit: 'ms', baseline } as const
  return [
    { ...row, what: `${what} to its first pixels`, value: median(first), goal: { type: 'at most', limit: 1.5 } },
    { ...row, what: `${what} to its exact pixels`, value: median(exact), goal: { type: 'at most', limit: 4 } },
  ]
}

/** Counted from when the file is chosen; a user spends longer than this in the dialog. */
const choosingMs = 1_500

async function openInAtelier({ app, page }: Running, path: string): Promise<{ firstMs: number; exactMs: number }> {
  const first = await watchIncoming(page)
  const answered = await answerOpenDialog(app, [path], choosingMs)
  await page.keyboard.press('ControlOrMeta+o')
  await page.getByRole('tab', { name: basename(path, '.jpg'), selected: true }).waitFor()
  // The placeholder image is removed once the canvas has drawn the exact pixels.
  await page.locator('.incoming-image').waitFor({ state: 'detached' })
  const exactAtMs = Date.now()
  await new CanvasPage(page).waitForPixels()
  const answeredAtMs = (await answered()) ?? Number.NaN
  return { firstMs: (await first()) - answeredAtMs, exactMs: exactAtMs - answeredAtMs }
}

/** Records the wall time at which an incoming image was painted; same method as in the bare window. */
async function watchIncoming(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('.incoming-image[data-shown="true"]') === null) return
      observer.disconnect()
      const painted = new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      Object.assign(globalThis, { incomingPaintedAt: painted.then(() => Date.now()) })
    })
    observer.observe(document.body, { childList: true, subtree: true, attributes: true })
  })
  return () =>
    page.evaluate(() => (globalThis as { incomingPaintedAt?: Promise<number> }).incomingPaintedAt ?? Number.NaN)
}

function decodeInPage(page: Page, path: string): Promise<number> {
  return page.evaluate(async (url) => {
    const startedAtMs = performance.now()
    const image = new Image()
    image.src = url
    await image.decode()
    document.body.append(image)
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    return performance.now() - startedAtMs
  }, `file://${path}`)
}

async function startBare(): Promise<{ app: ElectronApplication; page: Page; elapsedMs: number }> {
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE']
  const startedAtMs = Date.now()
  const app = await _electron.launch({ args: [...sandboxFlags, bareApp], env: env as Record<string, string> })
  const page = await app.firstWindow()
  await page.waitForFunction(() => document.querySelector('#ready') !== null, undefined, { polling: 'raf' })
  return { app, page, elapsedMs: Date.now() - startedAtMs }
}

async function startAtelier(home: string): Promise<{ running: Running; elapsedMs: number }> {
  const startedAtMs = Date.now()
  const running = await launch({ home })
  await new CanvasPage(running.page).waitForPixels()
  return { running, elapsedMs: Date.now() - startedAtMs }
}

/** Resident memory of every process of the program. Shared pages count in each, here as in the baseline. */
function residentMb(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: electron }) => {
    const kilobytes = electron.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize, 0)
    return kilobytes / 1024
  })
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

const rowsPath = process.argv[2]
if (rowsPath === undefined) throw new Error('usage: window-bench.ts ROWS.json')
await writeFile(rowsPath, JSON.stringify(await measureWindow()))
