import type { CanvasDocument } from '../../../src/shared/domain/canvas-document.ts'
import type { NamedReference } from '../../../src/shared/domain/named-reference.ts'
import type { Collection } from '../../../src/shared/domain/collection.ts'
import type { WatchedFolder } from '../../../src/shared/domain/watched-folder.ts'
import { settingsSchema } from '../../../src/shared/domain/settings.ts'
import { createImportsUnderWay } from '../../../src/main/ipc/imports-under-way.ts'
import type { HandlerContext, HandlerServices } from '../../../src/main/ipc/index.ts'
import type { Assets } from '../../../src/main/assets/assets.ts'
import type { Documents } from '../../../src/main/assets/documents.ts'
import type { Storage } from '../../../src/main/storage/index.ts'
import { systemClock } from '../../../src/main/platform/clock.ts'
import { partOf } from '../../support/part-of.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { desktop } from './fake-desktop.ts'
import { exports, signing } from './fake-exports.ts'
import { comparisons, editPlans, grids, jobs, ledger, modelValue, planBatches } from './fake-jobs.ts'
import { engineReleases, live, local, modelSource } from './fake-local.ts'
import { prompts } from './fake-prompts.ts'
import { providers } from './fake-providers.ts'
import {
  backgroundsOf,
  controlsOf,
  descriptionQueue,
  descriptionRun,
  descriptions,
  map,
  meaning,
  detection,
  objects,
  visionModels,
} from './fake-vision.ts'
import { noDetails } from '../../support/fake-imaging.ts'
import { sampleAsset } from '../../support/window/sample-records.ts'
import { threads } from './fake-threads.ts'
import { updates } from './fake-updates.ts'
import { assetId, collectionId, documentId, watchedFolderId, referenceId } from './sample-ids.ts'
import { documentState, exportedPath, handles, settings } from './sample-values.ts'

const asset = sampleAsset(1, { id: assetId, name: 'coffee', relativePath: '2026/2026-11-20/coffee.png' })

const document: CanvasDocument = {
  id: documentId,
  baseId: assetId,
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  isActive: true,
  openedAtMs: 0,
}

const about = { version: '0.1.0', platform: 'linux', systemLanguage: 'en', isLanguageRequested: false } as const

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

const reference: NamedReference = {
  id: referenceId,
  name: 'anna',
  kind: 'person',
  imageIds: [assetId],
  note: 'freckles',
  description: 'a woman with short red hair',
  rights: '',
  createdAtMs: 1,
  changedAtMs: 2,
  uses: 3,
}

const assets: Assets = {
  threads,
  originals: {
    shared: async () => ({ count: 0, folder: null }),
    moveBack: async () => ({ moved: 0, failed: [], unreachable: [] }),
    isReachable: async () => true,
  },
  references: {
    list: async () => [reference],
    create: async () => reference,
    change: async () => reference,
    remove: done,
    restore: async () => reference,
    exportTo: done,
    importFrom: async () => ({ reference, nameInFile: null }),
    onChanged: () => () => undefined,
  },
  records: {
    load: async () => [asset],
    require: async () => asset,
    children: async () => [asset],
    details: async () => ({ ...noDetails, dialect: 'a1111' }),
  },
  files: {
    locate: async () => ({ path: '/library/coffee.png', mime: 'image/png' }),
    locateFile: async () => ({ path: '/library/coffee.png', mime: 'image/png' }),
    sweep: async () => ({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 }),
  },
  imports: {
    addFiles: async (paths, options) => {
      options?.onProgress?.(paths.length, paths.length)
      return imported
    },
    warmUp: () => undefined,
    addBytes: async () => imported,
  },
  results: {
    receive: async (_bytes, { id, ...note }) => ({ id, path: exportedPath, note }),
    keep: async ({ path }) => ({ path, type: 'listed' }),
    drop: done,
    reclaim: async () => [],
    add: async () => asset,
  },
  trash: { add: done, restore: done, purge: done },
  safety: { unchecked: async () => [], check: done },
  search: {
    find: async () => ({ order: assetId, stacks: [], shapes: null, problems: [] }),
    newest: async () => ({ order: assetId, count: 1 }),
    stack: async () => [assetId],
    facets: async () => ({ count: 1, facets: [{ field: 'provider', values: [{ value: 'fake', count: 1 }], more: 0 }] }),
    suggest: async () => ({ from: 0, to: 2, terms: ['tag:kite'] }),
  },
  annotations: {
    change: async () => ({ undoId: '1', changed: 1 }),
    undo: done,
    tags: async () => [{ name: 'kite', count: 1 }],
    renameTag: async () => ({ undoId: '1' }),
    removeTag: async () => ({ undoId: '1' }),
  },
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
  relations: {
    lineage: async () => ({ members: [assetId], links: [], isCut: false }),
    uses: async () => ({ links: [], isCut: false }),
  },
  similarity: {
    find: async () => ({ matches: [{ id: assetId, distance: 3 }], pending: 0, model: null }),
    duplicates: async () => ({ groups: [], analyzed: 0, pending: 0, model: null }),
  },
  vectors: {
    pending: async () => [],
    counts: async () => ({ embedded: 0, total: 0 }),
    find: async () => null,
    ids: async () => ({ ids: '', colors: new Uint8Array() }),
    load: async () => ({ ids: '', vectors: new Int8Array() }),
    put: async () => undefined,
    nearest: async () => [],
    groups: async () => [],
  },
  descriptions: {
    find: async () => null,
    captions: async () => new Map(),
    put: done,
    clear: done,
    queue: {
      add: async () => 0,
      next: async () => null,
      fail: done,
      defer: done,
      pause: done,
      empty: done,
      state: async () => ({ done: 0, waiting: 0, paused: 0, failed: [] }),
    },
  },
  changes: {
    checkOtherPrograms: done,
    noteTimeZone: done,
    announce: () => undefined,
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
    return { checked: 1, bytes: 1, problems: [], unreachable: [], lostCompanions: 0, isDatabaseSound: true }
  },
  locate: async () => [assetId],
  repair: async () => [assetId],
  backUp: async (path) => ({ path, files: 1, bytes: 1, skipped: 0, unreadable: [] }),
  prepareRestore: async () => ({ appVersion: '0.1.0', createdAtMs: 0, pictures: 1, bytes: 1, held: 0, introduced: [] }),
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
  isLookedThrough: false,
  unreadable: 0,
  damaged: 0,
  problem: null,
}

