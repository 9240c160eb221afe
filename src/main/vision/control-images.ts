import type { Asset } from '../../shared/domain/asset.ts'
import type { ControlKind } from '../../shared/domain/control-kind.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ModelFinder } from './create-model-finder.ts'
import type { DepthModel } from './depth-model.ts'

export interface WantedControl {
  readonly kind: ControlKind
  /** By name; absent = the first of the kind. */
  readonly model?: string | undefined
}

export interface MadeControl {
  readonly asset: Asset
  /** Whether it had been made before. */
  readonly isReused: boolean
}

/** Makes control images from images, with the models in the model folders. */
export interface ControlImages {
  readonly models: { readonly depth: ModelFinder<DepthModel> }
  /**
   * Returns the control image of a library image; one that the same model has made before is used again.
   * @throws model/*, media/*, storage/*, engine/out-of-memory, vision/process-exited, request/cancelled
   */
  make(id: AssetId, wanted: WantedControl, signal?: AbortSignal): Promise<MadeControl>
  /** The same for files: a PNG; an existing file is replaced. @throws like make */
  write(
    file: { readonly path: string; readonly target: string },
    wanted: WantedControl,
    signal?: AbortSignal,
  ): Promise<Size & { readonly model: string }>
}
