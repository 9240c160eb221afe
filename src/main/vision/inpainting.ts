import type { Size } from '../../shared/util/geometry.ts'
import type { ModelFinder } from './create-model-finder.ts'
import type { InpaintingModel } from './inpainting-model.ts'

/** A loaded model. */
export interface OpenInpainting {
  /** What `inpaint` takes and returns. */
  readonly size: Size
  /**
   * Fills the hole (above 0) of 8-bit RGB pixels; outside of it they may change, too.
   * @throws model/*, engine/out-of-memory, vision/process-exited, request/cancelled
   */
  inpaint(image: { readonly rgb: Uint8Array; readonly hole: Uint8Array }): Promise<Uint8Array<ArrayBuffer>>
}

/** Fills holes in images, with the models in the model folders. */
export interface Inpainting extends ModelFinder<InpaintingModel> {
  /** Loads the model. @throws like inpaint */
  open(model: InpaintingModel, signal?: AbortSignal): Promise<OpenInpainting>
}
