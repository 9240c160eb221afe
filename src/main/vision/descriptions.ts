import type { AssetId } from '../../shared/domain/ids.ts'
import type { DescriptionRun, ImageDescription } from '../../shared/domain/image-description.ts'
import type { ErrorCode } from '../../shared/errors/index.ts'
import type { ModelFinder } from './create-model-finder.ts'
import type { DescriptionModel } from './description-model.ts'

/** What can be asked about an image. */
export const descriptionParts = ['caption', 'description', 'tags'] as const
export type DescriptionPart = (typeof descriptionParts)[number]

/** Parts that were not asked for are empty. */
export type DescribedParts = Pick<ImageDescription, DescriptionPart>

/** Whether the failure does not meet the other images. */
export const isOfOneImage = (code: ErrorCode): boolean => /^(media\/|storage\/not-found|vision\/no-text)/.test(code)

export interface DescribeWatch {
  readonly signal?: AbortSignal | undefined
  /** Called after each image. */
  readonly onProgress?: (done: number, total: number) => void
}

/** Captions, descriptions and tags of images by the models in the model folders. */
export interface Descriptions extends ModelFinder<DescriptionModel> {
  /** @throws media/*, storage/*, model/*, vision/process-exited, vision/no-text, request/cancelled */
  ofFile(
    model: DescriptionModel,
    path: string,
    parts?: readonly DescriptionPart[],
    signal?: AbortSignal,
  ): Promise<DescribedParts>
  /** Describes an image in the library and stores the result in place of an earlier one. @throws like ofFile */
  ofImage(model: DescriptionModel, id: AssetId, signal?: AbortSignal): Promise<ImageDescription>
  /** What is stored; null = nothing. */
  find(id: AssetId): Promise<ImageDescription | null>
  /** Deletes the descriptions of these images. */
  clear(ids: readonly AssetId[]): Promise<void>
  /**
   * Describes the images that are queued, in order; each is stored at once, so that a later run goes on from there. One
   * that cannot be described is skipped and noted. @throws model/*, vision/process-exited, request/cancelled
   */
  work(model: DescriptionModel, watch?: DescribeWatch): Promise<{ readonly described: number; readonly failed: number }>
}

/** Describes many images in the background. What is queued survives the program's end. */
export interface DescriptionQueue {
  /** Queues these images, or all of the library, that have no description yet. Returns how many are new in the queue. */
  add(ids: readonly AssetId[] | 'all'): Promise<number>
  pause(): Promise<void>
  resume(): Promise<void>
  /** Empties the queue; what is described stays. */
  cancel(): Promise<void>
  run(): Promise<DescriptionRun>
  /** Goes on with what is queued, if a model is installed and it is not paused. */
  wake(): void
  onChanged(listener: () => void): () => void
  dispose(): Promise<void>
}
