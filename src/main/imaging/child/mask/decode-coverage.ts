import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { bytesSource } from '../source/image-source.ts'
import { inspectImage } from '../source/inspect-image.ts'
import { failOn, pixelLimit, sharp } from '../source/sharp-engine.ts'
import { brightnessOf } from './mask-coverage.ts'

type Coverage = 'mask' | 'sampling-area'

const texts = {
  mask: { name: messages.mask, sizeDiffers: messages.maskSizeDiffers },
  'sampling-area': { name: messages.samplingArea, sizeDiffers: messages.samplingSizeDiffers },
} satisfies Record<Coverage, object>

/**
 * Decodes a mask of Atelier's own into 8-bit coverage, in row order: white = 255 = fully inside. Files of others are read
 * by `readMaskFile` first, which understands transparency, orientation tags and other ranges of values.
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
    return { coverage: brightnessOf({ data, channels: info.channels }), given }
  } catch (thrown) {
    throw toDecodeError(thrown, inspected.source.name)
  }
}

function wrongSize(what: Coverage, given: Size, size: Size): AppError {
  const problem = texts[what].sizeDiffers(sizesOf(given, size))
  return new AppError('request/invalid', joinSentences(problem, isTurned(given, size) && messages.maskTurned))
}

/** The values of a message about both. */
export function sizesOf({ widthPx: width, heightPx: height }: Size, { widthPx, heightPx }: Size) {
  return { width, height, imageWidth: widthPx, imageHeight: heightPx }
}

/** As when a mask was made from the photo as its camera stored it. */
export function isTurned(given: Size, size: Size): boolean {
  return given.widthPx !== given.heightPx && given.widthPx === size.heightPx && given.heightPx === size.widthPx
}
