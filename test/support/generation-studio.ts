import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { createJobs, type JobsOptions } from '../../src/main/jobs/jobs.ts'
import type {
  BlendFacts,
  CompositeOutcome,
  CompositeRequest,
  ExpandMaskRequest,
  Imaging,
  InputRequest,
  MarkedInputRequest,
  MaskRequest,
  MeasureMaskRequest,
  ReframeRequest,
} from '../../src/main/imaging/imaging.ts'
import type { KeptImage, Assets, NewResult, ReceivedImage } from '../../src/main/assets/assets.ts'
import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { RemoteImage, TaskState } from '../../src/main/providers/core/adapter.ts'
import type { Asset } from '../../src/shared/domain/asset.ts'
import type { GenerationRequest } from '../../src/shared/domain/generation.ts'
import type { AssetId, DocumentId, JobId } from '../../src/shared/domain/ids.ts'
import { jobSnapshotSchema, type JobSnapshot } from '../../src/shared/domain/job.ts'
import { AppError } from '../../src/shared/errors/index.ts'
import type { Rect } from '../../src/shared/util/geometry.ts'
import { provisionalName } from '../../src/shared/util/result-name.ts'
import { createFakeProviders } from './fake-providers.ts'
import { createMemoryJobStore } from './memory-job-store.ts'
import { createFakeTime, settle } from './fake-time.ts'
import { createRecordingLogger } from './recording-logger.ts'
import { requestOf } from './request-of.ts'
import { assetsFrom, nothingExported } from './fake-assets.ts'
import { noInpainting } from './no-inpainting.ts'

export { requestOf }

export const sourceId = newId<AssetId>()
export const documentId = newId<DocumentId>()
const source = {
  id: sourceId,
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  recipe: { operation: 'import' },
} as Asset

/** A finished task with the given image URLs. */
export const done = (urls: string[], change: Partial<Extract<TaskState, { type: 'done' }>> = {}): TaskState => ({
  type: 'done',
  images: urls.map((url): RemoteImage => ({ url })),
  costUsd: null,
  ...change,
})
export const waiting = (handle: string, progress: number | null = null): TaskState => ({
  type: 'waiting',
  handle,
  progress,
})
export const fault = (code: AppError['code'], isBilled: 'yes' | 'no' | 'unknown', detail = {}) =>
  new AppError(code, `It said ${code}.`, { detail: { isBilled, ...detail } })

const nothing = async () => undefined

type ReceivedFacts = Parameters<Assets['results']['receive']>[1]

/** Keeps filed images with their bytes. Received images are files in `folder`. */
function createFakeLibrary(folder: string, keptFolder: string) {
  const filed: (NewResult & { text: string; rawText: string | null; paint: Uint8Array | null })[] = []
  const children: Asset[] = []
  const files = new Map<string, { path: string; mime: string }>()
  return {
    filed,
    holdFiling: null as Promise<void> | null,
    receive: vi.fn(async (bytes: Uint8Array, { id, extension, ...note }: ReceivedFacts): Promise<ReceivedImage> => {
      const path = join(folder, `${id}.${extension}`)
      await writeFile(path, bytes, { flag: 'wx' })
      return { id, path, note }
    }),
    keep: vi.fn(async ({ path }: ReceivedImage): Promise<KeptImage> => {
      const keptPath = join(folder, `kept ${basename(path)}`)
      await rename(path, keptPath)
      return { path: keptPath, type: 'later' }
    }),
    drop: async ({ path }: ReceivedImage) => rm(path, { force: true }),
    reclaim: async (): Promise<ReceivedImage[]> => [],
    load: async (ids: readonly AssetId[]) => children.filter(({ id }) => ids.includes(id)),
    children: async (): Promise<Asset[]> => [...children],
    trash: nothing,
    restore: nothing,
    require: async (id: AssetId) => {
      const asset = [source, ...children].find((candidate) => candidate.id === id)
      if (asset === undefined) throw new AppError('storage/not-found', 'gone')
      return asset
    },
    /** Every rendition is a separate file; stored responses and masks really exist. */
    locate: async (id: AssetId, rendition: string) => {
      const stored = files.get(`${id} ${rendition}`)
      if (stored !== undefined) return stored
      const name = id === sourceId ? 'coffee' : 'expanded'
      return { path: `/library/${name}${rendition === 'original' ? '.tif' : '.png'}`, mime: 'image/png' }
    },
    async add(result: NewResult): Promise<Asset> {
      await this.holdFiling
      const raw = result.rawAnswer
      const id = result.id ?? newId<AssetId>()
      const text = await readFile(result.temporaryPath, 'utf8')
      const rawText = raw && (await readFile(raw.temporaryPath, 'utf8'))
      const paint = result.temporaryPaintPath ? await readFile(result.temporaryPaintPath) : null
      filed.push({ ...result, text, rawText, paint })
      if (raw !== null) {
        const path = join(keptFolder, `${id}.answer`)
        await writeFile(path, rawText ?? '')
        files.set(`${id} answer`, { path, mime: raw.mime })
      }
      if (paint !== null) {
        const path = join(keptFolder, `${id}.paint`)
        await writeFile(path, paint)
        files.set(`${id} painted`, { path, mime: 'image/png' })
      }
      await rm(result.temporaryPath)
      const name = provisionalName(result.name)
      const asset = { ...source, ...result, name, id, hasRawAnswer: raw !== null, isMissing: false, trashedAtMs: null }
      children.push(asset)
      return asset
    },
  }
}

