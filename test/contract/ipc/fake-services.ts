import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { CanvasDocument } from '../../../src/shared/domain/canvas-document.ts'
import type { Collection } from '../../../src/shared/domain/collection.ts'
import {
  assetIdSchema,
  collectionIdSchema,
  documentIdSchema,
  jobIdSchema,
  watchedFolderIdSchema,
} from '../../../src/shared/domain/ids.ts'
import { noMarks } from '../../../src/shared/domain/marks.ts'
import { newDocumentState } from '../../../src/shared/domain/new-document-state.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import type { ProviderView } from '../../../src/shared/domain/provider.ts'
import type { WatchedFolder } from '../../../src/shared/domain/watched-folder.ts'
import { settingsSchema } from '../../../src/shared/domain/settings.ts'
import { createWrittenFiles, type HandlerContext, type ProviderDesk } from '../../../src/main/ipc/index.ts'
import type { Jobs } from '../../../src/main/jobs/jobs.ts'
import { defineModel, sizeList } from '../../../src/main/providers/core/define-model.ts'
import type { Catalogue } from '../../../src/main/library/catalogue.ts'
import type { Exports } from '../../../src/main/library/exports.ts'
import type { Documents, Library } from '../../../src/main/library/library.ts'
import type { Storage } from '../../../src/main/storage/index.ts'
import { systemClock } from '../../../src/main/platform/clock.ts'
import type { Prompts } from '../../../src/main/prompts/index.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'

export const assetId = assetIdSchema.parse('01JD3Q0000000000000000000A')
export const jobId = jobIdSchema.parse('01JD3Q0000000000000000000B')
export const collectionId = collectionIdSchema.parse('01JD3Q0000000000000000000D')
export const documentId = documentIdSchema.parse('01JD3Q0000000000000000000C')
export const watchedFolderId = watchedFolderIdSchema.parse('01JD3Q0000000000000000000E')
export const settings = settingsSchema.parse({})
export const exportedPath = '/exports/coffee.png'
import { comparisons } from './fake-comparisons.ts'

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
  marks: noMarks,
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
  isActive: true,
  openedAtMs: 0,
}

