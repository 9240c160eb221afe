import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { ImageFingerprint } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openPicture } from '../source/decode-picture.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { mainColors } from './main-colors.ts'
import { perceptualHash } from './perceptual-hash.ts'

/** The whole picture in a square, whatever its shape. */
const squarePx = 64
const hashedPx = 32
/** What shows through counts as middle gray: a white drawing on nothing is as much of a picture as a black one. */
const behind = 128

/** What a look at a picture finds; a thumbnail of 256 pixels tells as much as the original. */
export async function computeFingerprint(
  path: string,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<ImageFingerprint> {
  const picture = await untilAborted(inspectPicture(fileSource(path)), signal)
  const work = budget.run(decodedBytes(picture), signal, () => squeeze(picture))
  const rgba = await untilAborted(work, signal)
  return { phash: perceptualHash(halveToGray(rgba)), colors: mainColors(rgba) }
}

async function squeeze(picture: InspectedPicture): Promise<Uint8Array> {
  try {
    return await openPicture(picture)
      .ensureAlpha()
      .resize(squarePx, squarePx, { fit: 'fill' })
      .raw({ depth: 'uchar' })
      .toBuffer()
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}

/** Luma (ITU-R BT.601) of two by two pixels each. */
function halveToGray(rgba: Uint8Array): Float32Array {
  const gray = new Float32Array(hashedPx * hashedPx)
  for (let n = 0; n < squarePx * squarePx; n++) {
    const at = n * 4
    const luma = 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!
    const cover = rgba[at + 3]! / 255
    const [x, y] = [(n % squarePx) >> 1, Math.floor(n / squarePx) >> 1]
    gray[y * hashedPx + x]! += (luma * cover + behind * (1 - cover)) / 4
  }
  return gray
}
