import type { Warning } from '../../shared/domain/generation.ts'
import type { Fit } from '../../shared/domain/fit.ts'
import type { MemorySaving } from '../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ModelConversion, EngineModel, EngineRequest, UpscaleRequest } from './engine-calls.ts'

export type { ModelConversion, EngineModel, EngineRequest, UpscaleRequest } from './engine-calls.ts'

/** What is told while images are drawn. */
export interface EngineWatch {
  readonly signal: AbortSignal
  /** The model is being loaded: it was not the one in memory. */
  onLoading?(): void
  /** 0 to 1 over all images of the request. */
  onProgress?(fraction: number): void
  /** A coarse image of what is being drawn, as PNG. */
  onPreview?(png: Uint8Array<ArrayBuffer>): void
}

export interface EngineImage {
  readonly png: Uint8Array<ArrayBuffer>
  readonly seed: number
}

/**
 * An engine that draws with models on this computer. It runs in a process of its own, which is started when it is first
 * needed, ended when it has been idle for a while, and started again after it has died.
 */
export interface LocalEngine {
  /**
   * Loads the library and says what it is and which devices it can use, and what is free of these now: the model that is
   * loaded makes room for the next one, and counts as free. @throws engine/*
   */
  inspect(libraryPath: string): Promise<EngineFacts>
  /** The same of a new process, which holds nothing: what is not free is others'. @throws engine/* */
  inspectEmpty(libraryPath: string): Promise<EngineFacts>
  /**
   * Draws small images with a random model of its own and looks at them: the interface has no version check, so a library
   * that does not fit is found here and not in somebody's work.
   * @throws engine/unusable, request/cancelled
   */
  prove(libraryPath: string, signal: AbortSignal): Promise<EngineFacts>
  /**
   * Draws `request.n` images; one request at a time, others wait. A cancel takes effect between two steps.
   * @throws engine/stopped where the process died or no longer moved, engine/failed where nothing came out,
   *   request/cancelled
   */
  generate(libraryPath: string, request: EngineRequest, watch: EngineWatch): Promise<readonly EngineImage[]>
  /**
   * Writes a larger image, tile by tile, with its transparency. A cancel ends the process; what was written by then is the
   * caller's to remove. @throws engine/*, storage/*, request/cancelled
   */
  upscale(libraryPath: string, request: UpscaleRequest, watch: EngineWatch): Promise<void>
  /**
   * Writes the weights of a file anew with another precision. A cancel ends the process; what was written by then stays,
   * and is no model. @throws engine/*, request/cancelled
   */
  convert(libraryPath: string, conversion: ModelConversion, watch: EngineWatch): Promise<void>
  /** Whether there is a process, which may hold a model. */
  isRunning(): boolean
  /** Whether it is in memory like this, so that the next image does not wait for it. */
  isLoaded(libraryPath: string, model: EngineModel): boolean
  /** Ends the process, which frees the device's memory. What is being drawn fails as canceled. */
  unload(): Promise<void>
  dispose(): Promise<void>
}

/** What the files of a model weigh, by what is loaded together, and how its attention grows with the image. */
export interface ModelWeights {
  readonly drawingBytes: number
  readonly encoderBytes: number
  readonly vaeBytes: number
  /** Where attention is widest. */
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
  /** What it takes where it draws, with this saving. */
  readonly neededBytes: number
  readonly freeBytes: number
}

/** Chooses the switches that save memory, by what is free and by what happened. */
export interface MemoryPlanner {
  /** Which devices there are, as soon as the engine has said it. */
  note(devices: EngineFacts['devices']): void
  /** null = the engine has not said what is free. */
  plan(model: WeighedModel, size: Size): MemoryPlan | null
  /** How `draw` would begin. */
  saving(model: WeighedModel, size: Size, wished?: MemorySaving | null): MemorySaving
  /** What is said before anything is drawn. `wished`: as an image was drawn that is to be drawn once more. */
  warnings(model: WeighedModel, size: Size, wished?: MemorySaving | null): readonly Warning[]
  /**
   * Draws as wished where that fits; where memory runs out once more with more saving, which is then the way for this
   * size. Where that is not enough the devices are looked at anew, for it may be other programs' doing. @throws engine/*
   */
  draw<T>(
    model: WeighedModel,
    size: Size,
    draw: (saving: MemorySaving) => Promise<T>,
    wished?: MemorySaving | null,
  ): Promise<T>
  /** Whether other programs are why memory ran out for so much weight, in words; null = not, or not known. */
  findOthers(weights: ModelWeights, size: Size): Promise<string | null>
}
