import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { CanvasDocument } from '../../../src/shared/domain/canvas-document.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from '../../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import type { ProviderView } from '../../../src/shared/domain/provider.ts'
import { settingsSchema } from '../../../src/shared/domain/settings.ts'
import { createWrittenFiles, type HandlerContext, type ProviderDesk } from '../../../src/main/ipc/index.ts'
import type { Jobs } from '../../../src/main/jobs/jobs.ts'
import { defineModel, sizeList } from '../../../src/main/providers/core/define-model.ts'
import type { Documents, Library } from '../../../src/main/library/library.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'

export const assetId = assetIdSchema.parse('01JD3Q0000000000000000000A')
export const jobId = jobIdSchema.parse('01JD3Q0000000000000000000B')
export const documentId = documentIdSchema.parse('01JD3Q0000000000000000000C')
export const settings = settingsSchema.parse({})
export const exportedPath = '/exports/coffee.png'

const asset: Asset = {
  id: assetId,
  name: 'coffee',
  relativePath: '2026/2026-11-20/coffee.png',
  mime: 'image/png',
  widthPx: 600,
  heightPx: 400,
  fileBytes: 1,
  hasAlpha: false,
  sha256: '0'.repeat(64),
  createdAtMs: 0,
  trashedAtMs: null,
  parentId: null,
  hasMask: false,
  hasRawAnswer: false,
  isMissing: false,
  recipe: {
    operation: 'import',
    provider: null,
    model: null,
    seed: null,
    prompt: null,
    growPx: null,
    featherPx: null,
    changedInside: null,
    changedOutside: null,
    timingMs: null,
    costUsd: null,
  },
}

const document: CanvasDocument = {
  id: documentId,
  baseId: assetId,
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  mask: { growPx: 4, featherPx: 4, sampling: 'automatic' },
  isActive: true,
  openedAtMs: 0,
}

const job: JobSnapshot = {
  id: jobId,
  documentId,
  assetId,
  callId: jobId,
  operation: 'generate',
  provider: 'fake',
  model: 'demo',
  prompt: 'a red kite',
  seed: 1,
  state: 'done',
  phase: null,
  progress: null,
  waitingUntilMs: null,
  preview: null,
  resultId: assetId,
  refusal: null,
  error: null,
  wasSent: true,
  isBilled: 'no',
  handle: null,
  requestId: null,
  warnings: [],
  attempts: [],
  estimateUsd: 0,
  costUsd: 0,
  createdAtMs: 0,
  timingMs: 12,
  verdict: 'open',
}

const model = defineModel({
  id: 'demo',
  label: 'Demo',
  sizes: sizeList('64x64'),
  price: { per: 'free' },
})

const provider: ProviderView = {
  id: 'fake',
  label: 'Demo (not AI)',
  kind: 'demo',
  key: {
    need: 'none',
    form: 'key',
    source: null,
    ending: null,
    variable: null,
    keychainProblem: null,
    pageUrl: null,
  },
  health: {
    state: 'unknown',
    note: null,
    lastAnswerAtMs: null,
    latencyMs: null,
    pictureMs: null,
    calls: 0,
    failures: 0,
    limitedUntilMs: null,
    balance: null,
  },
  isEnabled: true,
  defaultModel: null,
  defaultSize: null,
  baseUrl: null,
  ownBaseUrl: 'https://demo.example',
  decidedElsewhere: {},
  privacy: 'Nothing leaves this computer.',
  models: [model],
  modelsRefreshedAtMs: null,
  addModelHint: null,
}

const providers: ProviderDesk = {
  list: async () => [provider],
  plan: async () => ({
    warnings: [],
    obstacles: [],
    estimate: { usd: 0, asOf: null, isSure: true },
    size: { widthPx: 64, heightPx: 64 },
    calls: 1,
  }),
  setKey: async () => provider,
  deleteKey: async () => provider,
  test: async () => ({ isOk: true, message: 'It answers.', latencyMs: 3 }),
  configure: async () => provider,
  refreshModels: async () => provider,
  addModel: async () => provider,
  removeModel: async () => provider,
}

const done = async () => undefined
const imported = { imported: [asset], failed: [] }

const library: Library = {
  order: async () => [assetId],
  assets: async () => [asset],
  require: async () => asset,
  children: async () => [asset],
  importFiles: async (paths, options) => {
    options?.onProgress?.(paths.length, paths.length)
    return imported
  },
  importBytes: async () => imported,
  receive: async (_bytes, { id, ...note }) => ({ id, path: exportedPath, note }),
  keep: async ({ path }) => ({ path, is: 'listed' }),
  drop: done,
  addResult: async () => asset,
  trash: done,
  restore: done,
  purge: done,
  exportName: async () => ({ fileName: 'coffee.png', problem: null }),
  exportAssets: async (_request, options) => {
    options?.onProgress?.(1, 1)
    return { written: [{ id: assetId, path: exportedPath }], conflicts: [], failed: [] }
  },
  exportTo: done,
  locate: async () => ({ path: '/library/coffee.png', mime: 'image/png' }),
  sweep: async () => ({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 }),
  lookAgain: done,
  onChanged: () => () => undefined,
}

const documents: Documents = {
  list: async () => [document],
  open: async () => document,
  activate: done,
  close: done,
  setBase: async () => document,
  loadMask: async () => [{ layer: 'mask', column: 0, row: 0, deflated: new Uint8Array([1]) }],
  saveMask: done,
}

const jobs: Jobs = {
  fill: async () => ({ id: jobId }),
  generate: async () => ({ ids: [jobId] }),
  expectFill: () => undefined,
  cancel: done,
  list: async () => [job],
  decide: async () => job,
  finished: async () => job,
  preview: () => null,
  recover: done,
  onChanged: () => () => undefined,
  dispose: done,
}

export interface FakeContext extends HandlerContext {
  readonly emitted: { name: string; payload: unknown }[]
}

/** Services that answer at once with the smallest valid thing. */
export function createFakeContext(): FakeContext {
  const emitted: FakeContext['emitted'] = []
  const writtenFiles = createWrittenFiles()
  writtenFiles.add([exportedPath])
  return {
    emitted,
    services: async () => ({ library, documents, jobs, providers: async () => providers }),
    settings: { load: async () => settings, change: async (patch) => settingsSchema.parse({ ...settings, ...patch }) },
    desktop: {
      choosePictures: async () => ['/pictures/coffee.png'],
      chooseWorkflow: async () => '/workflows/mine.json',
      chooseFolder: async () => '/exports',
      letClose: () => undefined,
      readClipboardPicture: () => new Uint8Array([1]),
      startDrag: done,
      revealFile: done,
      openFolder: done,
    },
    writtenFiles,
    emit: (name, payload) => void emitted.push({ name, payload }),
    logger: createRecordingLogger(),
    about: { version: '0.1.0', platform: 'linux', home: '/home', libraryFolder: '/home/library' },
  }
}
