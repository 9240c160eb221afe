import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import type { DocumentId } from '../../src/shared/domain/ids.ts'
import type { ProviderId } from '../../src/shared/domain/provider-id.ts'
import { activeDocument, call } from '../../test/e2e/support/bridge.ts'
import { launch, quit, type Running } from '../../test/e2e/support/launch.ts'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { promptServices, startServices, type Services } from '../../test/e2e/support/services.ts'
import type { Row } from '../report/row.ts'
import { requestFor } from './request-for.ts'
import { traceWindow } from '../window/window-trace.ts'
import { median } from '../report/statistics.ts'

const rounds = 7
const imageSidePx = 2_048
const thumbnailPx = 512
const jobCount = 100
const queueCount = 1_000
const frameMaxMs = 50
/** The ten cloud services. */
const services: readonly ProviderId[] = [...promptServices, 'replicate', 'runway']

async function measureProviders(part: string | undefined): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  const image = await makeImage()
  const answeredAtMs: number[] = []
  const played = await startServices(services, {
    image: () => image,
    onAnswered: () => answeredAtMs.push(Date.now()),
  })
  const running = await launch({ home, env: { ...played.env, ...played.keyEnv } })
  try {
    await new StudioPage(running.page).canvas.ready()
    if (part === 'frames') return await measureFrames(running, played)
    const answers = await measureAnswer(running, image, answeredAtMs)
    if (part === 'answers') return answers
    return [...answers, ...(await measureFrames(running, played)), await measureQueue(running)]
  } finally {
    await quit(running)
    await played.close()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Approximates a photograph: the sample enlarged, with sensor noise, which is what makes PNG slow. */
async function makeImage(): Promise<Buffer> {
  const size = { width: imageSidePx, height: imageSidePx }
  const noise = await sharp({
    create: { ...size, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 8, sigma: 4 } },
  })
    .png({ compressionLevel: 1 })
    .toBuffer()
  return sharp('resources/samples/coffee.png')
    .resize(size)
    .composite([{ input: noise, blend: 'add' }])
    .png()
    .toBuffer()
}

/** Measures from the service's last byte to the result's thumbnail appearing in the strip. */
async function measureAnswer({ page }: Running, image: Buffer, answeredAtMs: number[]): Promise<Row[]> {
  const { id: documentId } = await activeDocument(page)
  const ours: number[] = []
  const alone: number[] = []
  for (let round = 0; round < rounds; round++) {
    alone.push(await thumbnailAlone(image))
    answeredAtMs.length = 0
    const shown = whenThumbnailShows(page)
    await call(page, 'jobs.generate', requestFor('openai', 'gpt-image-2', round, documentId))
    ours.push((await shown) - (answeredAtMs.at(-1) ?? Number.NaN))
    await whenFiled(page)
  }
  // The first run includes starting the imaging process, on both sides.
  return [
    {
      what: 'a service’s answer (4-megapixel PNG) to its thumbnail on screen',
      value: median(ours.slice(1)),
      unit: 'ms',
      baseline: { what: 'decode and encode of the thumbnail alone', value: median(alone.slice(1)) },
      goal: { type: 'at most', limit: 1.5 },
    },
  ]
}

async function thumbnailAlone(image: Buffer): Promise<number> {
  const startedAt = performance.now()
  await sharp(image).resize(thumbnailPx, thumbnailPx, { fit: 'inside' }).webp().toBuffer()
  return performance.now() - startedAt
}

/**
 * Resolves with the time at which the next thumbnail in the strip has been decoded and drawn. Event-driven: polling
 * every frame would distort the measurement.
 */
function whenThumbnailShows(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new MutationObserver((changes) => {
          const targets = changes.map(({ target }) => target).filter((target) => target instanceof HTMLCanvasElement)
          if (!targets.some((canvas) => canvas.closest('.strip-cards .card-image') !== null)) return
          observer.disconnect()
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())))
        })
        // The thumbnail's size is set when it is drawn.
        observer.observe(document.body, { subtree: true, attributeFilter: ['height'] })
      }),
  )
}

