import type { ProgramPath } from '../../shared/domain/guarded-values.ts'
import type { LocalRecord, UsedFile } from '../../shared/domain/local-record.ts'
import type { EngineFacts, LocalSetup } from '../../shared/domain/local-setup.ts'
import type { Precision } from '../../shared/domain/precision.ts'
import type { EngineWatch, MemoryPlan } from '../engine/engine.ts'
import type { FolderScan, LocalModel } from '../local-models/index.ts'
import type { ConversionPlan, PlannedConversion } from './convert-model.ts'

export type { ConversionPlan } from './convert-model.ts'

export interface LocatedModel {
  /** The model as it is called now; null = its main file is not on this computer. */
  readonly modelId: string | null
  /** The upscaler of its second pass as it is called now; null = there was none, or it is not on this computer. */
  readonly upscalerId: string | null
  readonly missing: readonly UsedFile[]
}

/** SHA-256 of model files, which are read through once and remembered for as long as they do not change. */
export interface FileHashes {
  /** @throws storage/*, request/cancelled */
  of(path: string, signal?: AbortSignal): Promise<HashedFile>
  /** Looks for it among these files, which have its size. */
  find(wanted: HashedFile, paths: readonly string[], signal?: AbortSignal): Promise<string | null>
  /** Where a file was found; null = it was looked for, and is not there; undefined = nobody has looked. Instant. */
  found(sha256: string): string | null | undefined
}

export interface HashedFile {
  readonly bytes: number
  readonly sha256: string
}

/** What a call costs in work. */
export interface DrawingWork {
  readonly model: string
  /** null = the engine does not say. */
  readonly device: string | null
  /** As the engine samples them, for all images: each step looks at each pixel. */
  readonly passes: readonly { readonly steps: number; readonly megapixels: number }[]
  /** Of all images that come out. */
  readonly megapixels: number
}

/** How long images take on this computer, learned from those that were drawn. */
export interface RunTimes {
  /** Milliseconds to the images; null = this model was not drawn with yet. Instant. */
  estimateMs(work: DrawingWork, isLoaded: boolean): number | null
  /** When a model was drawn with last, on any device, as `Date.now()`; null = not since this is remembered. Instant. */
  lastUsedMs(model: string): number | null
  /** Follows a drawing that begins now. */
  begin(work: DrawingWork, isLoaded: boolean): DrawingClock
}

/** Of one drawing. */
export interface DrawingClock {
  /** The model is being loaded. */
  loading(): void
  /** 0 to 1, each pass with an equal share. The first word of it says that the model is loaded. */
  progress(fraction: number): void
  /** As of the last word; null = not known yet. */
  leftMs(): number | null
  /** It is done, and counts. A drawing that failed or was canceled is not ended, and not counted. */
  end(): void
}

/** The engine that was chosen and the folders of models, as the window and the command line set them up. */
export interface LocalService {
  /** Looks through the model folders. @throws request/cancelled */
  scan(signal?: AbortSignal): Promise<FolderScan>
  /** As it is now, for people. */
  look(): Promise<LocalSetup>
  /** How a model fits into memory at its usual size; null = the engine has not said what is free. */
  planMemory(model: LocalModel): MemoryPlan | null
  /** What a model can be converted to, by its id. @throws request/invalid, model/*, storage/* */
  planConversion(id: string): Promise<ConversionPlan>
  /** Writes a file of its own beside the downloads; the model stays as it is. @throws engine/*, storage/*, request/* */
  convert(id: string, precision: Precision, watch: EngineWatch): Promise<PlannedConversion>
  /**
   * Finds by their hashes the files that an image was drawn with, whatever they are called now. What has to be read
   * through is read once. @throws request/cancelled
   */
  locate(record: LocalRecord, signal?: AbortSignal): Promise<LocatedModel>
  /** Has a shared library draw test images, and draws with it from now on. @throws engine/*, storage/*, request/cancelled */
  useEngine(path: ProgramPath, signal?: AbortSignal): Promise<EngineFacts>
  /** Loads the engine that was chosen. @throws engine/* */
  inspectEngine(): Promise<EngineFacts>
  /** Its files stay. Nothing happens where there is none. */
  forgetEngine(): Promise<void>
  /** Uses the models of a folder where they are. A folder that is in the list already stays in its place. @throws storage/*, request/invalid */
  addFolder(path: string): Promise<void>
  /** Its files stay. @throws request/invalid where it is not in the list */
  forgetFolder(path: string): Promise<void>
  /** Adds a folder to the list where it is not, and downloads go there from then on; null = to Atelier’s own. @throws as `addFolder` */
  downloadTo(path: string | null): Promise<void>
}
