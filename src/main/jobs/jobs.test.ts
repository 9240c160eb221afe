import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { buildJob } from '../../../test/support/build-job.ts'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { createMemoryJobStore } from '../../../test/support/memory-job-store.ts'
import { createRecordingLogger } from '../../../test/support/recording-logger.ts'
import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import type { FillInput, JobSnapshot } from '../../shared/domain/job.ts'
import { AppError } from '../../shared/errors/index.ts'
import { provisionalName } from '../../shared/util/result-name.ts'
import type { FillContext, FillOutcome, Imaging } from '../imaging/imaging.ts'
import type { NewResult } from '../assets/assets.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createJobs } from './jobs.ts'
import { assetsFrom } from '../../../test/support/fake-assets.ts'
import { noInpainting } from '../../../test/support/no-inpainting.ts'

type FillCall = {
  request: Parameters<Imaging['fill']>[0]
  options: FillContext
  finish(outcome?: Partial<FillOutcome>): Promise<void>
  fail(error: unknown): void
}

const assetId = newId<AssetId>()
const documentId = newId<DocumentId>()
function inputOf(change: Partial<FillInput> = {}): FillInput {
  return {
    documentId,
    assetId,
    maskPng: new Uint8Array([1]),
    model: null,
    samplingPng: null,
    growPx: 4,
    featherPx: 8,
    seed: 7,
    colourAdaptation: 0.5,
    ...change,
  }
}

const never = () => Promise.reject(new AppError('internal/bug', 'Only fills here.'))

/** Every call waits until the test finishes it; aborting rejects as the real one does. */
function createFakeImaging() {
  const calls: FillCall[] = []
  const fill: Imaging['fill'] = (request, callOptions) => {
    const options = callOptions as FillContext
    const { promise, resolve, reject } = Promise.withResolvers<FillOutcome>()
    options.signal.addEventListener('abort', () => reject(AppError.cancelled()))
    calls.push({
      request,
      options,
      async finish(outcome = {}) {
        await Promise.all([writeFile(request.resultPath, 'result'), writeFile(request.effectiveMaskPath, 'mask')])
        resolve({ widthPx: 4, heightPx: 3, hasAlpha: false, changedInside: 5, changedOutside: 0, ...outcome })
      },
      fail: reject,
    })
    return promise
  }
  const forServices = {
    prepareInput: never,
    prepareMarked: never,
    encodeMask: never,
    inspectAnswer: never,
    compositeAnswer: never,
  }
  const forMasks = { measureMask: never, drawMarkupMask: never, expandMask: never, mergePart: never, mergeParts: never }
  const forEdits = { ...forMasks, previewBlend: never, reframe: never }
  return { calls, fill, warmUpFill: vi.fn(async () => undefined), ...forServices, ...forEdits }
}

function createFakeLibrary() {
  const filed: NewResult[] = []
  const parent = { id: assetId, name: 'coffee', recipe: { operation: 'import' } } as Asset
  return {
    filed,
    holdFiling: null as Promise<void> | null,
    trash: vi.fn(async () => undefined),
    restore: vi.fn(async () => undefined),
    require: async (id: AssetId) => {
      if (id !== assetId) throw new AppError('storage/not-found', 'gone')
      return parent
    },
    locate: async () => ({ path: '/library/coffee.png', mime: 'image/png' }),
    children: never,
    receive: never,
    keep: never,
    drop: never,
    reclaim: never,
    load: never,
    async add(result: NewResult): Promise<Asset> {
      await this.holdFiling
      filed.push(result)
      return { ...parent, id: newId<AssetId>(), name: provisionalName(result.name) }
    },
  }
}

let temporary: string
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'atelier-jobs-'))
})
afterEach(async () => {
  await rm(temporary, { recursive: true, force: true })
})

function setUp() {
  const imaging = createFakeImaging()
  const library = createFakeLibrary()
  const store = createMemoryJobStore()
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const jobs = createJobs({
    imaging,
    assets: assetsFrom(library),
    exports: { run: vi.fn() },
    inpainting: noInpainting,
    database: store,
    clock,
    logger,
    paths: { temporary },
    providers: () => Promise.reject(new AppError('internal/bug', 'A fill needs no provider.')),
    output: async () => ({ saveToDisk: true, folder: '/out', format: 'png' }),
    onNoticed: () => undefined,
  })
  const emitted: JobSnapshot[] = []
  jobs.onChanged((job) => emitted.push(job))
  const call = (index: number) =>
    vi.waitFor(() => {
      const fillCall = imaging.calls[index]
      if (fillCall === undefined) throw new Error(`fill ${index} has not started`)
      return fillCall
    })
  return { imaging, library, store, clock, logger, jobs, emitted, call }
}

