import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { toDecodeError } from './decode-error.ts'
import { inspectImage } from './inspect-image.ts'
import { bytesSource } from './image-source.ts'
import { failOn, pixelLimit, sharp } from './sharp-engine.ts'

/** Rec. 709 luma of the stored values, with weights in 1/65536 that sum to 1, so that grays are preserved exactly. */
const luma = { red: 13_933, green: 46_871, blue: 4_732 } as const

type Coverage = 'mask' | 'sampling-area'

const texts = {
  mask: { name: messages.mask, sizeDiffers: messages.maskSizeDiffers },
  'sampling-area': { name: messages.samplingArea, sizeDiffers: messages.samplingSizeDiffers },
} satisfies Record<Coverage, object>

/**
 * Decodes a mask into 8-bit coverage, in row order: white = 255 = fully inside. Gray files are used as they are, RGB by
 * its luma; transparency, color profile and orientation tags are ignored, since a mask is numbers, not an image.
 * @param what for messages
 * @throws request/invalid if its size differs from the image's
 */
export async function decodeCoverage(bytes: Uint8Array, size: Size, what: Coverage): Promise<Uint8Array> {
  const { coverage } = await decodeAnyCoverage(bytes, what, (given) => {
    if (given.widthPx !== size.widthPx || given.heightPx !== size.heightPx) throw wrongSize(what, given, size)
  })
  return coverage
}

/** The same for a mask of any size that `check` accepts. */
export async function decodeAnyCoverage(
  bytes: Uint8Array,
  what: Coverage,
  check: (given: Size) => void,
): Promise<{ readonly coverage: Uint8Array; readonly given: Size }> {
  const { name } = texts[what]
  const inspected = await inspectImage(bytesSource(name, bytes))
  try {
    const pipeline = sharp(bytes, { failOn, limitInputPixels: pixelLimit, ignoreIcc: true })
    const { data, info } = await pipeline
      .toColourspace(inspected.isGray ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const given = { widthPx: info.width, heightPx: info.height }
    check(given)
    return { coverage: toCoverage(data, info.channels, info.width * info.height), given }
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

function wrongSize(what: Coverage, { widthPx, heightPx }: Size, size: Size): AppError {
  const sizes = { width: widthPx, height: heightPx, imageWidth: size.widthPx, imageHeight: size.heightPx }
  return new AppError('request/invalid', texts[what].sizeDiffers(sizes))
}
