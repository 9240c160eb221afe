import { rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { EngineFacts } from '../shared/domain/local-setup.ts'
import { upscalerIdOf } from '../shared/domain/upscaling.ts'
import { withTimeout } from '../shared/util/with-timeout.ts'
import { createDownloader, type Downloader } from './downloads/index.ts'
import {
  createEngine,
  createEngineFactsCache,
  createMemoryPlanner,
  watchUse,
  type EngineUse,
  type LocalEngine,
} from './engine/index.ts'
import {
  offeredModels,
  createHub,
  createModelDownloads,
  hubAddress,
  hubAddressOf,
  searchHub,
  type ModelSource,
} from './hub/index.ts'
import { createFileHashes, createLocalService, noEngine, openRunTimes } from './local-service/index.ts'
import type { FileHashes, LocalService, RunTimes } from './local-service/local-service.ts'
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
} from './model-files/index.ts'
import { availableMemory } from './platform/available-memory.ts'
import type { ChildPort } from './platform/process/child-port.ts'
import { temporaryNameFor } from './platform/pure/temporary-name.ts'
import { startUtilityChild } from './platform/process/start-utility-child.ts'
import type { ProvidersOptions } from './open-providers.ts'
import type { Transport } from './platform/network/transport.ts'
import type { LocalNeeds, LocalSupply } from './providers/registry.ts'
import { ownHost, withoutEnvironmentKeys, type Secrets } from './secrets/index.ts'
import { createTaskRunner } from './storage/index.ts'
import { createUpscalerFinder, type Upscaling } from './vision/index.ts'

export interface OpenedLocal {
  readonly engine: LocalEngine
  readonly downloader: Downloader
  readonly service: LocalService
  /** What the local provider draws with. */
  needs(): Promise<LocalNeeds>
  /** The same for work that makes way for all other: its calls of the engine do not count as use. */
  backgroundNeeds(): Promise<LocalNeeds>
  /** Whether anything but such work uses the engine. */
  readonly use: EngineUse
  /** @throws configuration/invalid if the environment names an invalid mirror */
  downloads(): ModelSource
  dispose(): Promise<void>
}

interface LocalOptions extends Omit<ProvidersOptions, 'configuration' | 'logger'> {
  /** Folder of the built child process entries. */
  readonly builtFolder: string
  readonly transport: Transport
  /** Upscales without an engine. */
  readonly upscaling: () => Promise<Upscaling>
  /** Called when scanning the folders outlasted the start's timeout: their models are known now. */
  readonly onLateModels: () => void
  /** Called when a model was loaded or unloaded, or has drawn: time estimates change. */
  readonly onOtherTimes: () => void
}

/** The window waits for this network request. */
const patienceMs = 30_000
/** A sleeping or network disk must not hold up all other providers. */
const scanPatienceMs = 3_000

/** Opens the engine and the models of this computer. The library runs in a process of its own, started on demand. */
export function openLocal(options: LocalOptions): OpenedLocal {
  const { settings, paths } = options
  const hashes = openHashes(options)
  const { engine: bareEngine, memory, facts, recall } = openEngine(options)
  const { engine, use } = watchUse(bareEngine)
  let runTimes: RunTimes | null = null
  const lastUsedMs = (modelId: string) => runTimes?.lastUsedMs(modelId) ?? null
  const service = createLocalService({ engine, settings, memory, facts, hashes, lastUsedMs, ownFolder: paths.models })
  const findVisionUpscalers = openVisionUpscalers(options)
  const findSupply = async (signal?: AbortSignal): Promise<LocalSupply> => {
    // Models cannot draw without an engine, so they are not offered.
    const supply = settings.get().enginePath === null ? noSupply : supplyOf(await service.scan(signal))
    const taken = new Set([...supply.models, ...supply.upscalers].map(({ card }) => card.id))
    return { ...supply, visionUpscalers: await findVisionUpscalers(taken) }
  }
  const downloader = createDownloader(() =>
    startUtilityChild(join(options.builtFolder, 'downloads.js'), { name: 'Atelier Downloads' }),
  )
  let opened: ModelSource | null = null
  async function needs(): Promise<LocalNeeds> {
    const opening =
      runTimes ??
      openRunTimes(join(paths.root, 'cache', 'run-times.json'), {
        onNoted: options.onOtherTimes,
      })
    const [times] = await Promise.all([opening, recall()])
    runTimes = times
    const scanning = findSupply()
    const supply = await withTimeout(scanning, scanPatienceMs, () => null)
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
  }

  return {
    engine,
    downloader,
    downloads: () => (opened ??= openDownloads(options, downloader)),
    async dispose() {
      await Promise.all([engine.dispose(), opened?.downloads.dispose()])
      await downloader.dispose()
    },
    service,
    use,
    needs,
    async backgroundNeeds() {
      const inspect = async () => bareEngine.inspect(pathOf(options))
      return { ...(await needs()), ...withChosen(bareEngine, options), inspect }
    },
  }
}

/** If writing a file fails, nothing of it is left. */
async function filled<T>(path: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (thrown) {
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
    throw thrown
  }
}

/** @throws engine/missing */
function pathOf({ settings }: Pick<LocalOptions, 'settings'>) {
  const { enginePath } = settings.get()
  if (enginePath === null) throw noEngine()
  return enginePath
}

type Drawing = Pick<LocalNeeds, 'generate' | 'upscale' | 'isLoaded' | 'whyNot'>

