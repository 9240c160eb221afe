import type { Warning } from '../../shared/domain/generation.ts'
import type { Fit, EngineFacts } from '../../shared/domain/local-setup.ts'
import type { MemorySaving } from '../../shared/domain/local-record.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ModelConversion, EngineModel, EngineRequest, UpscaleRequest } from './engine-calls.ts'

export type { ModelConversion, EngineModel, EngineRequest, UpscaleRequest } from './engine-calls.ts'

/** What is reported while images are drawn. */
export interface EngineWatch {
  readonly signal: AbortSignal
  /** The model is being loaded because another one, or none, was in memory. */
  onLoading?(): void
  /** 0 to 1 over all images of the request. */
  onProgress?(fraction: number): void
  /** A coarse preview of the image being drawn, as PNG. */
  onPreview?(png: Uint8Array<ArrayBuffer>): void
  /** Replaces the engine's limit of time without progress. */
  readonly stillMs?: number
}

export interface EngineImage {
  readonly png: Uint8Array<ArrayBuffer>
  readonly seed: number
}

/**
 * An engine that runs models on this computer, in a process of its own: started on first use, ended when idle for a
 * while, and restarted after a crash.
 */
export interface LocalEngine {
  /**
   * Loads the library and returns its version, its usable devices and their free memory. The loaded model counts as
   * free, since it makes room for the next one. @throws engine/*
   */
  inspect(libraryPath: string): Promise<EngineFacts>
  /** Does the same in a new process with nothing loaded: memory that is not free is used by others. @throws engine/* */
  inspectEmpty(libraryPath: string): Promise<EngineFacts>
  /**
   * Draws small images with a random test model and checks them: the interface has no version check, so an incompatible
   * library is detected here and not during a user's work.
   * @throws engine/unusable, request/cancelled
   */
  prove(libraryPath: string, signal: AbortSignal): Promise<EngineFacts>
  /**
   * Draws `request.n` images, one request at a time; others wait. A cancel takes effect between two steps.
   * @throws engine/stopped if the process died or hung, engine/failed if there is no output, request/cancelled
   */
  generate(libraryPath: string, request: EngineRequest, watch: EngineWatch): Promise<readonly EngineImage[]>
  /**
   * Writes an enlarged image tile by tile, including transparency. A cancel ends the process; the caller removes what
   * was written. @throws engine/*, storage/*, request/cancelled
   */
  upscale(libraryPath: string, request: UpscaleRequest, watch: EngineWatch): Promise<void>
  /**
   * Rewrites the weights of a file in another precision. A cancel ends the process and leaves a partial file that is
   * not a valid model. @throws engine/*, request/cancelled
   */
  convert(libraryPath: string, conversion: ModelConversion, watch: EngineWatch): Promise<void>
  /** Whether a process is running, which may hold a model. */
  isRunning(): boolean
  /** Whether exactly this model is loaded, so that the next image need not wait for it. */
  isLoaded(libraryPath: string, model: EngineModel): boolean
  /** Ends the process, which frees the device memory. A drawing in progress fails as canceled. */
  unload(): Promise<void>
  dispose(): Promise<void>
}

/** Sizes of a model's files, grouped by what is loaded together, and how its attention grows with the image. */
export interface ModelWeights {
  readonly drawingBytes: number
  readonly encoderBytes: number
  readonly vaeBytes: number
  /** At the layer with the widest attention. */
  readonly pixelsPerToken: number
  readonly heads: number
}

export interface WeighedModel {
  readonly id: string
  readonly label: string
  readonly weights: ModelWeights
}

export interface MemoryPlan {
  readonly fit: Fit
  readonly saving: MemorySaving
  /** Memory needed on the drawing device with this saving. */
  readonly neededBytes: number
  readonly freeBytes: number
}

/** Chooses memory-saving switches from the free memory and from earlier failures. */
export interface MemoryPlanner {
  /** Records the devices as soon as the engine has reported them. */
  note(devices: EngineFacts['devices']): void
  /** null = the engine has not reported free memory. */
  plan(model: WeighedModel, size: Size): MemoryPlan | null
  /** The saving that `draw` would start with. */
  saving(model: WeighedModel, size: Size, wished?: MemorySaving | null): MemorySaving
  /** Returns the warnings to show before drawing. `wished`: the saving of the image that is to be drawn again. */
  warnings(model: WeighedModel, size: Size, wished?: MemorySaving | null): readonly Warning[]
  /**
   * Draws as wished if that fits; if memory runs out, tries again with more saving, which is then used for this size.
   * If that is not enough, the devices are inspected again, since other programs may be the cause. @throws engine/*
   */
  draw<T>(
    model: WeighedModel,
    size: Size,
    draw: (saving: MemorySaving) => Promise<T>,
    wished?: MemorySaving | null,
  ): Promise<T>
  /** Returns a message if other programs are why memory ran out for these weights; null = they are not, or unknown. */
  findOthers(weights: ModelWeights, size: Size): Promise<string | null>
}