/** The thumbnail that replaces the response's own pixels must not count for the next round. */
async function whenFiled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const images = [...document.querySelectorAll<HTMLImageElement>('.strip-cards .card-image img')]
    const looks = document.querySelectorAll('.strip-cards .card-image canvas')
    return (
      looks.length === 0 &&
      images.length > 0 &&
      images.every(({ complete, src }) => complete && src.includes('/thumb-'))
    )
  })
}

interface Watched {
  readonly gapsMs: number[]
  readonly scriptsMs: number[]
}

/** Records frame durations from now on, and scripts in frames longer than 50 ms. */
async function watchFrames(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    const watched: Watched = { gapsMs: [], scriptsMs: [0] }
    let last = performance.now()
    const tick = (now: number): void => {
      watched.gapsMs.push(now - last)
      last = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { scripts } = entry as PerformanceEntry & { readonly scripts: readonly PerformanceEntry[] }
        for (const { duration } of scripts) watched.scriptsMs.push(duration)
      }
    })
    observer.observe({ type: 'long-animation-frame' })
    Object.assign(globalThis, { watched })
  })
  return () => page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched)
}

/** Measures the longest frame and the longest script of the window while a hundred jobs run. */
async function measureFrames({ app, page }: Running, played: Services): Promise<Row[]> {
  const read = await watchFrames(page)
  const { id: documentId } = await activeDocument(page)
  const trace = await traceWindow(app, () => runJobs(page, played, documentId))
  const { gapsMs, scriptsMs } = await read()
  const goal = { type: 'at most', limit: frameMaxMs } as const
  const while100 = `while ${jobCount} jobs run at ${services.length} services`
  return [
    {
      what: `longest frame ${while100} (${gapsMs.length} frames)`,
      value: Math.max(...gapsMs.slice(1)),
      unit: 'ms',
      baseline: null,
      goal,
    },
    {
      what: '… processor time of the window’s thread in one frame, most',
      value: Math.max(...trace.frames()),
      unit: 'ms',
      baseline: null,
      goal,
    },
    { what: '… clock over processor (other programs)', value: trace.noise, unit: '×', baseline: null, goal: null },
    { what: `longest script ${while100}`, value: Math.max(...scriptsMs), unit: 'ms', baseline: null, goal },
  ]
}

/** Runs a hundred jobs, from the first to the last one done. */
async function runJobs(page: Page, played: Services, documentId: DocumentId): Promise<void> {
  const ids: string[] = []
  for (let index = 0; index < jobCount; index++) {
    const id = services[index % services.length]!
    const made = await call(page, 'jobs.generate', requestFor(id, played.modelOf(id), index, documentId))
    ids.push(...made.ids)
  }
  const unfinished = async () => {
    const jobs = await call(page, 'jobs.list', { documentId })
    return jobs.filter(({ id, state }) => ids.includes(id) && (state === 'queued' || state === 'running')).length
  }
  while ((await unfinished()) > 0) await new Promise((resolve) => setTimeout(resolve, 500))
}

/** Measures the longest time the window is blocked while a single click queues a thousand jobs. */
async function measureQueue({ page }: Running): Promise<Row> {
  await call(page, 'queue.pause', { lane: null })
  const { id: documentId } = await activeDocument(page)
  const requests = Array.from({ length: queueCount }, (_, index) => {
    const { maskPng: _mask, ...request } = requestFor('fake', 'demo-waves', index, documentId)
    return { ...request, hasMask: false }
  })
  const read = await watchFrames(page)
  await call(page, 'jobs.run', { runId: crypto.randomUUID(), maskPng: null, requests })
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const { scriptsMs } = await read()
  await call(page, 'queue.cancel', { callIds: null })
  return {
    what: `longest script while ${queueCount} jobs are queued`,
    value: Math.max(...scriptsMs),
    unit: 'ms',
    baseline: null,
    goal: { type: 'at most', limit: frameMaxMs },
  }
}

const [, , rowsPath, part] = process.argv
if (rowsPath === undefined) throw new Error('usage: providers-bench.ts ROWS.json [answers|frames]')
await writeFile(rowsPath, JSON.stringify(await measureProviders(part)))
