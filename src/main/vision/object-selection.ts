import type { AssetId } from '../../shared/domain/ids.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ObjectMask, ObjectPrompt } from '../../shared/util/object-mask.ts'
import type { ModelFinder } from './create-model-finder.ts'
import type { SegmentationModel } from './segmentation-model.ts'

/** Finds objects in images, with the Segment-Anything models in the model folders. */
export interface ObjectSelection extends ModelFinder<SegmentationModel> {
  /** Prepares an image, which takes seconds, so that `find` takes none. @throws model/*, media/*, vision/process-exited */
  prepare(id: AssetId, model: SegmentationModel, signal?: AbortSignal): Promise<void>
  /** @throws like prepare, vision/no-subject */
  find(id: AssetId, prompt: ObjectPrompt, model: SegmentationModel, signal?: AbortSignal): Promise<ObjectMask>
  /**
   * Writes the mask of an image file, in any format of the library, as a PNG. Of several prompts, the objects of all; one
   * without an object is left out.
   * @throws like find
   */
  writeMask(
    files: { readonly path: string; readonly target: string },
    prompts: readonly [ObjectPrompt, ...ObjectPrompt[]],
    model: SegmentationModel,
    signal?: AbortSignal,
  ): Promise<Size>
}