const documents: Documents = {
  list: async () => [document],
  open: async () => document,
  isUntouched: async () => false,
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
  readMask: async () => ({ name: 'sky', maskPng: new Uint8Array([1]), share: 0.5, wasScaled: false, notes: [] }),
  saveMaskFile: done,
}

const watched = partOf<HandlerServices['watched']>({
  list: async () => [watchedFolder],
  add: async () => watchedFolder,
  setOn: done,
  remove: done,
})

const external = partOf<HandlerServices['external']>({ begin: async () => ({ path: '/external/coffee.png' }) })

export interface FakeContext extends HandlerContext {
  readonly emitted: { name: string; payload: unknown }[]
}

/** Creates services that respond immediately with the smallest valid value. */
export function createFakeContext(): FakeContext {
  const emitted: FakeContext['emitted'] = []
  return {
    emitted,
    services: async () => ({
      assets,
      storage,
      watched,
      comparisons,
      modelValue,
      grids,
      documents,
      editPlans,
      planBatches,
      exports,
      external,
      jobs,
      live,
      ledger,
      prompts,
      signing,
      local: async () => local,
      engineReleases: async () => engineReleases,
      downloads: async () => modelSource,
      meaning: async () => meaning,
      map: async () => map,
      visionModels: async () => visionModels,
      backgrounds: async () => backgroundsOf(asset),
      controls: async () => controlsOf(asset),
      objects: async () => objects,
      detection: async () => detection,
      descriptions: async () => descriptions,
      descriptionQueue: async () => descriptionQueue,
      descriptionRun: async () => descriptionRun,
      providers: async () => providers,
    }),
    updates,
    settings: {
      load: async () => settings,
      change: async (patch) => settingsSchema.parse({ ...settings, ...patch }),
      setInFile: () => ({ file: 'atelier.yaml', names: [] }),
    },
    desktop,
    handles,
    imports: createImportsUnderWay(() => undefined),
    agents: {
      http: () => ({ type: 'listening', address: 'http://127.0.0.1:47821/mcp' }),
      configuration: () => '{}',
      readToken: async () => 'token',
      regenerateToken: done,
    },
    samplesFolder: '/samples',
    emit: (name, payload) => void emitted.push({ name, payload }),
    clock: systemClock,
    logger: createRecordingLogger(),
    opening: () => ({ done: 10_000, total: 25_000 }),
    openedAtStart: async () => undefined,
    takeNotices: () => [{ level: 'warning', error: { code: 'storage/corrupt', message: 'Damaged.' } }],
    support: {
      diagnostics: async () => 'Atelier 0.1.0\n',
      licenses: async () => [{ name: 'zod', version: '4.6.7', license: 'MIT', text: null }],
    },
    about: { ...about, home: '/home', libraryFolder: '/home/library' },
  }
}
