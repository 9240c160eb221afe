import type { Sharp } from 'sharp'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { toDecodeError } from './decode-error.ts'
import type { InspectedPicture } from './inspect-picture.ts'
import { pixelLimit, sharp } from './sharp-engine.ts'

/** Every pixel of a picture, upright, sRGB, 8 bit. Never written to: several jobs may share it. */
export interface DecodedPicture {
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  /** Interleaved RGBA with straight alpha. */
  readonly rgba: Uint8Array
}

/** A sharp pipeline that yields the picture upright and in sRGB. */
export function openPicture(picture: InspectedPicture): Sharp {
  const isTurned = picture.orientation !== 1
  const opened = sharp(picture.source.input, {
    failOn: 'truncated',
    limitInputPixels: pixelLimit,
    ignoreIcc: picture.hasSrgbProfile,
    autoOrient: isTurned,
    // A turned picture needs its rows in another order than the file has them.
    sequentialRead: !isTurned,
  }).toColourspace('srgb')
  // libvips brings pictures of 16 bit and a profile into Display P3 and leaves them there.
  const isWide = picture.bitDepth === 16 && !picture.isGray && picture.profile !== null && !picture.hasSrgbProfile
  return isWide ? opened.withIccProfile('srgb', { attach: false }) : opened
}

/** Largest piece decoded in one go: the WebAssembly heap ends at 2 GiB, and whatever it once took it keeps. */
const bandBytesMax = 256 * 1024 * 1024

export async function decodePicture(picture: InspectedPicture, signal?: AbortSignal): Promise<DecodedPicture> {
  const { widthPx, heightPx, hasAlpha } = picture.facts
  const rgba = new Uint8Array(widthPx * heightPx * 4)
  try {
    await decodeBands(picture.facts, 4, async (top, rows) => {
      if (signal?.aborted) throw AppError.cancelled()
      const whole = openPicture(picture)
      const band = rows === heightPx ? whole : whole.extract({ left: 0, top, width: widthPx, height: rows })
      const { data, info } = await band.ensureAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
      if (info.channels !== 4 || data.length !== widthPx * rows * 4) throw wrongShape(picture.source.name)
      // The bytes lie in the decoder's own heap and are its again once dropped.
      rgba.set(data, top * widthPx * 4)
    })
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
  return { widthPx, heightPx, hasAlpha, rgba }
}

/** Calls `decode` for bands of rows from the top that are small enough to be decoded in one go. */
export async function decodeBands(
  { widthPx, heightPx }: Size,
  pixelBytes: number,
  decode: (top: number, rows: number) => Promise<void>,
): Promise<void> {
  const bandRows = Math.max(1, Math.min(heightPx, Math.floor(bandBytesMax / (widthPx * pixelBytes))))
  for (let top = 0; top < heightPx; top += bandRows) await decode(top, Math.min(bandRows, heightPx - top))
}

function wrongShape(name: string): AppError {
  return new AppError('media/undecodable', `“${name}” does not hold the image its header promises.`)
}
