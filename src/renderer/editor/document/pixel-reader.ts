import type { Rect } from '../../../shared/util/geometry.ts'
import type { CanvasDoc } from './model.ts'

/** `base`: the picture alone. `all`: with every visible layer over it, as it would be sent. Masks are never in it. */
export type PixelsOf = 'base' | 'all'

/** The document's pixels for tools that go by color: wand, color range, bucket, eyedropper, clone, heal. */
export interface PixelReader {
  /**
   * RGBA, 8-bit sRGB, straight alpha, row by row, of a part that must lie inside the document.
   * @throws AppError where the picture cannot be read; request/cancelled when aborted
   */
  read(doc: CanvasDoc, area: Rect, what: PixelsOf, signal: AbortSignal): Promise<Uint8ClampedArray<ArrayBuffer>>
}
