import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { FillInput, JobSnapshot } from '../../../src/shared/domain/job.ts'
import { buildJob } from '../../support/build-job.ts'
import { createFakeTime } from '../../support/fake-time.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { openRealStudio, type RealStudio } from '../../support/real-studio.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const small = { widthPx: 160, heightPx: 120 }
const smallHole = { x: 60, y: 40, widthPx: 30, heightPx: 30 }
/** Large enough to run for a while. */
const large = { widthPx: 1_600, heightPx: 1_200 }
const largeHole = { x: 400, y: 300, widthPx: 700, heightPx: 500 }

const worker = createImagingProcess()
afterAll(() => worker.dispose())
const home = withHome()
const open: RealStudio[] = []
afterEach(async () => {
  for (const studio of open.splice(0)) await studio.close()
})

function openStudio(options: Parameters<typeof openRealStudio>[1] = {}): RealStudio {
  const studio = openRealStudio(home.paths, { process: worker, ...options })
  open.push(studio)
  return studio
}

async function importPhoto({ store }: RealStudio, size: typeof small): Promise<AssetId> {
  const path = join(home.paths.root, 'photo.png')
  await writeFile(path, photoPng(size))
  const { imported } = await store.assets.imports.addFiles([path])
  return imported[0]!.id
}

function inputOf(assetId: AssetId, maskBytes: Uint8Array, change: Partial<FillInput> = {}): FillInput {
  const edge = { growPx: 2, featherPx: 3, colourAdaptation: 0.5, model: null }
  const maskCopy = new Uint8Array(maskBytes)
  return { documentId: null, assetId, maskPng: maskCopy, samplingPng: null, seed: 3, ...edge, ...change }
}

async function startLarge(studio: RealStudio): Promise<JobSnapshot['id']> {
  const assetId = await importPhoto(studio, large)
  const { id } = await studio.jobs.fill(inputOf(assetId, maskPng(large, largeHole)))
  await vi.waitFor(() => expect(studio.emitted.at(-1)?.progress).toBeGreaterThan(0), { timeout: 20_000 })
  return id
}

const temporaries = () => readdir(home.paths.temporary)

describe('a fill', () => {
  it('is stored with its mask and recipe as a child of its image', async () => {
    const studio = openStudio()
    const assetId = await importPhoto(studio, small)
    const { id } = await studio.jobs.fill(inputOf(assetId, maskPng(small, smallHole)))
    const job = await studio.jobs.finished(id)
    expect(job).toMatchObject({ state: 'done', error: null })
    const [child] = await studio.store.assets.records.children(assetId)
    expect(child).toMatchObject({ id: job.resultId, parentId: assetId, hasMask: true, ...small })
    expect(child?.recipe).toMatchObject({ operation: 'fill', seed: 3, growPx: 2, featherPx: 3, changedOutside: 0 })
    expect(child?.recipe.changedInside).toBeGreaterThan(0)
    expect(await temporaries()).toEqual([])
  })

  it('moves to the trash when rejected, and back when reopened', async () => {
    const studio = openStudio()
    const assetId = await importPhoto(studio, small)
    const { id } = await studio.jobs.fill(inputOf(assetId, maskPng(small, smallHole)))
    const { resultId } = await studio.jobs.finished(id)
    await studio.jobs.decide(id, 'rejected')
    expect(await findAssetIds(studio.store.database, 'trash')).toEqual([resultId])
    await studio.jobs.decide(id, 'open')
    expect(await findAssetIds(studio.store.database, 'trash')).toEqual([])
  })

  it('fails when the mask is empty', async () => {
    const studio = openStudio()
    const assetId = await importPhoto(studio, small)
    const { id } = await studio.jobs.fill(inputOf(assetId, maskPng(small, { ...smallHole, widthPx: 0 })))
    expect(await studio.jobs.finished(id)).toMatchObject({ state: 'failed', error: { code: 'fill/empty-mask' } })
    expect(await studio.store.assets.records.children(assetId)).toEqual([])
  })

  it('emits previews and can be canceled at once', async () => {
    const studio = openStudio()
    const id = await startLarge(studio)
    await vi.waitFor(() => expect(studio.emitted.some(({ preview }) => preview !== null)).toBe(true), {
      timeout: 20_000,
    })
    const shown = studio.emitted.findLast(({ preview }) => preview !== null)!
    expect(studio.jobs.preview(id, shown.preview!.revision)?.bytes.byteLength).toBeGreaterThan(100)
    await studio.jobs.cancel(id)
    expect(await studio.jobs.finished(id)).toMatchObject({ state: 'cancelled', resultId: null })
    expect(await temporaries()).toEqual([])
    expect(await findAssetIds(studio.store.database)).toHaveLength(1)
  })
})

