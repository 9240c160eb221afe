import { channelsOf, packRow } from '../verify/finished-image.ts'
import type { PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { DecodedImage } from '../source/decode-image.ts'

/** A decoded image in the encoder's format: without alpha if it has none. */
export function pngRows(image: DecodedImage): PngPixels {
  const { widthPx, heightPx, rgba } = image
  const channels = channelsOf(image)
  const readRow = (y: number, into: Uint8Array): void =>
    packRow(rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4), channels, into)
  return { widthPx, heightPx, channels, readRow }
}
