import * as messages from '../../shared/messages/en/vision.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { type InpaintingModel, readInpaintingModel } from './models/inpainting-model.ts'
import type { Vision } from './vision.ts'

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

interface InpaintingOptions extends ModelPlaces {
  readonly vision: Pick<Vision, 'inpaintingSize' | 'inpaint'>
}

export function createInpainting({ vision, ...options }: InpaintingOptions): Inpainting {
  const finder = createModelFinder({
    ...options,
    read: readInpaintingModel,
    task: 'remove',
    unknown: messages.unknownInpaintingModel,
  })
  return {
    ...finder,
    async open({ path }, signal) {
      const size = await vision.inpaintingSize({ path }, { signal })
      return { size, inpaint: ({ rgb, hole }) => vision.inpaint({ path, rgb, hole }, { signal }) }
    },
  }
}
