import type { ProgramPath } from '../../shared/domain/guarded-values.ts'
import type { LocalRecord, UsedFile } from '../../shared/domain/local-record.ts'
import type { EngineFacts, LocalSetup } from '../../shared/domain/local-setup.ts'
import type { Precision } from '../../shared/domain/precision.ts'
import type { EngineWatch, MemoryPlan } from '../engine/engine.ts'
import type { FolderScan, LocalModel } from '../model-files/index.ts'
import type { ConversionPlan, PlannedConversion } from './convert-model.ts'

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
