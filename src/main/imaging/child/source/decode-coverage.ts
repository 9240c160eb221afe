import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { toDecodeError } from './decode-error.ts'
import { inspectPicture } from './inspect-picture.ts'
import { bytesSource } from './picture-source.ts'
import { pixelLimit, sharp } from './sharp-engine.ts'

/** Rec. 709 luma of the stored values, the weights in 1/65536 and of sum 1, so that a gray keeps its value exactly. */
const luma = { red: 13_933, green: 46_871, blue: 4_732 } as const

/**
 * Decodes a mask into 8-bit coverage, row by row: white = 255 = fully in. Gray files are taken as they are; of RGB the
 * luma counts; transparency, color profile and orientation tags are ignored, since a mask is numbers, not a picture.
 * @param what names it in messages: "mask"
 * @throws request/invalid where its size is not the picture's
 */
export async function decodeCoverage(bytes: Uint8Array, size: Size, what: string): Promise<Uint8Array> {
  const inspected = await inspectPicture(bytesSource(what, bytes))
  try {
    const pipeline = sharp(bytes, { failOn: 'truncated', limitInputPixels: pixelLimit, ignoreIcc: true })
    const { data, info } = await pipeline
      .toColourspace(inspected.isGray ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.width !== size.widthPx || info.height !== size.heightPx) throw wrongSize(what, info, size)
    return toCoverage(data, info.channels, size.widthPx * size.heightPx)
  } catch (thrown) {
    throw toDecodeError(thrown, inspected.source.name)
  }
}

function toCoverage(data: Uint8Array, channels: number, pixels: number): Uint8Array {
  const coverage = new Uint8Array(pixels)
  if (channels === 1) {
    coverage.set(data)
  } else if (channels === 2) {
    for (let i = 0; i < pixels; i++) coverage[i] = data[i * 2]!
  } else {
    for (let i = 0, at = 0; i < pixels; i++, at += channels) {
      coverage[i] = (data[at]! * luma.red + data[at + 1]! * luma.green + data[at + 2]! * luma.blue + 32_768) >>> 16
    }
  }
  return coverage
}

function wrongSize(what: string, found: { width: number; height: number }, size: Size): AppError {
  return new AppError(
    'request/invalid',
    `The ${what} is ${found.width} × ${found.height} pixels, but the image is ${size.widthPx} × ${size.heightPx}. Both must have the same size.`,
  )
}
