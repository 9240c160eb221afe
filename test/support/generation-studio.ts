import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { createJobs } from '../../src/main/jobs/create-jobs.ts'
import type { JobStore } from '../../src/main/jobs/jobs.ts'
import type { KeptPicture, Library, NewResult, ReceivedPicture } from '../../src/main/library/library.ts'
import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { RemotePicture, TaskState } from '../../src/main/providers/core/adapter.ts'
import type { Asset } from '../../src/shared/domain/asset.ts'
import type { GenerationRequest } from '../../src/shared/domain/generation.ts'
import type { AssetId, DocumentId, JobId } from '../../src/shared/domain/ids.ts'
import { jobSnapshotSchema, type JobSnapshot } from '../../src/shared/domain/job.ts'
import { AppError } from '../../src/shared/errors/index.ts'
import { createFakeProviders } from './fake-providers.ts'
import { createFakeTime, settle } from './fake-time.ts'
import { createRecordingLogger } from './recording-logger.ts'

export const sourceId = newId<AssetId>()
export const documentId = newId<DocumentId>()
const source = {
  id: sourceId,
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  recipe: { operation: 'import' },
} as Asset

export function requestOf(change: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    documentId: null,
    operation: 'generate',
    provider: 'openai',
    model: 'openai-1',
    prompt: 'a red kite over the sea',
    negativePrompt: null,
    n: 1,
    size: null,
    aspectRatio: null,
    quality: null,
    stylePreset: null,
    seed: 7,
    guidance: null,
    steps: null,
    strength: null,
    loras: [],
    sourceId: null,
    referenceIds: [],
    maskPng: null,
    growPx: 4,
    featherPx: 8,
    format: null,
    safety: null,
    options: {},
    trace: { ticket: '42' },
    ...change,
  }
}

/** A finished task whose pictures are their addresses' words. */
export const done = (urls: string[], change: Partial<Extract<TaskState, { is: 'done' }>> = {}): TaskState => ({
  is: 'done',
  pictures: urls.map((url): RemotePicture => ({ url })),
  costUsd: null,
  ...change,
})
export const waiting = (handle: string, progress: number | null = null): TaskState => ({
  is: 'waiting',
  handle,
  progress,
})
export const fault = (code: AppError['code'], isBilled: 'yes' | 'no' | 'unknown', detail = {}) =>
  new AppError(code, `It said ${code}.`, { detail: { isBilled, ...detail } })

function createMemoryStore(): JobStore & { jobs: Map<JobId, JobSnapshot>; saved: JobSnapshot[] } {
  const jobs = new Map<JobId, JobSnapshot>()
  const saved: JobSnapshot[] = []
  return {
    jobs,
    saved,
    async saveJob(job) {
      jobs.set(job.id, job)
      saved.push(job)
    },
    findJob: async (id) => jobs.get(id) ?? null,
    listJobs: async (id) => [...jobs.values()].filter((job) => job.documentId === id),
    listUnfinishedJobs: async () => [...jobs.values()].filter(({ state }) => state === 'queued' || state === 'running'),
  }
}

const nothing = async () => undefined

type About = Parameters<Library['receive']>[1]

/** Keeps what was filed, with the bytes it was given. Received pictures are files in `folder`. */
function createFakeLibrary(folder: string) {
  const filed: (NewResult & { text: string; rawText: string | null })[] = []
  return {
    filed,
    holdFiling: null as Promise<void> | null,
    receive: vi.fn(async (bytes: Uint8Array, { id, extension, ...note }: About): Promise<ReceivedPicture> => {
      const path = join(folder, `${id}.${extension}`)
      await writeFile(path, bytes, { flag: 'wx' })
      return { id, path, note }
    }),
    keep: vi.fn(async ({ path }: ReceivedPicture): Promise<KeptPicture> => {
      const kept = join(folder, `kept ${basename(path)}`)
      await rename(path, kept)
      return { path: kept, is: 'later' }
    }),
    drop: async ({ path }: ReceivedPicture) => rm(path, { force: true }),
    exportAssets: vi.fn(async () => ({ written: [], conflicts: [], failed: [] as { id: AssetId; error: never }[] })),
    trash: nothing,
    restore: nothing,
    require: async (id: AssetId) => {
      if (id !== sourceId) throw new AppError('storage/not-found', 'gone')
      return source
    },
    locate: async () => ({ path: '/library/coffee.png', mime: 'image/png' }),
    async addResult(result: NewResult): Promise<Asset> {
      await this.holdFiling
      const raw = result.rawAnswer
      const text = await readFile(result.temporaryPath, 'utf8')
      filed.push({ ...result, text, rawText: raw && (await readFile(raw.temporaryPath, 'utf8')) })
      await rm(result.temporaryPath)
      return { ...source, ...result, id: newId<AssetId>() }
    },
  }
}

