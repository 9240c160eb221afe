import { stat } from 'node:fs/promises'
import { basename, sep } from 'node:path'
import { didYouMean } from '../../shared/domain/did-you-mean.ts'
import { type ModelFolder, modelFolderSchema, type ProgramPath } from '../../shared/domain/guarded-values.ts'
import type { LocalRecord, UsedFile } from '../../shared/domain/local-record.ts'
import type { EngineFacts, LocalSetup, Precision } from '../../shared/domain/local-setup.ts'
import { modelFoldersMax, type Settings, type SettingsPatch } from '../../shared/domain/settings.ts'
import { upscalerIdOf } from '../../shared/domain/upscaling.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import type { EngineWatch, LocalEngine, MemoryPlan, MemoryPlanner } from '../engine/engine.ts'
import {
  architectureLabels,
  familyOf,
  type FolderScan,
  type LocalFile,
  type LocalModel,
  modelFoldersOf,
  modelNameOf,
  requireDownloadFolder,
  type ScanCache,
  scanFolders,
  weightsOf,
} from '../model-files/index.ts'
import { type ConversionPlan, convertModel, planConversion, type PlannedConversion } from './convert-model.ts'
import { isOfAnotherRelease } from './is-of-another-release.ts'

export type { ConversionPlan } from './convert-model.ts'

export interface LocatedModel {
  /** The model's current id; null = its main file is not on this computer. */
  readonly modelId: string | null
  /** The current id of the second pass's upscaler; null = there was none, or it is not on this computer. */
  readonly upscalerId: string | null
  readonly missing: readonly UsedFile[]
}

/** SHA-256 of model files, cached for as long as the files do not change. */
export interface FileHashes {
  /** @throws storage/*, request/cancelled */
  of(path: string, signal?: AbortSignal): Promise<HashedFile>
  /** Looks for the file among these, which have the same size. */
  find(file: HashedFile, paths: readonly string[], signal?: AbortSignal): Promise<string | null>
  /** Where a file was found; null = looked for but missing; undefined = not looked for yet. Synchronous. */
  found(sha256: string): string | null | undefined
}

export interface HashedFile {
  readonly bytes: number
  readonly sha256: string
}

/** The amount of work in a drawing call. */
export interface DrawingWork {
  readonly model: string
  /** null = the engine does not report it. */
  readonly device: string | null
  /** As sampled by the engine, for all images: each step processes each pixel. */
  readonly passes: readonly { readonly steps: number; readonly megapixels: number }[]
  /** Total of all output images. */
  readonly megapixels: number
}

/** Estimates how long images take on this computer, learned from earlier drawings. */
export interface RunTimes {
  /** Milliseconds until the images are done; null = no data for this model yet. Synchronous. */
  estimateMs(work: DrawingWork, isLoaded: boolean): number | null
  /** When a model was last used, on any device, as `Date.now()`; null = not since this is recorded. Synchronous. */
  lastUsedMs(model: string): number | null
  /** Times a drawing that starts now. */
  begin(work: DrawingWork, isLoaded: boolean): DrawingClock
}

/** Times one drawing. */
export interface DrawingClock {
  /** The model is loading. */
  loading(): void
  /** 0 to 1, each pass with an equal share. The first call means that the model is loaded. */
  progress(fraction: number): void
  /** As of the last call; null = not known yet. */
  leftMs(): number | null
  /** Ends and records the drawing. One that failed or was canceled is not ended, and not recorded. */
  end(): void
}

/** The chosen engine and the model folders, as set up in the window or on the command line. */
export interface LocalService {
  /** Scans the model folders. @throws request/cancelled */
  scan(signal?: AbortSignal): Promise<FolderScan>
  /** Returns the current setup, for display. */
  look(): Promise<LocalSetup>
  /** How a model fits into memory at its usual size; null = the engine has not reported free memory. */
  planMemory(model: LocalModel): MemoryPlan | null
  /** Returns what a model can be converted to, by its id. @throws request/invalid, model/*, storage/* */
  planConversion(id: string): Promise<ConversionPlan>
  /** Writes a separate file next to the downloads; the model stays as it is. @throws engine/*, storage/*, request/* */
  convert(id: string, precision: Precision, watch: EngineWatch): Promise<PlannedConversion>
  /**
   * Finds by hash the files that an image was drawn with, whatever their current names. Each file is hashed only once.
   * @throws request/cancelled
   */
  locate(record: LocalRecord, signal?: AbortSignal): Promise<LocatedModel>
  /** Draws test images with a shared library and switches to it. @throws engine/*, storage/*, request/cancelled */
  useEngine(path: ProgramPath, signal?: AbortSignal): Promise<EngineFacts>
  /** Loads the chosen engine. @throws engine/* */
  inspectEngine(): Promise<EngineFacts>
  /** Deselects the engine but keeps its files. Does nothing if there is none. */
  forgetEngine(): Promise<void>
  /**
   * Uses the models of a folder in place. A folder already in the list keeps its position. @throws storage/*,
   * request/invalid
   */
  addFolder(path: string): Promise<void>
  /** Removes a folder from the list but keeps its files. @throws request/invalid if it is not in the list */
  forgetFolder(path: string): Promise<void>
  /**
   * Adds a folder to the list if needed and makes it the download folder; null = Atelier’s own. @throws like
   * `addFolder`
   */
  downloadTo(path: string | null): Promise<void>
}

