import type { InstalledEngine } from '../../../src/main/engine-releases/installed-engines.ts'
import type { EngineReleases } from '../../../src/main/engine-releases/engine-releases.ts'
import type { ModelDownloads, ModelSource } from '../../../src/main/hub/model-downloads.ts'
import type { Live } from '../../../src/main/live/live.ts'
import type { LocalService } from '../../../src/main/local-service/local-service.ts'
import { partOf } from '../../support/part-of.ts'
import { jobId, liveId } from './sample-ids.ts'

const done = async () => undefined

const engineFacts = { version: '1', commit: 'abc', fits: 'master-1-abc', devices: [] }

export const local: LocalService = {
  scan: async () => ({ models: [], files: [], refused: [] }),
  planMemory: () => null,
  locate: async ({ files }) => ({ modelId: null, upscalerId: null, missing: files }),
  look: async () => ({
    engine: { path: '/engines/libstable-diffusion.so', facts: engineFacts, isOfAnotherRelease: false },
    folders: [{ path: '/models', models: 0, problem: null, isOwn: false }],
    downloads: { path: '/models', isOwn: false },
    models: [],
    loras: 0,
    upscalers: 0,
    controlNets: [],
    refused: [],
  }),
  planConversion: async () => ({
    from: '/models/flux1-dev.safetensors',
    bytes: 200,
    choices: [{ precision: 'q8_0', bytes: 100, path: '/models/converted/flux1-dev-q8_0.gguf' }],
    exceptions: [],
  }),
  convert: async () => ({ precision: 'q8_0', bytes: 100, path: '/models/converted/flux1-dev-q8_0.gguf' }),
  useEngine: async () => engineFacts,
  inspectEngine: async () => engineFacts,
  forgetEngine: done,
  addFolder: done,
  forgetFolder: done,
  downloadTo: done,
}

const installedEngine: InstalledEngine = {
  name: 'master-1-cpu',
  tag: 'master-1',
  backend: 'cpu',
  archives: [{ name: 'sd.zip', sizeBytes: 1, sha256: 'a'.repeat(64) }],
  bytes: 1,
  installedAt: '2026-11-20T10:00:00.000Z',
  libraryPath: '/engines/libstable-diffusion.so',
  isCurrent: true,
}
const installed = { engine: installedEngine, facts: engineFacts, removed: [] }

export const engineReleases: EngineReleases = {
  overview: async () => ({ tag: 'master-1', reason: 'CPU build.', offers: [], installed: [installedEngine] }),
  install: async () => installed,
  installFrom: async () => installed,
  use: async () => installed,
  remove: async () => installedEngine,
}

const plannedFile = {
  repo: 'paper/ink',
  commit: 'a'.repeat(40),
  path: 'ink.gguf',
  sizeBytes: 1,
  sha256: 'a'.repeat(64),
  isGated: false,
  name: 'ink.gguf',
  folder: null,
  isThere: false,
  copyPath: null,
}

const downloads: ModelDownloads = {
  folder: '/home/models',
  plan: async (id) => ({
    id,
    label: 'Ink',
    licenses: [{ name: 'MIT', page: 'https://example.com' }],
    mustAccept: false,
    files: [plannedFile],
    totalBytes: 1,
    missingBytes: 1,
    folder: null,
  }),
  start: done,
  list: async () => [
    { id: 'ink', label: 'Ink', state: 'paused', checking: null, bytes: 0, totalBytes: 1, error: null, files: [] },
  ],
  resume: done,
  pause: done,
  wait: done,
  removal: async () => ({ freedBytes: 1, removed: ['ink.gguf'], kept: [] }),
  remove: async () => ({ freedBytes: 1, removed: ['ink.gguf'], kept: [] }),
  onChanged: () => () => undefined,
  dispose: done,
}

export const modelSource: ModelSource = {
  downloads,
  offered: () => [{ id: 'sd15', label: 'SD 1.5', license: null, hasTerms: false }],
  search: async () => [{ id: 'paper/ink', name: 'paper/ink', license: null, isGated: false, sizeBytes: null }],
}

export const live = partOf<Live>({
  start: async () => ({
    id: liveId,
    size: { widthPx: 512, heightPx: 384 },
    strength: 0.75,
    pause: null,
    framesPerSecond: 2.5,
  }),
  draw: async () => ({
    frame: { number: 1, png: new Uint8Array([1]), timingMs: 400 },
    state: { pause: null, framesPerSecond: 2.5 },
  }),
  keep: async () => ({ id: jobId }),
  stop: done,
})
