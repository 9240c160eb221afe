import type { AssetId } from '../../shared/domain/ids.ts'
import type { Vector } from './embed.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import type { ModelFinder } from './create-model-finder.ts'

export interface IndexWatch {
  readonly signal?: AbortSignal | undefined
  /** Called after each batch. */
  readonly onProgress?: (done: number, total: number) => void
}

/** Vectors of images and texts by the models in the model folders: what search by meaning rests on. */
export interface Embeddings extends ModelFinder<EmbeddingModel> {
  /** The model in use, or, while its index is built, the one whose index covers more; null = none is installed. */
  searchModel(): Promise<EmbeddingModel | null>
  /** @throws model/*, vision/process-exited */
  ofWords(model: EmbeddingModel, words: string, signal?: AbortSignal): Promise<Vector>
  /** @throws media/*, storage/*, model/*, vision/process-exited */
  ofFile(model: EmbeddingModel, path: string, signal?: AbortSignal): Promise<Vector>
  /** Of an image in the library; stored for later. @throws like ofFile */
  ofImage(model: EmbeddingModel, id: AssetId, signal?: AbortSignal): Promise<Vector>
  /**
   * Embeds all images that have no vector yet, newest first. What is done stays done: the next run goes on from there. An
   * image that cannot be read is skipped. @throws model/*, vision/process-exited, request/cancelled
   */
  index(model: EmbeddingModel, watch?: IndexWatch): Promise<{ readonly embedded: number; readonly failed: number }>
  dispose(): Promise<void>
}