const outcome = { widthPx: 600, heightPx: 400, hasAlpha: false, changedInside: 99, changedOutside: 0 }
const facts = { mime: 'image/webp', widthPx: 64, heightPx: 64, hasAlpha: false, isShowable: true }

export const blendFacts = {
  alignment: null,
  maskVerdict: 'kept',
  insidePx: 900,
  outsidePx: 239_100,
} satisfies BlendFacts

/** Images are texts: `black` is a black image, a composite names its parts. */
function createFakeImaging() {
  const image = { bytes: new Uint8Array([1]), mime: 'image/png' as const }
  return {
    fill: () => Promise.reject(new AppError('internal/bug', 'No fill here.')),
    warmUpFill: () => Promise.reject(new AppError('internal/bug', 'No fill here.')),
    prepareInput: vi.fn(async ({ frame }: InputRequest) => ({ ...image, ...frame })),
    prepareMarked: vi.fn(async ({ frame }: MarkedInputRequest) => ({
      clean: { ...image, ...frame },
      marked: { ...image, ...frame, bytes: new Uint8Array([7]) },
    })),
    drawMarkupMask: vi.fn(async () => new Uint8Array([8])),
    encodeMask: vi.fn(async ({ frame }: MaskRequest) => ({ ...image, ...frame })),
    inspectAnswer: vi.fn(async ({ path }: { path: string }) => {
      const text = await readFile(path, 'utf8')
      if (text === 'html') throw new AppError('media/unsupported', 'That is no image.')
      return { ...facts, isBlack: text === 'black' }
    }),
    compositeAnswer: vi.fn(
      async ({ answerPath, resultPath, effectiveMaskPath }: CompositeRequest): Promise<CompositeOutcome> => {
        await writeFile(resultPath, `cut in: ${await readFile(answerPath, 'utf8')}`)
        await writeFile(effectiveMaskPath, 'mask')
        return { type: 'pasted', ...outcome, ...blendFacts }
      },
    ),
    measureMask: vi.fn(async (_request: MeasureMaskRequest): Promise<Rect | null> => ({
      x: 200,
      y: 150,
      widthPx: 60,
      heightPx: 40,
    })),
    expandMask: vi.fn(async (_request: ExpandMaskRequest) => new Uint8Array([8])),
    reframe: vi.fn(
      async (
        { resultPath, effectiveMaskPath, frame }: ReframeRequest,
        _options?: Parameters<Imaging['reframe']>[1],
      ) => {
        await Promise.all([writeFile(resultPath, 'expanded'), writeFile(effectiveMaskPath, 'new part')])
        const { widthPx, heightPx } = frame
        return { ...outcome, widthPx, heightPx }
      },
    ),
    previewBlend: vi.fn(async () => ({ ...image, mime: 'image/webp', box: { x: 1, y: 2, widthPx: 3, heightPx: 4 } })),
    mergeParts: vi.fn(async ({ resultPath, effectiveMaskPath }) => {
      await Promise.all([writeFile(resultPath, 'merged'), writeFile(effectiveMaskPath, 'mask')])
      return { ...outcome, insidePx: 900, outsidePx: 239_100 }
    }),
    mergePart: vi.fn(async ({ resultPath, effectiveMaskPath }) => {
      await Promise.all([writeFile(resultPath, 'merged'), writeFile(effectiveMaskPath, 'mask')])
      return { ...outcome, insidePx: 900, outsidePx: 239_100 }
    }),
  }
}

export type GenerationStudio = ReturnType<typeof openStudio>

/** For one test file: every call opens a queue over scripted services, with files in one folder. */
export function withGenerationStudio(): {
  open(overrides?: JobsOverrides): GenerationStudio
  leftovers(): Promise<string[]>
} {
  let temporary = ''
  let kept = ''
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'atelier-generation-'))
    kept = await mkdtemp(join(tmpdir(), 'atelier-kept-'))
  })
  afterEach(async () => {
    await Promise.all([temporary, kept].map((folder) => rm(folder, { recursive: true, force: true })))
  })
  return { open: (overrides) => openStudio(temporary, kept, overrides), leftovers: () => readdir(temporary) }
}

type JobsOverrides = Partial<Pick<JobsOptions, 'ledger' | 'admitter' | 'isWatched' | 'spending'>>

function openStudio(temporary: string, kept: string, overrides: JobsOverrides = {}) {
  const time = createFakeTime()
  const providers = createFakeProviders()
  const library = createFakeLibrary(temporary, kept)
  const exports = { run: vi.fn(async () => nothingExported) }
  const imaging = createFakeImaging()
  const store = createMemoryJobStore()
  const logger = createRecordingLogger()
  const output = { saveToDisk: false, folder: '/out', format: 'png' as const }
  const onNoticed = vi.fn()
  const jobs = createJobs({
    imaging,
    assets: assetsFrom(library),
    exports,
    inpainting: noInpainting,
    providers: async () => providers.manager,
    output: async () => output,
    database: store,
    clock: time.clock,
    sleep: time.sleep,
    logger,
    paths: { temporary },
    onNoticed,
    ...overrides,
  })
  const snapshots: JobSnapshot[] = []
  jobs.onChanged((job) => {
    jobSnapshotSchema.parse(job)
    snapshots.push(job)
  })
  /** Requests images and waits until everything settles. */
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
    exports,
    imaging,
    store,
    logger,
    output,
    onNoticed,
    jobs,
    snapshots,
    generate,
    now,
    ended,
  }
}
