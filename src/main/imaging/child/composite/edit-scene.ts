import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { Affine } from './placement.ts'
import type { RgbaPixels } from './planes.ts'

/** An answer and the picture it is to be laid into, both 8-bit sRGB, as shown. */
export interface EditScene {
  readonly picture: RgbaPixels
  /** Coverage of the picture; above 0 = may change. */
  readonly effective: Uint8Array
  /** Holds every pixel of the mask that is above 0. */
  readonly area: Rect
  /** The part of the picture that the answer shows. */
  readonly crop: Rect
  /** Never larger than `crop`. */
  readonly answer: RgbaPixels
  readonly answerHasAlpha: boolean
  /** Transparent is only what the answer does not show: the picture stays there. */
  readonly answerIsPartial: boolean
  /** What the model saw of the crop, pixels: what is finer it could not know. */
  readonly seen: Size
  /** Pixels of this scene to one of the real picture: a preview is made on a smaller one. */
  readonly scale: number
}

/** How far a model may have moved what it was shown: this many pixels of the picture or of its own, whichever is more. */
export const searchedPx = 8
/** As far beyond the mask a model may have repainted, likewise. */
export const repaintedPx = 8

/** Pixels of the scene for so many of the real picture or of the frame. */
export function inPicturePx(lengthPx: number, { crop, seen, scale }: EditScene): number {
  return lengthPx * Math.max(scale, crop.widthPx / seen.widthPx, crop.heightPx / seen.heightPx)
}

/** From pixels of the crop to pixels of the answer, unmoved. */
export function cropToResponse({ crop, answer }: EditScene): Affine {
  const [scaleX, scaleY] = [answer.widthPx / crop.widthPx, answer.heightPx / crop.heightPx]
  return { ax: scaleX, bx: 0, cx: 0, ay: 0, by: scaleY, cy: 0 }
}