/** Wraps the engine to use the library chosen at the time of each call. */
function withChosen(engine: LocalEngine, options: Pick<LocalOptions, 'settings' | 'paths'>): Drawing {
  const { settings, paths } = options
  const requirePath = () => pathOf(options)
  return {
    generate: (request, watch) => engine.generate(requirePath(), request, watch),
    async upscale(order, watch) {
      const libraryPath = requirePath()
      const targetPath = temporaryNameFor(join(paths.temporary, 'upscaled.png'))
      await filled(targetPath, engine.upscale(libraryPath, { ...order, targetPath }, watch))
      return targetPath
    },
    isLoaded(model) {
      const { enginePath } = settings.get()
      return enginePath !== null && engine.isLoaded(enginePath, model)
    },
    whyNot: () => (settings.get().enginePath === null ? noEngine() : null),
  }
}

/** The engine and what it last reported, including before this start, so that planning needs no engine start. */
function openEngine(options: LocalOptions) {
  const { settings, paths, onOtherTimes } = options
  const book = createEngineFactsCache(join(paths.root, 'cache', 'engine-facts.json'))
  let cached: { readonly libraryPath: string; readonly facts: EngineFacts } | null = null
  /** Free memory before the engine loaded anything: that makes room for the next model. */
  let freeAtStart = 0
  const memory = createMemoryPlanner(
    () => Math.max(availableMemory(), engine.isRunning() ? freeAtStart : 0),
    async () => {
      const { enginePath } = settings.get()
      return enginePath && (await engine.inspectEmpty(enginePath)).devices
    },
  )
  const note = (libraryPath: string, facts: EngineFacts) => {
    cached = { libraryPath, facts }
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
    start: (libraryPath) => startEngine(options, libraryPath),
  })
  return {
    engine,
    memory,
    facts: () => (cached?.libraryPath === settings.get().enginePath ? cached.facts : null),
    async recall(): Promise<void> {
      const { enginePath } = settings.get()
      const facts = enginePath && (await book.find(enginePath))
      if (facts && cached === null) note(enginePath, facts)
    },
  }
}

function startEngine({ builtFolder, env }: LocalOptions, libraryPath: string): ChildPort {
  return startUtilityChild(join(builtFolder, 'engine.js'), {
    name: 'Atelier Engine',
    args: [libraryPath],
    // Where the library looks for its backends.
    folder: dirname(libraryPath),
    env: engineEnvironment(env),
    isOverheard: true,
    loadsForeignCode: true,
  })
}

/** Hashing gigabytes runs on a worker thread. */
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
    search: (query, signal) => searchHub(query.trim(), hub, signal),
    offered: () => offeredModels,
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

/** The key goes to the hub itself, and to a mirror only if it was set for that mirror. */
async function hubKey(secrets: Secrets, address: string): Promise<string | null> {
  const host = address === hubAddress ? ownHost : new URL(address).origin
  if (host !== ownHost && (await secrets.permission('huggingface', host)) !== 'given') return null
  const key = await secrets.get('huggingface', { host, isNamedOutside: false }).catch(() => null)
  return key?.type === 'key' ? key.key : null
}

const noSupply: LocalSupply = { models: [], loras: [], controlNets: [], upscalers: [], visionUpscalers: [] }

/** Skips folders and files that cannot be read; the Models page and `models list` report why. */
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
    visionUpscalers: [],
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

function upscalersOf(files: FolderScan['files'], takenIds: Set<string>): LocalSupply['upscalers'] {
  return files.flatMap(({ path, recognized }) => {
    const [name, id] = [basename(path, extname(path)), upscalerIdOf(basename(path))]
    // Of two with the same name, the first by path wins, and a model wins over an upscaler.
    if (recognized.kind !== 'upscaler' || takenIds.has(id)) return []
    takenIds.add(id)
    return [{ card: upscalerCard(id, name), path }]
  })
}

/** Finds upscalers in ONNX format. `takenIds`: a model or an engine's upscaler wins over one of the same name. */
function openVisionUpscalers({ settings, paths, upscaling }: LocalOptions) {
  const finder = createUpscalerFinder({
    modelFolders: () => modelFoldersOf(settings.get(), paths.models),
    preferred: () => settings.get().visionModels.upscale ?? null,
  })
  return async (takenIds: Set<string>): Promise<LocalSupply['visionUpscalers']> => {
    const { models } = await finder.models({ isFresh: true })
    return models.flatMap((model) => {
      const isNamed = /onnx$/i.test(model.name)
      // The point at the end keeps “.onnx” in the ID: told apart from the file of another format with the same name,
      // whether or not an engine is there to run that.
      const id = upscalerIdOf(`${isNamed ? model.name : `${model.name}.onnx`}.`)
      if (takenIds.has(id)) return []
      takenIds.add(id)
      const card = upscalerCard(id, isNamed ? model.name : `${model.name} (ONNX)`)
      return [
        {
          card,
          path: model.path,
          async upscale(image, watch) {
            const resultPath = temporaryNameFor(join(paths.temporary, 'upscaled.png'))
            const writing = (await upscaling()).write({ ...image, resultPath }, model, watch)
            const { runtime, device } = await filled(resultPath, writing)
            return { file: resultPath, engine: { name: 'ONNX Runtime', version: runtime, commit: '' }, device }
          },
        },
      ]
    })
  }
}

/** Foreign code gets no keys. */
function engineEnvironment(env: LocalOptions['env']): Record<string, string> {
  const variables = Object.entries(withoutEnvironmentKeys(env)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  // Otherwise an abort would look for a debugger, which takes seconds.
  return { ...Object.fromEntries(variables), GGML_NO_BACKTRACE: '1' }
}
