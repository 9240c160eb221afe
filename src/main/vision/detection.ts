import type { FoundObject } from '../../shared/domain/found-object.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ModelFinder } from './create-model-finder.ts'
import type { DetectionModel } from './detection-model.ts'

/** Finds objects in images by words, with the OWL-ViT and OWLv2 models in the model folders. */
export interface Detection extends ModelFinder<DetectionModel> {
  /** The best first; at least one. @throws model/*, media/*, vision/process-exited, vision/no-subject */
  find(id: AssetId, words: string, model: DetectionModel, signal?: AbortSignal): Promise<readonly FoundObject[]>
  /** The same in an image file, in any format of the library. @throws like find */
  findInFile(path: string, words: string, model: DetectionModel, signal?: AbortSignal): Promise<readonly FoundObject[]>
}
