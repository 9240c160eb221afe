import { rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { EngineFacts } from '../shared/domain/local-setup.ts'
import { upscalerIdOf } from '../shared/domain/upscaler-id.ts'
import type { Settings, SettingsPatch } from '../shared/domain/settings.ts'
import { createDownloader, type Downloader } from './downloads/index.ts'
import { createEngine, createFactsBook, createMemoryPlanner, type LocalEngine } from './engine/index.ts'
import {
  catalogue,
  createHub,
  createModelDownloads,
  hubAddress,
  hubAddressOf,
  searchHub,
  type ModelSource,
} from './hub/index.ts'
import { createFileHashes, createLocalService, noEngine, openRunTimes } from './local/index.ts'
import type { FileHashes, LocalService, RunTimes } from './local/local-service.ts'
import {
  architectureLabels,
  familyOf,
  findMissing,
  localModelCard,
  modelFoldersOf,
  modelNameOf,
  suits,
  usedFiles,
  upscalerCard,
  weightsOf,
  type FolderScan,
} from './local-models/index.ts'
import { availableMemory } from './platform/available-memory.ts'
import type { ChildPort } from './platform/child-port.ts'
import type { HomePaths } from './platform/home-paths.ts'
import { temporaryNameFor } from './platform/pure/temporary-name.ts'
import { startUtilityChild } from './platform/start-utility-child.ts'
import type { Transport } from './platform/transport.ts'
import type { LocalNeeds, LocalSupply } from './providers/registry.ts'
import { environmentNameOf, keyIds, ownHost, type Secrets } from './secrets/index.ts'
import { createTaskRunner } from './storage/index.ts'

export interface OpenedLocal {
  readonly engine: LocalEngine
  readonly downloader: Downloader
  readonly service: LocalService
  /** What the provider draws with. */
  needs(): Promise<LocalNeeds>
  /** @throws configuration/invalid where the environment names a mirror that is none */
  downloads(): ModelSource
  dispose(): Promise<void>
}

interface LocalOptions {
  /** Where the built child entries lie. */
  readonly builtFolder: string
  readonly settings: { get(): Settings; change(patch: SettingsPatch): Promise<Settings> }
  readonly paths: HomePaths
  readonly transport: Transport
  readonly secrets: Secrets
  readonly env: Readonly<Record<string, string | undefined>>
  readonly appVersion: string
  readonly startedBy: 'window' | 'command-line'
  /** The folders took longer to look through than a start waits: what is in them is known now. */
  readonly onLateModels: () => void
  /** A model was loaded or let go, or has drawn: another image takes longer or shorter than was said. */
  readonly onOtherTimes: () => void
}

/** In a window that waits for the network. */
const patienceMs = 30_000
/** A disk that sleeps, or one on the network, must not keep every other provider waiting. */
const scanPatienceMs = 3_000

/** The engine and the models of this computer. The library runs in a process of its own, started when it is needed. */
export function openLocal(options: LocalOptions): OpenedLocal {
  const { settings, paths } = options
  const hashes = openHashes(options)
  const { engine, memory, facts, recall } = openEngine(options)
  let runTimes: RunTimes | null = null
  const lastUsedMs = (modelId: string) => runTimes?.lastUsedMs(modelId) ?? null
  const service = createLocalService({ engine, settings, memory, facts, hashes, lastUsedMs, ownFolder: paths.models })
  const findSupply = async (signal?: AbortSignal): Promise<LocalSupply> => {
    // Without an engine they draw nothing, so they are not offered.
    return settings.get().enginePath === null ? noSupply : supplyOf(await service.scan(signal))
  }
  const downloader = createDownloader(() =>
    startUtilityChild(join(options.builtFolder, 'downloads.js'), { name: 'Atelier Downloads' }),
  )
  let opened: ModelSource | null = null
  return {
    engine,
    downloader,
    downloads: () => (opened ??= openDownloads(options, downloader)),
    async dispose() {
      await Promise.all([engine.dispose(), opened?.downloads.dispose()])
      await downloader.dispose()
    },
    service,
    async needs() {
      const opening =
        runTimes ??
        openRunTimes(join(paths.root, 'cache', 'run-times.json'), {
          onNoted: options.onOtherTimes,
        })
      const [times] = await Promise.all([opening, recall()])
      runTimes = times
      const scanning = findSupply()
      const supply = await atMost(scanPatienceMs, scanning)
      if (supply === null) void scanning.then(options.onLateModels, () => undefined)
      return {
        ...withChosen(engine, options),
        inspect: () => service.inspectEngine(),
        memory,
        hashes,
        runTimes: times,
        usedFiles,
        findMissing,
        facts,
        supply: supply ?? noSupply,
        findSupply,
      }
    },
  }
}

/** The path of a file that is written, of which nothing stays where that fails. */
async function filled(path: string, writing: Promise<void>): Promise<string> {
  try {
    await writing
    return path
  } catch (thrown) {
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
    throw thrown
  }
}

type Drawing = Pick<LocalNeeds, 'generate' | 'upscale' | 'isLoaded' | 'whyNot'>

/** The engine with the library that is chosen at the time. */
function withChosen(engine: LocalEngine, { settings, paths }: Pick<LocalOptions, 'settings' | 'paths'>): Drawing {
  const requirePath = () => {
    const { enginePath } = settings.get()
    if (enginePath === null) throw noEngine()
    return enginePath
  }
  return {
    generate: (request, watch) => engine.generate(requirePath(), request, watch),
    async upscale(order, watch) {
      const libraryPath = requirePath()
      const targetPath = temporaryNameFor(join(paths.temporary, 'upscaled.png'))
      return filled(targetPath, engine.upscale(libraryPath, { ...order, targetPath }, watch))
    },
    isLoaded(model) {
      const { enginePath } = settings.get()
      return enginePath !== null && engine.isLoaded(enginePath, model)
    },
    whyNot: () => (settings.get().enginePath === null ? noEngine() : null),
  }
}

/** The engine, and what it said last: also before this start, so that a plan knows it without starting it. */
function openEngine({ builtFolder, settings, paths, onOtherTimes }: LocalOptions) {
  const book = createFactsBook(join(paths.root, 'cache', 'engine-facts.json'))
  let known: { readonly libraryPath: string; readonly facts: EngineFacts } | null = null
  /** What was free before the engine loaded anything: that makes room for the next model. */
  let freeAtStart = 0
  const memory = createMemoryPlanner(
    () => Math.max(availableMemory(), engine.isRunning() ? freeAtStart : 0),
    async () => {
      const { enginePath } = settings.get()
      return enginePath && (await engine.inspectEmpty(enginePath)).devices
    },
  )
  const note = (libraryPath: string, facts: EngineFacts) => {
    known = { libraryPath, facts }
    memory.note(facts.devices)
  }
  const engine = createEngine({
    availableBytes: availableMemory,
    onFacts(libraryPath, facts, isFirst) {
      if (isFirst) freeAtStart = availableMemory()
      note(libraryPath, facts)
      void book.keep(libraryPath, facts)
    },
    onHeld: onOtherTimes,
    start: (libraryPath) => startEngine(builtFolder, libraryPath),
  })
  return {
    engine,
    memory,
    facts: () => (known?.libraryPath === settings.get().enginePath ? known.facts : null),
    async recall(): Promise<void> {
      const { enginePath } = settings.get()
      const facts = enginePath && (await book.find(enginePath))
      if (facts && known === null) note(enginePath, facts)
    },
  }
}

function startEngine(builtFolder: string, libraryPath: string): ChildPort {
  return startUtilityChild(join(builtFolder, 'engine.js'), {
    name: 'Atelier Engine',
    args: [libraryPath],
    // Where the library looks for its parts for each kind of processor and device.
    folder: dirname(libraryPath),
    env: engineEnvironment(process.env),
    isOverheard: true,
    loadsForeignCode: true,
  })
}

/** Gigabytes are read by a thread of its own. */
function openHashes({ builtFolder, paths }: LocalOptions): FileHashes {
  const run = createTaskRunner((workerOptions) => new Worker(join(builtFolder, 'storage.js'), workerOptions))
  return createFileHashes({
    bookPath: join(paths.root, 'cache', 'model-hashes.json'),
    hash: (path, signal) => run('hash', { path }, signal === undefined ? {} : { signal }),
  })
}

function openDownloads(options: LocalOptions, downloader: Downloader): ModelSource {
  const { env, secrets, transport, appVersion, paths, startedBy } = options
  const address = hubAddressOf(env)
  const hub = createHub({ transport, address, appVersion, token: () => hubKey(secrets, address) })
  const waitsMs = startedBy === 'window' ? patienceMs : null
  return {
    search: (words, signal) => searchHub(words.trim(), hub, signal),
    offered: () => catalogue.map(({ id, label, license, hasTerms }) => ({ id, label, license, hasTerms })),
    downloads: createModelDownloads({
      hub,
      downloader,
      folder: paths.models,
      target: () => options.settings.get().downloadFolder,
      folders: () => modelFoldersOf(options.settings.get(), paths.models),
      patienceMs: waitsMs,
    }),
  }
}

/** The key goes to the hub itself, and to a mirror only where it was given for that one. */
async function hubKey(secrets: Secrets, address: string): Promise<string | null> {
  const host = address === hubAddress ? ownHost : new URL(address).origin
  if (host !== ownHost && (await secrets.permission('huggingface', host)) !== 'given') return null
  const found = await secrets.get('huggingface', { host, isNamedOutside: false }).catch(() => null)
  return found?.is === 'key' ? found.key : null
}

const noSupply: LocalSupply = { models: [], loras: [], controlNets: [], upscalers: [] }

/** null = it takes longer. */
async function atMost<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(resolve, ms, null)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

/** Folders and files that cannot be read are left out; the Models page and `models list` say why. */
function supplyOf({ models, files }: FolderScan): LocalSupply {
  const loras = files.flatMap(({ path, recognized }) =>
    recognized.kind === 'lora' ? [{ name: basename(path, extname(path)), path, madeFor: recognized.architecture }] : [],
  )
  const controlNets = controlNetsOf(files)
  const upscalers = upscalersOf(files, new Set(models.map(({ id }) => id)))
  const enlarging = upscalers.map(({ card: { id, label } }) => ({ id, label }))
  return {
    models: models
      .filter(({ isReady }) => isReady)
      .map((model) => {
        const { architecture, abilities } = familyOf(model.family)
        const fitting = loras.filter(({ madeFor }) => suits(madeFor, architecture))
        const names = fitting.map(({ name }) => name)
        const nets = controlNets.filter(({ madeFor }) => abilities.takesControl && madeFor === architecture)
        return {
          card: localModelCard(
            model,
            names,
            enlarging,
            nets.map(({ name }) => name),
          ),
          files: model.files,
          weights: weightsOf(model),
          architecture: architectureLabels[architecture],
          loras: fitting,
          controlNets: nets,
        }
      }),
    upscalers,
    controlNets: controlNets.map(({ name, madeFor, problem }) => ({
      name,
      problem,
      architecture: madeFor && architectureLabels[madeFor],
    })),
    loras: loras.map(({ name, madeFor }) => ({ name, architecture: madeFor && architectureLabels[madeFor] })),
  }
}

function controlNetsOf(files: FolderScan['files']) {
  return files.flatMap(({ path, recognized }) => {
    if (recognized.kind !== 'controlnet') return []
    const { architecture: madeFor, problem, bytes } = recognized
    return [{ name: modelNameOf(path), path, bytes, madeFor: problem === null ? madeFor : null, problem }]
  })
}

function upscalersOf(files: FolderScan['files'], taken: Set<string>): LocalSupply['upscalers'] {
  return files.flatMap(({ path, recognized }) => {
    const [name, id] = [basename(path, extname(path)), upscalerIdOf(basename(path))]
    // Of two with the same name the first by path counts, and a model before an upscaler.
    if (recognized.kind !== 'upscaler' || taken.has(id)) return []
    taken.add(id)
    return [{ card: upscalerCard(id, name), path }]
  })
}

/** The library is not ours: no key of a service is any of its business. */
function engineEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const secret = new Set(keyIds.map(environmentNameOf))
  const rest = Object.entries(env).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined && !secret.has(entry[0])
  })
  // An abort would otherwise look for a debugger, which takes seconds.
  return { ...Object.fromEntries(rest), GGML_NO_BACKTRACE: '1' }
}