interface LocalServiceOptions {
  readonly engine: Pick<LocalEngine, 'inspect' | 'prove' | 'convert' | 'unload'>
  readonly settings: { get(): Settings; change(patch: SettingsPatch): Promise<Settings> }
  readonly memory: Pick<MemoryPlanner, 'plan'>
  /** What is known about the engine in use; null = it has not been inspected. */
  readonly facts: () => EngineFacts | null
  readonly hashes: Pick<FileHashes, 'find'>
  /** When a model was last used; null = unknown. */
  readonly lastUsedMs: (modelId: string) => number | null
  /** Where downloads go; scanned along with the user's folders. */
  readonly ownFolder: string
}

interface Loaded {
  readonly path: string
  readonly facts: EngineFacts
}

export function createLocalService(options: LocalServiceOptions): LocalService {
  const { engine, settings, memory, hashes, ownFolder } = options
  const cache: ScanCache = new Map()
  /** The library loaded last. */
  let loaded: Loaded | null = null

  const scan = async (signal = new AbortController().signal) =>
    scanFolders(await modelFoldersOf(settings.get(), ownFolder), signal, cache)

  const planMemory = (model: LocalModel): MemoryPlan | null =>
    memory.plan({ ...model, weights: weightsOf(model) }, familyOf(model.family).defaults)

  async function inspect(path: string): Promise<EngineFacts> {
    const facts = await engine.inspect(path)
    loaded = { path, facts }
    return facts
  }

  const planFor = async (id: string) => {
    const { models } = await scan()
    const model = models.find((each) => each.id === id)
    if (model === undefined) throw noModel(id, models)
    return planConversion(model, ownFolder)
  }

  return {
    scan,
    planMemory,
    planConversion: planFor,
    async convert(id, precision, watch) {
      const { enginePath } = settings.get()
      if (enginePath === null) throw noEngine()
      return convertModel(await planFor(id), precision, { engine, libraryPath: enginePath }, watch)
    },
    async locate(record, signal) {
      const { enginePath } = settings.get()
      // The plan says whether it is another release; errors that prevent its start are reported when drawing.
      if (enginePath !== null && options.facts() === null) await inspect(enginePath).catch(() => undefined)
      return locateModelFiles(record, await scan(signal), hashes, signal)
    },
    async look() {
      const scanned = await scan()
      const { enginePath, modelFolders, downloadFolder } = settings.get()
      return {
        engine: enginePath && describeEngine(enginePath, loaded),
        ...describe(scanned, { own: ownFolder, modelFolders, downloadFolder }, { ...options, planMemory }),
      }
    },
    async useEngine(path, signal = new AbortController().signal) {
      await requireKind(path, 'file', messages.libraryIsFolder({ path }))
      const facts = await engine.prove(path, signal)
      loaded = { path, facts }
      await settings.change({ enginePath: path })
      return facts
    },
    async inspectEngine() {
      const { enginePath } = settings.get()
      if (enginePath === null) throw noEngine()
      return inspect(enginePath)
    },
    async forgetEngine() {
      await settings.change({ enginePath: null })
      await engine.unload()
    },
    ...createFolderList(settings, ownFolder),
  }
}

type FolderList = Pick<LocalService, 'addFolder' | 'forgetFolder' | 'downloadTo'>

function createFolderList(settings: LocalServiceOptions['settings'], ownFolder: string): FolderList {
  /** Returns the list with the folder added unless it is already in it. */
  async function withFolder(path: string) {
    const { modelFolders } = settings.get()
    await requireKind(path, 'folder', messages.folderIsFile({ path }))
    const folder = modelFolderSchema.parse(path)
    if (modelFolders.includes(folder)) return { folder, modelFolders }
    if (modelFolders.length >= modelFoldersMax) {
      throw new AppError('request/invalid', messages.tooManyFolders)
    }
    return { folder, modelFolders: [...modelFolders, folder] }
  }

  return {
    async addFolder(path) {
      const { modelFolders } = await withFolder(path)
      await settings.change({ modelFolders })
    },
    async forgetFolder(path) {
      const { modelFolders, downloadFolder } = settings.get()
      const remaining = modelFolders.filter((each) => each !== path)
      if (remaining.length === modelFolders.length) {
        const hint =
          modelFolders.length === 0 ? messages.noFolders : messages.knownFolders({ folders: modelFolders.join(', ') })
        throw new AppError('request/invalid', messages.notModelFolder({ path, known: hint }))
      }
      await settings.change({ modelFolders: remaining, ...(downloadFolder === path && { downloadFolder: null }) })
    },
    async downloadTo(path) {
      if (path === null || path === ownFolder) return void (await settings.change({ downloadFolder: null }))
      const { folder, modelFolders } = await withFolder(path)
      await requireDownloadFolder(folder)
      await settings.change({ modelFolders, downloadFolder: folder })
    },
  }
}

