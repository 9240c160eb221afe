import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { ImageFingerprint } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openImage } from '../source/decode-image.ts'
import { decodedBytes, inspectImage, type InspectedImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import { mainColors } from './main-colors.ts'
import { perceptualHash } from './perceptual-hash.ts'

/** The whole image is squeezed into a square of this size, regardless of its aspect ratio. */
const squarePx = 64
const hashedPx = 32
/** Transparency is composited over middle gray, so that white and black drawings on transparency are treated alike. */
const backgroundGray = 128

/** Computes an image's fingerprint; a 256-pixel thumbnail works as well as the original. */
export async function computeFingerprint(
  path: string,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<ImageFingerprint> {
  const image = await untilAborted(inspectImage(fileSource(path)), signal)
  const work = budget.run(decodedBytes(image), signal, () => squeeze(image))
  const rgba = await untilAborted(work, signal)
  return { phash: perceptualHash(halveToGray(rgba)), colors: mainColors(rgba) }
}

async function squeeze(image: InspectedImage): Promise<Uint8Array> {
  try {
    return await openImage(image)
      .ensureAlpha()
      .resize(squarePx, squarePx, { fit: 'fill' })
      .raw({ depth: 'uchar' })
      .toBuffer()
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}

/** Luma (ITU-R BT.601), each value the mean of 2 × 2 pixels. */
function halveToGray(rgba: Uint8Array): Float32Array {
  const gray = new Float32Array(hashedPx * hashedPx)
  for (let n = 0; n < squarePx * squarePx; n++) {
    const at = n * 4
    const luma = 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!
    const cover = rgba[at + 3]! / 255
    const [x, y] = [(n % squarePx) >> 1, Math.floor(n / squarePx) >> 1]
    gray[y * hashedPx + x]! += (luma * cover + backgroundGray * (1 - cover)) / 4
  }
  return gray
}
