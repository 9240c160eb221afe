import type { ModelFinder } from './create-model-finder.ts'
import type { UpscalingModel } from './upscaling-model.ts'

export interface UpscaledFile {
  /** The image, in any format of the library. */
  readonly originalPath: string
  readonly factor: 2 | 4
  /** A PNG with the image's depth and color profile; an existing file is replaced. */
  readonly resultPath: string
}

/** What an image was upscaled with. */
export interface UpscalingRun {
  /** The version of ONNX Runtime. */
  readonly runtime: string
  readonly device: 'CPU' | 'GPU'
}

export interface UpscalingWatch {
  readonly signal: AbortSignal
  /** From 0 to 1. */
  onProgress(fraction: number): void
}

/** Makes images larger, with the models in the model folders. */
export interface Upscaling extends ModelFinder<UpscalingModel> {
  /**
   * Enlarges an image tile by tile. Out of memory, it starts again in smaller tiles.
   * @throws model/*, media/*, storage/*, engine/out-of-memory, vision/process-exited, request/cancelled
   */
  write(file: UpscaledFile, model: UpscalingModel, watch: UpscalingWatch): Promise<UpscalingRun>
}
