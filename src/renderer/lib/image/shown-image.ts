import type { Rect } from '../../../shared/util/geometry.ts'
import type { Context2d } from './draw-part.ts'

/** A library image, as far as it has been decoded for the view. */
export interface ShownImage {
  /** Whether any of it can be drawn. */
  readonly hasPixels: boolean
  /** Whether what was last drawn had full resolution for its zoom. */
  readonly isSharp: boolean
  /**
   * Draws the available part of `visible` (pixels of this image) and requests what is missing. The context's unit is a
   * device pixel, its origin the image's corner.
   */
  draw(context: Context2d, zoom: number, visible: Rect): void
  dispose(): void
}

export interface ImageEvents {
  /** Called when more of it is available. */
  readonly onProgress: () => void
  readonly onFailure: () => void
}
