import { decodedBytes, inspectPicture, type InspectedPicture } from './inspect-picture.ts'
import type { ByteBudget } from './byte-budget.ts'
import { toDecodeError } from './decode-error.ts'
import { openPicture, type DecodedPicture } from './decode-picture.ts'
import { fileSource } from './picture-source.ts'
import type { OpenPicture } from './read-region.ts'

/** Decoding more than this takes over a second: a coarse look comes first. */
const slowPixels = 40_000_000

/** @param load decodes all of it, as every other work on the same file does */
export async function openForRegions(
  path: string,
  load: (path: string) => Promise<DecodedPicture>,
  budget: ByteBudget,
): Promise<OpenPicture> {
  const picture = await inspectPicture(fileSource(path))
  const { widthPx, heightPx } = picture.facts
  const isSlow = widthPx * heightPx > slowPixels
  return {
    size: { widthPx, heightPx },
    load: () => load(path),
    loadQuarter: isSlow ? () => budget.run(decodedBytes(picture) / 8, undefined, () => decodeQuarter(picture)) : null,
  }
}

/** In one pass over the file, and for JPEG by its decoder's own halving, without ever holding all pixels. */
async function decodeQuarter(picture: InspectedPicture): Promise<DecodedPicture> {
  const { hasAlpha } = picture.facts
  const [widthPx, heightPx] = [Math.ceil(picture.facts.widthPx / 4), Math.ceil(picture.facts.heightPx / 4)]
  try {
    const data = await openPicture(picture)
      .resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' })
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer()
    // The bytes lie in the decoder's own heap and are its again once dropped.
    return { widthPx, heightPx, hasAlpha, rgba: Uint8Array.from(data) }
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}