function noModel(id: string, models: readonly LocalModel[]): AppError {
  const ids = models.map((each) => each.id)
  return new AppError('request/invalid', messages.noLocalModel({ id, didYouMean: didYouMean(id, ids) }), {
    detail: { notALocalModel: id },
  })
}

export function noEngine(): AppError {
  return new AppError('engine/missing', messages.noEngine)
}

async function requireKind(path: string, kind: 'file' | 'folder', otherwise: string): Promise<void> {
  const stats = await stat(path).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotOpenFile({ path }))
  })
  if (kind === 'file' ? !stats.isFile() : !stats.isDirectory()) throw new AppError('request/invalid', otherwise)
}

function describeEngine(path: string, loaded: Loaded | null): LocalSetup['engine'] {
  const facts = loaded?.path === path ? loaded.facts : null
  return { path, facts, isOfAnotherRelease: facts !== null && isOfAnotherRelease(facts) }
}

interface Folders {
  readonly own: string
  readonly modelFolders: readonly ModelFolder[]
  readonly downloadFolder: ModelFolder | null
}

type Known = Pick<LocalService, 'planMemory'> & Pick<LocalServiceOptions, 'lastUsedMs'>

function describe(
  { models, files, refused }: FolderScan,
  { own, modelFolders, downloadFolder }: Folders,
  { planMemory, lastUsedMs }: Known,
): Omit<LocalSetup, 'engine'> {
  const count = (kind: string) => files.filter(({ recognized }) => recognized.kind === kind).length
  const problems = new Map(refused.map(({ path, error }) => [path, error.message]))
  // Before the first download there is nothing to report about it.
  const folders = files.some(({ path }) => isIn(own, path)) ? [own, ...modelFolders] : modelFolders
  return {
    folders: folders.map((path) => ({
      path,
      models: models.filter((model) => isIn(path, mainFileOf(model))).length,
      problem: problems.get(path) ?? null,
      isOwn: path === own,
    })),
    downloads: { path: downloadFolder ?? own, isOwn: downloadFolder === null },
    models: models.map((model) => ({
      id: model.id,
      label: model.label,
      family: familyOf(model.family).label,
      quantization: model.quantization,
      bytes: model.bytes,
      missing: [...model.missing],
      isReady: model.isReady,
      // The size of missing files is unknown.
      fit: (model.isReady && planMemory(model)?.fit) || null,
      lastUsedMs: lastUsedMs(model.id),
    })),
    loras: count('lora'),
    upscalers: count('upscaler'),
    controlNets: files.flatMap(describeControlNet),
    refused: refused
      .filter(({ path }) => !folders.some((folder) => folder === path))
      .map(({ path, error }) => ({ path, reason: error.message })),
  }
}

function describeControlNet({ path, recognized }: LocalFile): LocalSetup['controlNets'] {
  if (recognized.kind !== 'controlnet') return []
  const { architecture, problem } = recognized
  return [{ name: modelNameOf(path), family: architecture && architectureLabels[architecture], problem }]
}

const isIn = (folder: string, path: string | undefined) => path?.startsWith(folder + sep) === true

const mainFileOf = ({ files }: LocalModel) => files.model ?? files.diffusion

/** Finds the files of a record on this computer by hash; only files of the right size are read. */
async function locateModelFiles(
  record: LocalRecord,
  { files, models }: FolderScan,
  hashes: Pick<FileHashes, 'find'>,
  signal?: AbortSignal,
): Promise<LocatedModel> {
  const pathByHash = new Map<string, string | null>()
  for (const file of record.files) {
    const candidates = files.filter(({ recognized }) => recognized.bytes === file.bytes).map(({ path }) => path)
    // The one that kept its name is the most likely match.
    candidates.sort((a, b) => Number(b.endsWith(file.name)) - Number(a.endsWith(file.name)))
    pathByHash.set(file.sha256, await hashes.find(file, candidates, signal))
  }
  const main = record.files.find(({ part }) => part === 'model' || part === 'diffusion')
  const mainPath = main === undefined ? null : (pathByHash.get(main.sha256) ?? null)
  const match = models.find((model) => {
    const path = model.files.model ?? model.files.diffusion
    return mainPath !== null && path !== undefined && (path === mainPath || mainPath.startsWith(path + sep))
  })
  const upscaler = record.files.find(({ part }) => part === 'upscaler')
  const upscalerPath = upscaler === undefined ? null : (pathByHash.get(upscaler.sha256) ?? null)
  return {
    modelId: match?.id ?? null,
    upscalerId: upscalerPath && upscalerIdOf(basename(upscalerPath)),
    missing: record.files.filter(({ sha256 }) => pathByHash.get(sha256) === null),
  }
}
