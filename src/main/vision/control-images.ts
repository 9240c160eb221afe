import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { ControlKind } from '../../shared/domain/control-kind.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ModelFinder } from './create-model-finder.ts'
import type { DepthModel } from './depth-model.ts'
import type { PoseModel } from './pose-model.ts'

/** Makes what a ControlNet reads from images, with the models in the model folders. */
export interface ControlImages {
  readonly models: { readonly depth: ModelFinder<DepthModel>; readonly pose: ModelFinder<PoseModel> }
  /**
   * Adds the depth map or the poses of an image to the library; what the same model has made of it before is used again.
   * @param wanted `model`: by name; absent = the first of the kind. `agent`: the program that asked through a tool
   * @throws model/*, media/*, storage/*, engine/out-of-memory, vision/process-exited, vision/no-subject, request/cancelled
   */
  make(
    id: AssetId,
    wanted: { readonly kind: ControlKind; readonly model?: string | undefined; readonly agent?: Recipe['agent'] },
    signal?: AbortSignal,
  ): Promise<Asset>
}
