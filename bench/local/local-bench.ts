import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine/index.ts'
import { openSdLibrary } from '../../src/main/engine/host/sd-library.ts'
import { scanFolders, type ScanCache } from '../../src/main/model-files/index.ts'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'
import { activeDocument, call } from '../../test/e2e/support/bridge.ts'
import { launch, quit } from '../../test/e2e/support/launch.ts'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { buildStandIn } from '../../test/support/engine/build-stand-in.ts'
import { engineRequest } from '../../test/support/engine/engine-request.ts'
import { checkpoint, unet } from '../../test/support/models/image-models.ts'
import { writeSafetensors } from '../../test/support/models/write-model.ts'
import { requestFor } from '../providers/request-for.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { traceWindow } from '../window/window-trace.ts'

const hostEntry = fileURLToPath(new URL('../../src/main/engine/host/engine-host.ts', import.meta.url))

const rounds = 5
/** The stand-in takes 100 ms per step for prompts with this word, like a good graphics card with SDXL. */
const prompt = 'slow'
const steps = 20
const sidePx = 1_024
const fileCount = 500

async function measureLocal(): Promise<Row[]> {
  const { folder, libraryPath } = await buildStandIn()
  try {
    const modelPath = writeSafetensors(join(folder, 'models', 'paper.safetensors'), checkpoint(unet(), 'sd1'))
    const libraryMs = await libraryAlone(libraryPath, modelPath)
    return [
      await measureEngine(libraryPath, modelPath, libraryMs),
      ...(await measureWindow(libraryPath, join(folder, 'models'), libraryMs)),
      ...(await measureScan()),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Duration of the engine library's call alone. */
async function libraryAlone(libraryPath: string, modelPath: string): Promise<number> {
  const silent = { onStep: () => undefined, onPreview: () => undefined, onLog: () => undefined }
  const library = openSdLibrary(libraryPath, silent)
  const request = engineRequest(modelPath)
  const context = await library.open(request.model)
  const defaults = library.defaults()
  const values = {
    ...defaults,
    prompt,
    negative_prompt: '',
    width: sidePx,
    height: sidePx,
    batch_count: 1,
    seed: 7n,
    sample_params: { ...(defaults['sample_params'] as object), sample_steps: steps },
  }
  const times = await repeat(() => context.generate(values))
  await context.close()
  return median(times)
}

/** Measures from request to PNG in this process, with a preview per step. */
async function measureEngine(libraryPath: string, modelPath: string, libraryMs: number): Promise<Row> {
  const engine = createEngine({
    start: (library) => startForkedChild(hostEntry, { args: [library], isOverheard: true }),
  })
  const request = engineRequest(modelPath, { prompt, steps, widthPx: sidePx, heightPx: sidePx, wantsPreviews: true })
  const watch = { signal: new AbortController().signal, onPreview: () => undefined }
  try {
    // The first run starts the process and loads the model.
    await engine.generate(libraryPath, request, watch)
    const times = await repeat(() => engine.generate(libraryPath, request, watch))
    return besides(`${steps} steps of 100 ms, ${sidePx} px, to the image in main`, median(times), libraryMs)
  } finally {
    await engine.dispose()
  }
}

/** Measures end to end, from the click to the result in the library, and the window's load meanwhile. */
async function measureWindow(libraryPath: string, models: string, libraryMs: number): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  const settings = { version: 1, hasSeenFirstStart: true, enginePath: libraryPath, modelFolders: [models] }
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings))
  const running = await launch({ home })
  const { app, page } = running
  try {
    await new StudioPage(page).canvas.ready()
    await draw(page, 0)
    const times: number[] = []
    const trace = await traceWindow(app, async () => {
      for (let round = 1; round <= rounds; round++) times.push(await draw(page, round))
    })
    return [
      besides('… from the click to the result in the library', median(times), libraryMs),
      rowOf('the window’s longest script meanwhile', Math.max(...trace.scriptPerTask()), 'ms', 33),
      rowOf('main’s longest task meanwhile', Math.max(...trace.mainTasks()), 'ms', 33),
    ]
  } finally {
    await quit(running)
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function draw(page: Page, round: number): Promise<number> {
  const { id: documentId } = await activeDocument(page)
  const size = { widthPx: sidePx, heightPx: sidePx }
  const request = { ...requestFor('local', 'paper', round, documentId), prompt, steps, size, seed: round }
  const startedAt = performance.now()
  const { ids } = await call(page, 'jobs.generate', request)
  for (;;) {
    const job = (await call(page, 'jobs.list', { documentId })).find(({ id }) => ids.includes(id))
    if (job?.state === 'done') return performance.now() - startedAt
    if (job === undefined || job.state === 'failed') throw new Error(`The image was not drawn: ${JSON.stringify(job)}`)
    await page.waitForTimeout(10)
  }
}

/** Scans files with headers as large as real checkpoints', first uncached, then cached. */
async function measureScan(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-models-'))
  try {
    const paths = Array.from({ length: fileCount }, (_, n) =>
      writeSafetensors(join(folder, `folder ${n % 20}`, `model ${n}.safetensors`), checkpoint(unet(), 'sd1')),
    )
    const { signal } = new AbortController()
    const readMs = median(await repeat(() => Promise.all(paths.map(readHeader))))
    const firstMs = median(await repeat(() => scanFolders([folder], signal)))
    const cache: ScanCache = new Map()
    await scanFolders([folder], signal, cache)
    const againMs = median(await repeat(() => scanFolders([folder], signal, cache)))
    return [
      rowOf(`${fileCount} model files recognized`, firstMs, 'ms', 2_000),
      rowOf('… reading the same headers alone', readMs, 'ms', null),
      rowOf('… again, unchanged', againMs, 'ms', null),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readHeader(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    const length = Number(buffer.readBigUInt64LE(0))
    await file.read(Buffer.alloc(length), 0, length, 8)
  } finally {
    await file.close()
  }
}

async function repeat(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    await work()
    times.push(performance.now() - startedAt)
  }
  return times
}

function besides(what: string, value: number, libraryMs: number): Row {
  const baseline = { what: 'the library’s own call', value: libraryMs }
  return { what, value, unit: 'ms', baseline, goal: { type: 'at most', limit: 1.05 } }
}

const [, , rowsPath] = process.argv
if (rowsPath === undefined) throw new Error('usage: local-bench.ts ROWS.json')
await writeFile(rowsPath, JSON.stringify(await measureLocal()))