const facts = { mime: 'image/webp', widthPx: 64, heightPx: 48, hasAlpha: false, isShowable: true }

/** Pictures are words: `black` is black, a composite says what it was made of. */
function createFakeImaging() {
  const picture = { bytes: new Uint8Array([1]), mime: 'image/png' as const }
  return {
    fill: () => Promise.reject(new AppError('internal/bug', 'No fill here.')),
    warmUp: () => undefined,
    prepareInput: vi.fn(async ({ frame }) => ({ ...picture, ...frame })),
    encodeMask: vi.fn(async ({ frame }) => ({ ...picture, ...frame })),
    inspectAnswer: vi.fn(async (path: string) => {
      const text = await readFile(path, 'utf8')
      if (text === 'html') throw new AppError('media/unsupported', 'That is no picture.')
      return { ...facts, isBlack: text === 'black' }
    }),
    compositeAnswer: vi.fn(async ({ answerPath, resultPath, effectiveMaskPath }) => {
      await writeFile(resultPath, `cut in: ${await readFile(answerPath, 'utf8')}`)
      await writeFile(effectiveMaskPath, 'mask')
      return { widthPx: 600, heightPx: 400, hasAlpha: false, changedInside: 99, changedOutside: 0 }
    }),
  }
}

export type GenerationStudio = ReturnType<typeof openStudio>

/** For one test file: every call opens a queue of its own over scripted services, with files in one folder. */
export function withGenerationStudio(): { open(): GenerationStudio; leftovers(): Promise<string[]> } {
  let temporary = ''
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'atelier-generation-'))
  })
  afterEach(() => rm(temporary, { recursive: true, force: true }))
  return { open: () => openStudio(temporary), leftovers: () => readdir(temporary) }
}

function openStudio(temporary: string) {
  const time = createFakeTime()
  const providers = createFakeProviders()
  const library = createFakeLibrary(temporary)
  const imaging = createFakeImaging()
  const store = createMemoryStore()
  const logger = createRecordingLogger()
  const output = { saveToDisk: false, folder: '/out', format: 'png' as const }
  const onNoticed = vi.fn()
  const jobs = createJobs({
    imaging,
    library,
    providers: async () => providers.manager,
    output: async () => output,
    store,
    clock: time.clock,
    sleep: time.sleep,
    logger,
    paths: { temporary },
    onNoticed,
  })
  const heard: JobSnapshot[] = []
  jobs.onChanged((job) => {
    jobSnapshotSchema.parse(job)
    heard.push(job)
  })
  /** Asks for pictures and waits until nothing moves by itself. */
  const generate = async (change: Partial<GenerationRequest> = {}, key?: string) => {
    const { ids } = await jobs.generate(requestOf(change), { key })
    await settle()
    return ids
  }
  const now = async (id: JobId) => (await jobs.list(null)).find((job) => job.id === id)!
  const ended = async (ids: JobId[]) => Promise.all(ids.map((id) => jobs.finished(id)))
  const openai = providers.service('openai')
  return {
    time,
    providers,
    openai,
    library,
    imaging,
    store,
    logger,
    output,
    onNoticed,
    jobs,
    heard,
    generate,
    now,
    ended,
  }
}
