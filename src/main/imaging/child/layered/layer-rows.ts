import type { Rect } from '../../../../shared/util/geometry.ts'
import type { PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { DecodedImage } from '../source/decode-image.ts'
import { channelsOf, packRow } from '../verify/finished-image.ts'

/** The visible pixels of a layer, read row by row from the top. 8-bit sRGB, straight alpha. */
export interface LayerRows {
  /** In document pixels. Inside the document unless the whole layer was requested. May be empty. */
  readonly bounds: Rect
  /** `y` is in document pixels; writes `bounds.widthPx * 4` bytes. */
  readRow(y: number, into: Uint8Array): void
}

/** A decoded image in the encoder's format: without alpha if it has none. */
export function pngRows(image: DecodedImage): PngPixels {
  const { widthPx, heightPx, rgba } = image
  const channels = channelsOf(image)
  const readRow = (y: number, into: Uint8Array): void =>
    packRow(rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4), channels, into)
  return { widthPx, heightPx, channels, readRow }
}