describe('createJobs', () => {
  it('warms up the engine and the image for a likely fill, and ignores failures', async () => {
    const { jobs, imaging, logger } = setUp()
    await jobs.expectFill(assetId)
    const path = '/library/coffee.png'
    expect(imaging.warmUpFill.mock.calls).toEqual([[{ sourcePath: path, originalPath: path }]])
    imaging.warmUpFill.mockRejectedValueOnce(new AppError('imaging/process-exited', 'gone'))
    await expect(jobs.expectFill(assetId)).resolves.toBeUndefined()
    expect(logger.entries).toEqual([])
  })

  it('files the result with its recipe and ends as done', async () => {
    const { jobs, call, clock, library, emitted, store } = setUp()
    const { id } = await jobs.fill(inputOf())
    const fill = await call(0)
    expect(fill.request).toMatchObject({ sourcePath: '/library/coffee.png', seed: 7, growPx: 4, featherPx: 8 })
    clock.advance(1234)
    await fill.finish()
    const job = await jobs.finished(id)
    expect(job).toMatchObject({ state: 'done', progress: 1, timingMs: 1234, error: null, verdict: 'open' })
    expect(library.filed[0]).toMatchObject({
      parentId: assetId,
      name: { from: 'coffee', task: 'fill' },
      mime: 'image/png',
    })
    expect(library.filed[0]?.recipe).toEqual({
      operation: 'fill',
      provider: 'content-aware-fill',
      model: null,
      seed: 7,
      prompt: null,
      growPx: 4,
      featherPx: 8,
      colourAdaptation: 0.5,
      sampling: 'automatic',
      changedInside: 5,
      changedOutside: 0,
      timingMs: 1234,
      costUsd: 0,
    })
    expect(emitted.map(({ state }) => state)).toEqual(['queued', 'running', 'done'])
    expect(store.jobs.get(id)).toEqual(job)
  })

  it('draws a random seed per fill when none is given', async () => {
    const { jobs, emitted } = setUp()
    await jobs.fill(inputOf({ seed: null }))
    await jobs.fill(inputOf({ seed: null }))
    const seeds = new Set(emitted.map(({ seed }) => seed))
    expect(seeds.size).toBe(2)
    await jobs.dispose()
  })

  it('rejects an image that is not in the library', async () => {
    const { jobs, emitted } = setUp()
    await expect(jobs.fill(inputOf({ assetId: newId<AssetId>() }))).rejects.toThrow('gone')
    expect(emitted).toEqual([])
  })

  it('runs one fill at a time, in order', async () => {
    const { jobs, call, imaging } = setUp()
    const first = await jobs.fill(inputOf())
    const second = await jobs.fill(inputOf({ seed: 8 }))
    await (await call(0)).finish()
    await jobs.finished(first.id)
    const next = await call(1)
    expect(imaging.calls).toHaveLength(2)
    expect(next.request.seed).toBe(8)
    await next.finish()
    expect((await jobs.finished(second.id)).state).toBe('done')
  })

  it('continues after a failure, reports the reason and removes temporary files', async () => {
    const { jobs, call, logger } = setUp()
    const first = await jobs.fill(inputOf())
    const second = await jobs.fill(inputOf())
    const fill = await call(0)
    await writeFile(fill.request.resultPath, 'half')
    fill.fail(new AppError('imaging/process-exited', 'It died.'))
    const failed = await jobs.finished(first.id)
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'imaging/process-exited', message: 'It died.' } })
    expect(logger.entries.map(({ event }) => event)).toContain('jobs.failed')
    expect(await readdir(temporary)).toEqual([])
    await (await call(1)).finish()
    expect((await jobs.finished(second.id)).state).toBe('done')
  })

  it('cancels a queued job without starting it', async () => {
    const { jobs, call, imaging } = setUp()
    const first = await jobs.fill(inputOf())
    const second = await jobs.fill(inputOf())
    await jobs.cancel(second.id)
    expect((await jobs.finished(second.id)).state).toBe('cancelled')
    await (await call(0)).finish()
    await jobs.finished(first.id)
    expect(imaging.calls).toHaveLength(1)
  })

  it('cancels a running job and removes its files', async () => {
    const { jobs, call, library } = setUp()
    const { id } = await jobs.fill(inputOf())
    const fill = await call(0)
    await writeFile(fill.request.resultPath, 'half')
    await jobs.cancel(id)
    expect(await jobs.finished(id)).toMatchObject({ state: 'cancelled', resultId: null, error: null })
    expect(library.filed).toEqual([])
    expect(await readdir(temporary)).toEqual([])
  })

  it('files the result in full when canceled during filing', async () => {
    const { jobs, call, library } = setUp()
    const { promise, resolve } = Promise.withResolvers<void>()
    library.holdFiling = promise
    const filing = vi.spyOn(library, 'add')
    const { id } = await jobs.fill(inputOf())
    await (await call(0)).finish()
    await vi.waitFor(() => expect(filing).toHaveBeenCalled())
    await jobs.cancel(id)
    resolve()
    expect((await jobs.finished(id)).state).toBe('done')
    expect(library.filed).toHaveLength(1)
  })

  it('keeps the latest preview while the job runs', async () => {
    const { jobs, call, emitted } = setUp()
    const { id } = await jobs.fill(inputOf())
    const { options, finish } = await call(0)
    const box = { x: 1, y: 2, widthPx: 3, heightPx: 4 }
    for (const byte of [1, 2, 3]) options.onPreview({ box, bytes: new Uint8Array([byte]), mime: 'image/png' })
    expect(jobs.preview(id, 1)).toBeNull()
    expect(jobs.preview(id, 3)).toEqual({ bytes: new Uint8Array([3]), mime: 'image/png' })
    expect((await jobs.list(documentId))[0]?.preview).toEqual({ revision: 3, box })
    await finish()
    await jobs.finished(id)
    expect(jobs.preview(id, 3)).toBeNull()
    expect(emitted.at(-1)?.preview).toBeNull()
  })

  it('throttles progress events and always emits the end', async () => {
    const { jobs, call, emitted } = setUp()
    const { id } = await jobs.fill(inputOf())
    const { options, finish } = await call(0)
    for (let step = 1; step <= 500; step++) options.onProgress(step / 1000)
    expect(emitted.length).toBeLessThan(6)
    await vi.waitFor(() => expect(emitted.at(-1)?.progress).toBe(0.5))
    options.onProgress(0.2)
    expect((await jobs.list(documentId))[0]?.progress).toBe(0.5)
    await finish()
    await jobs.finished(id)
    expect(emitted.at(-1)?.state).toBe('done')
  })

  it('moves a rejected result to the trash and restores it', async () => {
    const { jobs, call, library } = setUp()
    const { id } = await jobs.fill(inputOf())
    await (await call(0)).finish()
    const { resultId } = await jobs.finished(id)
    const [rejected, reopened, kept] = await Promise.all([
      jobs.decide(id, 'rejected'),
      jobs.decide(id, 'open'),
      jobs.decide(id, 'kept'),
    ])
    expect([rejected.verdict, reopened.verdict, kept.verdict]).toEqual(['rejected', 'open', 'kept'])
    expect(library.trash.mock.calls).toEqual([[[resultId]]])
    expect(library.restore.mock.calls).toEqual([[[resultId]]])
  })

  it('accepts no decision on a running job', async () => {
    const { jobs } = setUp()
    const { id } = await jobs.fill(inputOf())
    for (const verdict of ['kept', 'rejected', 'open'] as const) {
      await expect(jobs.decide(id, verdict)).rejects.toMatchObject({ code: 'storage/not-found' })
    }
    await jobs.dispose()
  })

  it('dismisses a failed job without touching the library, and restores it', async () => {
    const { jobs, call, library, store } = setUp()
    const { id } = await jobs.fill(inputOf())
    ;(await call(0)).fail(new AppError('fill/nothing-to-copy', 'The mask covers everything.'))
    expect(await jobs.finished(id)).toMatchObject({ state: 'failed', verdict: 'open' })
    await expect(jobs.decide(id, 'kept')).rejects.toMatchObject({ code: 'storage/not-found' })
    expect(await jobs.decide(id, 'rejected')).toMatchObject({ verdict: 'rejected' })
    expect(store.jobs.get(id)?.verdict).toBe('rejected')
    expect(await jobs.decide(id, 'open')).toMatchObject({ verdict: 'open' })
    expect([...library.trash.mock.calls, ...library.restore.mock.calls]).toEqual([])
  })

  it('marks a job that a crash interrupted as failed', async () => {
    const { jobs, store } = setUp()
    const running = buildJob({ documentId, state: 'running' })
    store.jobs.set(running.id, running)
    await jobs.recover()
    expect(await jobs.finished(running.id)).toMatchObject({
      state: 'failed',
      error: { code: 'imaging/process-exited' },
    })
    await jobs.dispose()
  })

  it('keeps a finished image when the queue cannot be saved', async () => {
    const { jobs, call, store, library, logger } = setUp()
    const { id } = await jobs.fill(inputOf())
    const fill = await call(0)
    store.instead['jobs.save'] = () => Promise.reject(new AppError('storage/full', 'The disk is full.'))
    await fill.finish()
    await vi.waitFor(() => expect(logger.entries.map(({ event }) => event)).toContain('jobs.not-saved'))
    expect(library.filed).toHaveLength(1)
    expect(id).toBeDefined()
  })

  it('cancels all jobs on dispose and accepts no more', async () => {
    const { jobs, emitted } = setUp()
    const { id } = await jobs.fill(inputOf())
    await jobs.fill(inputOf())
    await jobs.dispose()
    expect((await jobs.finished(id)).state).toBe('cancelled')
    expect(emitted.filter(({ state }) => state === 'cancelled')).toHaveLength(2)
    await expect(jobs.fill(inputOf())).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
