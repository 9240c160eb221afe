import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { toDecodeError } from './decode-error.ts'
import { copyBytes, type ImageSource } from './image-source.ts'
import { readableTiff, type OddTiff } from './readable-tiff.ts'
import { stagePixels, type OddSource } from './stage-pixels.ts'

/** What the decoder reads as other pixels than are meant, or not at all. */
export type OddForm =
  /** An AVIF of the brand `avis`, which the decoder does not look for: its still image is that of an `avif`. */
  | { readonly kind: 'avif-sequence' }
  /** A GIF whose first frame covers a part of it only: the decoder makes the rest black. */
  | { readonly kind: 'gif-frame'; readonly frame: Rect }
  | OddTiff

/**
 * Returns a source of the same pixels that the decoder reads rightly: an uncompressed TIFF in memory, or the same file
 * with another brand. Damaged files of these kinds are not recovered.
 * @throws media/undecodable, media/too-large, storage/*
 */
export async function toReadable(
  source: ImageSource,
  form: OddForm,
  checkSize: (size: Size) => void,
): Promise<ImageSource> {
  try {
    return { ...source, input: await readable({ source, checkSize }, form) }
  } catch (thrown) {
    throw toDecodeError(thrown, source.name)
  }
}

async function readable(odd: OddSource, form: OddForm): Promise<Uint8Array> {
  switch (form.kind) {
    case 'avif-sequence': {
      const bytes = await copyBytes(odd.source)
      bytes.write('avif', brandAt, 'latin1')
      return bytes
    }
    case 'gif-frame':
      return stagePixels(odd, { from: 'uchar', channels: 4, depth: 8 }, (samples, to, top, widthPx) => {
        for (let at = 0; at < samples.length; at++) {
          const pixel = at >> 2
          const [x, y] = [pixel % widthPx, top + Math.floor(pixel / widthPx)]
          to[at] = isInside(form.frame, x, y) ? samples[at]! : 0
        }
      })
    default:
      return readableTiff(odd, form)
  }
}

function isInside({ x: left, y: top, widthPx, heightPx }: Rect, x: number, y: number): boolean {
  return x >= left && y >= top && x < left + widthPx && y < top + heightPx
}

/** ISO/IEC 14496-12, section 4.3: the major brand follows the size and the type of the first box. */
const brandAt = 8
