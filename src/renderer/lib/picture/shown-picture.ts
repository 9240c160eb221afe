import type { Rect } from '../../../shared/util/geometry.ts'
import type { Context2d } from './draw-part.ts'

/** A library picture, as far as it has been decoded for the view. */
export interface ShownPicture {
  /** Whether anything of it can be drawn. */
  readonly hasPixels: boolean
  /** Whether what was last drawn had all the pixels that its zoom asks for. */
  readonly isSharp: boolean
  /**
   * Draws what there is of `seen` (pixels of this picture) and asks for what is missing. The context's unit is a device
   * pixel, its origin the picture's corner.
   */
  draw(context: Context2d, zoom: number, seen: Rect): void
  dispose(): void
}

export interface PictureEvents {
  /** More of it is there. */
  readonly onProgress: () => void
  readonly onFailure: () => void
}
