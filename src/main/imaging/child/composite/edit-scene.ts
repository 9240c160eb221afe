import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { Affine } from './placement.ts'
import type { RgbaPixels } from './planes.ts'

/** A response and the image to composite it into, both 8-bit sRGB, as shown. */
export interface EditScene {
  readonly image: RgbaPixels
  /** Coverage of the image; above 0 = may change. */
  readonly effective: Uint8Array
  /** Contains every mask pixel above 0. */
  readonly area: Rect
  /** The part of the image that the response shows. */
  readonly crop: Rect
  /** Never larger than `crop`. */
  readonly answer: RgbaPixels
  readonly answerHasAlpha: boolean
  /** The response is transparent only where it shows nothing; the image stays there. */
  readonly answerIsPartial: boolean
  /** The resolution at which the model saw the crop, in pixels; it could not know finer detail. */
  readonly seen: Size
  /** Pixels of this scene per pixel of the real image: previews use a smaller scene. */
  readonly scale: number
}

/** How far a model may have shifted its input: this many pixels of the image or of its own, whichever is more. */
export const searchedPx = 8
/** How far beyond the mask a model may have repainted, in the same units. */
export const repaintedPx = 8

/** Converts a length in pixels of the real image or of the frame to pixels of the scene. */
export function inImagePx(lengthPx: number, { crop, seen, scale }: EditScene): number {
  return lengthPx * Math.max(scale, crop.widthPx / seen.widthPx, crop.heightPx / seen.heightPx)
}

/** Maps crop pixels to response pixels, before any alignment. */
export function cropToResponse({ crop, answer }: EditScene): Affine {
  const [scaleX, scaleY] = [answer.widthPx / crop.widthPx, answer.heightPx / crop.heightPx]
  return { ax: scaleX, bx: 0, cx: 0, ay: 0, by: scaleY, cy: 0 }
}