export const documentState = newDocumentState({ widthPx: 600, heightPx: 400 })

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
  cheaper: async () => ({
    ref: { provider: 'bfl', model: 'klein' },
    label: 'klein of Black Forest Labs',
    usd: 0.01,
    insteadOfUsd: 0.04,
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
const imported = {
  imported: [asset],
  arrived: 1,
  alreadyThere: 0,
  failed: [],
  passedOver: 0,
  notTried: 0,
  isCancelled: false,
}

const collection: Collection = {
  id: collectionId,
  parentId: null,
  name: 'Kites',
  kind: 'manual',
  query: null,
  position: 1,
  count: 1,
}

const catalogue: Catalogue = {
  find: async () => ({ order: assetId, stacks: [], shapes: null, problems: [] }),
  stack: async () => [assetId],
  facets: async () => ({ count: 1, facets: [{ field: 'provider', values: [{ value: 'fake', count: 1 }], more: 0 }] }),
  suggest: async () => ({ from: 0, to: 2, terms: ['tag:kite'] }),
  mark: async () => ({ undoId: '1', changed: 1 }),
  undoMark: done,
  tags: async () => [{ name: 'kite', count: 1 }],
  renameTag: done,
  removeTag: done,
  lineage: async () => ({ members: [assetId], links: [], isCut: false }),
  similar: async () => ({ matches: [{ id: assetId, distance: 3 }], pending: 0 }),
  duplicates: async () => ({ groups: [], pending: 0 }),
  details: async () => ({
    dialect: 'a1111',
    tool: null,
    fields: [],
    hasWorkflow: false,
    photo: [],
    hasLocation: false,
    digitalSourceType: null,
    credentials: null,
  }),
  collections: {
    list: async () => [collection],
    holding: async () => [collection.id],
    create: async () => collection,
    change: async () => collection,
    remove: done,
    restore: done,
    add: async () => [assetId],
    takeOut: async () => [assetId],
    onChanged: () => () => undefined,
  },
}

const storage: Storage = {
  usage: async () => ({
    root: '/home',
    freeBytes: 1,
    kinds: [{ kind: 'pictures', files: 1, bytes: 1 }],
    pending: null,
  }),
  reclaim: async () => 1,
  verify: async (options) => {
    options?.onProgress?.(1, 1)
    return { checked: 1, bytes: 1, problems: [], lostCompanions: 0, isDatabaseSound: true }
  },
  locate: async () => [assetId],
  repair: async () => [assetId],
  backUp: async (path) => ({ path, files: 1, bytes: 1, skipped: 0 }),
  prepareRestore: async () => ({ appVersion: '0.1.0', createdAtMs: 0, pictures: 1, bytes: 1 }),
  prepareMove: done,
  forgetPending: done,
}

const watchedFolder: WatchedFolder = {
  id: watchedFolderId,
  path: '/renders',
  isOn: true,
  state: 'watching',
  broughtIn: 1,
  lastAtMs: 1,
  unreadable: 0,
  problem: null,
}

const library: Library = {
  order: async () => [assetId],
  assets: async () => [asset],
  require: async () => asset,
  children: async () => [asset],
  details: async () => catalogue.details(assetId),
  importFiles: async (paths, options) => {
    options?.onProgress?.(paths.length, paths.length)
    return imported
  },
  importBytes: async () => imported,
  receive: async (_bytes, { id, ...note }) => ({ id, path: exportedPath, note }),
  keep: async ({ path }) => ({ path, is: 'listed' }),
  drop: done,
  reclaim: async () => [],
  addResult: async () => asset,
  trash: done,
  restore: done,
  purge: done,
  locate: async () => ({ path: '/library/coffee.png', mime: 'image/png' }),
  sweep: async () => ({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 }),
  unchecked: async () => [],
  checkSafety: done,
  lookAgain: done,
  announce: () => undefined,
  onChanged: () => () => undefined,
}

const exports: Exports = {
  presets: () => [],
  sheet: async () => ({ paths: [exportedPath], failed: [] }),
  gallery: async () => ({ paths: [exportedPath], failed: [] }),
  example: async () => ({ fileName: 'coffee.png', problem: null, widthPx: 600, heightPx: 400 }),
  run: async (_request, options) => {
    options?.onProgress?.(1, 1)
    return { written: [{ id: assetId, path: exportedPath }], conflicts: [], skipped: [], failed: [], left: [] }
  },
  to: done,
}

const documents: Documents = {
  list: async () => [document],
  open: async () => document,
  activate: done,
  close: done,
  load: async () => ({
    state: documentState,
    tiles: [{ surfaceId: 'mask-1', column: 0, row: 0, deflated: new Uint8Array([1]) }],
  }),
  save: () => Promise.resolve(true),
  compose: async () => assetId,
  crop: async () => assetId,
  saveProject: async () => ({ notes: ['Something was left out.'] }),
  openProjects: async () => ({
    opened: [document],
    notes: ['Something was left out.'],
    failed: [{ file: '/documents/bad.psd', error: { code: 'media/undecodable', message: 'It is damaged.' } }],
  }),
  readMask: async () => ({ name: 'sky', maskPng: new Uint8Array([1]), share: 0.5, wasScaled: false }),
  saveMaskFile: done,
}

const jobs: Jobs = {
  fill: async () => ({ id: jobId }),
  generate: async () => ({ ids: [jobId] }),
  run: async () => [{ ids: [jobId] }, { error: { code: 'provider/unsupported', message: 'It cannot.' } }],
  retry: async () => ({ ids: [jobId] }),
  queue: {
    view: async () => ({
      isOnline: true,
      isPaused: false,
      lanes: [{ id: 'openai', label: 'OpenAI', isPaused: false, runningMax: 2, waitingUntilMs: null }],
      entries: [
        {
          callId: 'call',
          runId: null,
          jobIds: [jobId],
          documentId: null,
          assetId: null,
          lane: 'openai',
          model: 'gpt-image-2',
          operation: 'generate',
          prompt: 'a kite',
          pictures: 1,
          state: 'waiting',
          progress: null,
          endsAtMs: null,
          estimateUsd: 0.04,
          createdAtMs: 1,
          position: 1,
          note: null,
          isElsewhere: false,
        },
      ],
    }),
    setPaused: done,
    move: done,
    cancel: done,
    onChanged: () => () => undefined,
  },
  edits: {
    preview: async () => ({ url: `asset://preview/${jobId}/1`, box: { x: 0, y: 0, widthPx: 64, heightPx: 64 } }),
    reblend: async () => ({ id: jobId }),
    merge: async () => ({ id: jobId }),
    expand: async () => ({ id: jobId }),
  },
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

const spent = { key: '2026-11-20', usd: 0.08, perhapsUsd: 0.04, unpriced: 1, attempts: 4, pictures: 2 }

const ledger: Awaited<ReturnType<HandlerContext['services']>>['ledger'] = {
  list: async () => ({
    entries: [
      {
        id: 7,
        atMs: 1,
        endedAtMs: 2,
        callId: 'call',
        runId: 'run',
        documentId,
        provider: 'openai',
        model: 'gpt-image-1',
        operation: 'edit',
        pictures: 2,
        picturesCame: 1,
        outcome: 'done',
        billed: 'yes',
        estimateUsd: 0.08,
        estimateAsOf: '2026-11-01',
        realUsd: 0.071,
        usage: { input_tokens: 120 },
        requestId: 'req-1',
        handle: null,
        words: null,
        startedBy: 'window',
      },
    ],
    isAll: true,
  }),
  spend: async () => [spent],
  totals: async () => ({ today: spent, month: { ...spent, key: '2026-11' } }),
  writeCsv: async () => 1,
  check: async () => ({ is: 'ask', reasons: ['Your limit for a day is $1.00.'] }),
}

const style = {
  id: 'ink-wash',
  name: 'Ink wash',
  group: 'Painting',
  prompt: 'an ink wash of {prompt}',
  negativePrompt: '',
  shown: { as: 'icon', icon: 'mountain' },
  isOwn: false,
} as const
const snippet = { id: 'light', name: 'Light', text: 'soft light' }

const prompts: Prompts = {
  noteSent: done,
  history: async () => [{ id: 1, atMs: 1, uses: 2, prompt: 'a red kite', negativePrompt: '' }],
  forget: done,
  snippets: async () => [snippet],
  saveSnippet: async () => [snippet],
  deleteSnippet: async () => [],
  wildcards: async () => [{ name: 'birds', lines: ['heron', 'kite'] }],
  saveWildcard: done,
  deleteWildcard: done,
  styles: async () => [style],
  saveStyle: async () => [style],
  deleteStyle: async () => [style],
  importStyles: async () => ({ added: 2, skipped: 1 }),
  exportStyles: async () => 2,
  rewrite: async () => ({ prompt: 'a red kite at dawn', model: 'small', usage: { total_tokens: 12 } }),
  rewriterKey: async () => provider.key,
  setRewriterKey: async () => provider.key,
  onChanged: () => () => undefined,
}

const external = { begin: async () => ({ path: '/external/coffee.png' }) }

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
    services: async () => ({
      library,
      catalogue,
      storage,
      watched: { list: async () => [watchedFolder], add: async () => watchedFolder, setOn: done, remove: done },
      comparisons,
      documents,
      exports,
      external,
      jobs,
      ledger,
      prompts,
      providers: async () => providers,
    }),
    settings: { load: async () => settings, change: async (patch) => settingsSchema.parse({ ...settings, ...patch }) },
    desktop: {
      choosePictures: async () => ['/pictures/coffee.png'],
      chooseWorkflow: async () => '/workflows/mine.json',
      chooseFolder: async () => '/exports',
      chooseMask: async () => '/pictures/mask.png',
      chooseStyles: async () => '/styles/mine.json',
      chooseBackup: async () => '/backups/atelier.zip',
      chooseProjects: async () => ['/documents/coffee.atelier'],
      chooseTarget: async () => '/exports/coffee.atelier',
      restart: () => undefined,
      letClose: () => undefined,
      readClipboardPicture: () => new Uint8Array([1]),
      startDrag: done,
      revealFile: done,
      openFolder: done,
      openWith: done,
      chooseProgram: async () => '/programs/paint',
      copyPicture: async () => ({ isScaled: false }),
      setFullScreen: () => undefined,
      showMenuKeys: () => undefined,
    },
    writtenFiles,
    emit: (name, payload) => void emitted.push({ name, payload }),
    clock: systemClock,
    logger: createRecordingLogger(),
    about: { version: '0.1.0', platform: 'linux', home: '/home', libraryFolder: '/home/library' },
  }
}
