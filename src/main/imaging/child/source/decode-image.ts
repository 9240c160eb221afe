import type { Sharp } from 'sharp'

import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'
import { decodeBands } from './decode-bands.ts'
import { toDecodeError, wrongShape } from './decode-error.ts'
import type { FailOn } from './decode-recovering.ts'
import type { InspectedImage } from './inspect-image.ts'
import { failOn, pixelLimit, sharp } from './sharp-engine.ts'

/** All pixels of an image: upright, sRGB, 8 bit. Must not be modified: several jobs may share it. */
export interface DecodedImage {
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  /** Interleaved RGBA with straight alpha. */
  readonly rgba: Uint8Array
}

/** A sharp pipeline that yields the image upright and in sRGB. */
export function openImage(image: InspectedImage, level: FailOn = failOn): Sharp {
  const isTurned = image.orientation !== 1
  const opened = sharp(image.source.input, {
    failOn: level,
    limitInputPixels: pixelLimit,
    ignoreIcc: image.hasSrgbProfile,
    autoOrient: isTurned,
    // A rotated image needs its rows in a different order than the file stores them.
    sequentialRead: !isTurned,
  }).toColourspace('srgb')
  // libvips converts 16-bit images with a profile to Display P3 and leaves them there.
  const isWide = image.bitDepth === 16 && !image.isGray && image.profile !== null && !image.hasSrgbProfile
  return isWide ? opened.withIccProfile('srgb', { attach: false }) : opened
}

export async function decodeImage(image: InspectedImage, signal?: AbortSignal): Promise<DecodedImage> {
  const { widthPx, heightPx, hasAlpha } = image.facts
  // What comes in one band is not copied.
  let rgba: Uint8Array = new Uint8Array()
  try {
    await decodeBands(image.facts, 4, async (top, rows) => {
      throwIfAborted(signal)
      const isWhole = rows === heightPx
      const opened = openImage(image)
      const band = isWhole ? opened : opened.extract({ left: 0, top, width: widthPx, height: rows })
      const { data, info } = await band.ensureAlpha().raw({ depth: 'uchar' }).toUint8Array()
      if (info.channels !== 4 || data.length !== widthPx * rows * 4) throw wrongShape(image.source.name)
      if (isWhole) {
        rgba = data
        return
      }
      if (top === 0) rgba = new Uint8Array(widthPx * heightPx * 4)
      rgba.set(data, top * widthPx * 4)
    })
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
  return { widthPx, heightPx, hasAlpha, rgba }
}
