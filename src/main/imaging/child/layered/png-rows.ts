import { channelsOf, packRow } from '../verify/finished-picture.ts'
import type { PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { DecodedPicture } from '../source/decode-picture.ts'

/** A decoded picture as the encoder takes it: without alpha where it has none. */
export function pngRows(picture: DecodedPicture): PngPixels {
  const { widthPx, heightPx, rgba } = picture
  const channels = channelsOf(picture)
  const readRow = (y: number, into: Uint8Array): void =>
    packRow(rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4), channels, into)
  return { widthPx, heightPx, channels, readRow }
}
