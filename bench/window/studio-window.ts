import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Point, Size } from '../../src/shared/util/geometry.ts'
import { CanvasPage } from '../../test/e2e/pages/canvas-page.ts'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { call, importFiles } from '../../test/e2e/support/bridge.ts'
import { launch, quit, type Running } from '../../test/e2e/support/launch.ts'
import { writePhotograph } from '../../test/support/photograph.ts'

/** No further part for this long means that all have arrived. */
const quietMs = 400

/** The real program with a large photograph open, driven like a user would. */
export class StudioWindow {
  readonly running: Running
  readonly canvas: CanvasPage
  readonly studio: StudioPage
  readonly home: string
  #size: Size = { widthPx: 1, heightPx: 1 }
  #partsAsked = 0
  #partsCome = 0
  #lastPartMs = 0

  constructor(running: Running) {
    this.running = running
    this.home = running.home
    this.canvas = new CanvasPage(running.page)
    this.studio = new StudioPage(running.page)
    running.page.on('request', (request) => {
      if (isPart(request.url())) this.#partsAsked++
    })
    for (const event of ['requestfinished', 'requestfailed'] as const) {
      running.page.on(event as 'requestfinished', (request) => {
        if (!isPart(request.url())) return
        this.#partsCome++
        this.#lastPartMs = Date.now()
      })
    }
  }

  /** Creates a photograph, adds it to the library, and opens it. */
  async openPhotograph(name: string, size: Size): Promise<void> {
    const path = join(this.home, name)
    await writePhotograph(path, size)
    await this.openFile(path, size)
    await this.canvas.ready()
  }

  async openFile(path: string, size: Size): Promise<void> {
    const { page } = this.running
    const { imported } = await importFiles(page, [path])
    await call(page, 'canvas.open', { assetId: imported[0]! })
    await this.shows(path, size)
  }

  /** Resolves when its tab is in front. */
  async shows(path: string, size: Size): Promise<void> {
    await this.running.page.getByRole('tab', { name: nameOf(path), selected: true }).waitFor()
    this.#size = size
  }

  /** Returns when the last part of a large image arrived, as `Date.now()`; waits until no more come. */
  async lastPartMs(): Promise<number> {
    while (this.#partsAsked === 0 || this.#partsAsked > this.#partsCome || Date.now() - this.#lastPartMs < quietMs) {
      await this.rest(20)
    }
    return this.#lastPartMs
  }

  /** Converts fractions of the image's sides to a point on the page. */
  at(x: number, y: number): Promise<Point> {
    return this.canvas.place({ x: x * this.#size.widthPx, y: y * this.#size.heightPx })
  }

  /** Draws a wavy line from side to side, with real pointer events as fast as they are accepted. */
  async stroke(fromY: number, toY: number, moves = 120): Promise<void> {
    const { mouse } = this.running.page
    const [from, to] = [await this.at(0.2, fromY), await this.at(0.8, toY)]
    await mouse.move(from.x, from.y)
    await mouse.down()
    for (let step = 1; step <= moves; step++) {
      const share = step / moves
      const wave = Math.sin(share * 20) * 12
      await mouse.move(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share + wave)
    }
    await mouse.up()
  }

  async undo(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      await this.running.page.keyboard.press('ControlOrMeta+z')
      await this.rest(250)
    }
  }

  rest(ms: number): Promise<void> {
    return this.running.page.waitForTimeout(ms)
  }

  /** Resident memory of a process, MB: `Tab` is the window, a named `Utility` one of the children. */
  async memoryMb(): Promise<{ readonly window: number; readonly imaging: number }> {
    const metrics = await this.running.app.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .map(({ type, name, memory }) => ({ type, name: name ?? '', kilobytes: memory.workingSetSize })),
    )
    const sum = (isWanted: (metric: (typeof metrics)[number]) => boolean) =>
      metrics.filter(isWanted).reduce((all, { kilobytes }) => all + kilobytes, 0) / 1024
    return {
      window: sum(({ type }) => type === 'Tab'),
      imaging: sum(({ name }) => name.toLowerCase().includes('imaging')),
    }
  }

  /** Returns how long the window reports being busy after the trigger. Wall time, ms. */
  async busyMs(setOff: () => Promise<void>): Promise<number> {
    const { page } = this.running
    await page.evaluate(() => {
      const notes = document.querySelector('.canvas-stage-notes')!
      const times = { fromMs: 0, toMs: 0 }
      Object.assign(globalThis, { busyTimes: times })
      new MutationObserver(() => {
        const isBusy = notes.textContent.includes(' …')
        if (isBusy && times.fromMs === 0) times.fromMs = performance.now()
        if (!isBusy && times.fromMs > 0 && times.toMs === 0) times.toMs = performance.now()
      }).observe(notes, { childList: true, subtree: true, characterData: true })
    })
    await setOff()
    const handle = await page.waitForFunction(() => {
      const { busyTimes } = globalThis as unknown as { busyTimes: { fromMs: number; toMs: number } }
      return busyTimes.toMs > 0 && busyTimes.toMs - busyTimes.fromMs
    })
    return Number(await handle.jsonValue())
  }
}

function isPart(url: string): boolean {
  return url.includes('/region?')
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'))
}

export async function withStudio<T>(measure: (window: StudioWindow) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  try {
    return await inStudio(home, measure)
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Starts once with a home that is kept. */
export async function inStudio<T>(home: string, measure: (window: StudioWindow) => Promise<T>): Promise<T> {
  const running = await launch({ home })
  try {
    const window = new StudioWindow(running)
    await window.canvas.waitForPixels()
    return await measure(window)
  } finally {
    await quit(running)
  }
}