describe('when the imaging process exits', () => {
  it('the job fails clearly and the next one runs in a new process', async () => {
    const studio = openStudio()
    const id = await startLarge(studio)
    studio.killImaging()
    const failed = await studio.jobs.finished(id)
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'imaging/process-exited' } })
    expect(await temporaries()).toEqual([])
    const assetId = await importPhoto(studio, small)
    const retry = await studio.jobs.fill(inputOf(assetId, maskPng(small, smallHole)))
    expect((await studio.jobs.finished(retry.id)).state).toBe('done')
  })
})

describe('after a crash of the program', () => {
  it('an unfinished job is marked as failed once', async () => {
    const studio = openStudio()
    const assetId = await importPhoto(studio, small)
    const { id: documentId } = await studio.store.documents.open(assetId)
    const input = inputOf(assetId, maskPng(small, smallHole), { documentId })
    const { id } = await studio.jobs.fill(input)
    await studio.jobs.finished(id)
    const interrupted: JobSnapshot = { ...studio.emitted.at(-1)!, state: 'running', resultId: null, timingMs: null }
    await studio.store.database.call('jobs.save', { job: interrupted })

    const next = openStudio()
    await next.jobs.recover()
    const [job] = await next.jobs.list(documentId)
    expect(job).toMatchObject({ id, state: 'failed', error: { code: 'imaging/process-exited' } })
    next.emitted.length = 0
    await next.jobs.recover()
    expect(next.emitted).toEqual([])
  })
})

/** However busy the machine is. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000 })

/** Files a job as another program does, and starts this one. */
async function followOther(processId: number) {
  const time = createFakeTime()
  const studio = openStudio({ sleep: time.sleep })
  const running = { state: 'running', phase: 'sending', estimateUsd: 0.04, createdAtMs: Date.now() } as const
  const job = buildJob({ ...running, operation: 'generate', provider: 'openai', processId })
  const save = (change: Partial<JobSnapshot>) => studio.store.database.call('jobs.save', { job: { ...job, ...change } })
  await save({})
  await studio.jobs.recover()
  return { studio, save, id: job.id, lookAgain: () => time.advance(3_000) }
}

describe('a job of another program in the same library', () => {
  it('is left alone, and shown as it goes on until it has ended', async () => {
    const { studio, save, id, lookAgain } = await followOther(process.ppid)
    expect(studio.emitted).toEqual([])
    await save({ phase: 'waiting' })
    await lookAgain()
    await until(() => expect(studio.emitted).toMatchObject([{ id, state: 'running', phase: 'waiting' }]))
    await save({ state: 'done', phase: null })
    await lookAgain()
    await until(() => expect(studio.emitted.at(-1)).toMatchObject({ id, state: 'done' }))
    await lookAgain()
    expect(studio.emitted).toHaveLength(2)
    expect(await studio.jobs.finished(id)).toMatchObject({ state: 'done', error: null })
  })

  it('may have been billed where that program ends before it', async () => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' }
    const program = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { env })
    await once(program, 'spawn')
    const { studio, id, lookAgain } = await followOther(program.pid!)
    await lookAgain()
    await until(() => expect(studio.emitted).toMatchObject([{ id, state: 'running' }]))
    program.kill()
    await once(program, 'exit')
    await lookAgain()
    const lost = { id, state: 'failed', isBilled: 'unknown', error: { code: 'network/interrupted' } }
    await until(() => expect(studio.emitted.at(-1)).toMatchObject(lost))
    expect(await studio.jobs.finished(id)).toMatchObject(lost)
  })
})
