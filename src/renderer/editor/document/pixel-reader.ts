import type { Rect } from '../../../shared/util/geometry.ts'
import type { CanvasDoc } from './model.ts'

/** `base`: the image alone. `all`: the image with all visible layers, as it would be sent. Masks are never included. */
export type PixelsOf = 'base' | 'all'

/** Reads the document's pixels for color-based tools: wand, color range, bucket, eyedropper, clone, heal. */
export interface PixelReader {
  /**
   * RGBA, 8-bit sRGB, straight alpha, row by row, of an area that must be inside the document.
   * @throws AppError if the image cannot be read; request/cancelled when aborted
   */
  read(doc: CanvasDoc, area: Rect, what: PixelsOf, signal: AbortSignal): Promise<Uint8ClampedArray<ArrayBuffer>>
}
