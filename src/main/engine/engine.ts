import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import type { EngineRequest } from './engine-calls.ts'

export type { EngineModel, EngineRequest } from './engine-calls.ts'

/** What is told while images are drawn. */
export interface EngineWatch {
  readonly signal: AbortSignal
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
  /** Loads the library and says what it is and which devices it can use. @throws engine/* */
  inspect(libraryPath: string): Promise<EngineFacts>
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
  /** Ends the process, which frees the device's memory. What is being drawn fails as canceled. */
  unload(): Promise<void>
  dispose(): Promise<void>
}
