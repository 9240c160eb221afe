import type { Size } from '../../../../shared/util/geometry.ts'
import type { ReadMaskRequest } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { decodedBytes, inspectImage, type InspectedImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import { failOn, pixelLimit, sharp } from '../source/sharp-engine.ts'

/** Rec. 709 luma of the stored values, the weights in 1/65536 and of sum 1, so that a gray keeps its value exactly. */
const luma = { red: 13_933, green: 46_871, blue: 4_732 } as const

export interface ReadMask {
  readonly maskPng: Uint8Array<ArrayBuffer>
  readonly share: number
  readonly wasScaled: boolean
}

/**
 * Reads an image as a mask: its values are numbers, so the color profile is ignored; it is upright, as people see it;
 * transparent pixels are not included.
 */
export async function readMaskLayer(
  request: ReadMaskRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<ReadMask> {
  const image = await inspectImage(fileSource(request.path))
  const { size } = request
  const needed = decodedBytes(image) + size.widthPx * size.heightPx * 6
  return budget.run(needed, signal, async () => {
    const coverage = await readCoverage(image, size)
    const raw = { width: size.widthPx, height: size.heightPx, channels: 1 as const }
    const png = await sharp(coverage, { raw }).toColourspace('b-w').png({ compressionLevel: 3 }).toBuffer()
    const wasScaled = !isSameSize(image.facts, size)
    return { maskPng: Uint8Array.from(png), share: meanOf(coverage), wasScaled }
  })
}

async function readCoverage(image: InspectedImage, size: Size): Promise<Uint8Array> {
  try {
    const upright = sharp(image.source.input, {
      failOn,
      limitInputPixels: pixelLimit,
      ignoreIcc: true,
      autoOrient: image.orientation !== 1,
    }).toColourspace('srgb')
    // Linear: sharper filters ring, and would add values the image never had.
    const fitted = isSameSize(image.facts, size)
      ? upright
      : upright.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'linear' })
    return toCoverage(await fitted.ensureAlpha().raw({ depth: 'uchar' }).toBuffer())
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}

function toCoverage(rgba: Uint8Array): Uint8Array {
  const coverage = new Uint8Array(rgba.length / 4)
  for (let n = 0, at = 0; n < coverage.length; n++, at += 4) {
    const gray = (rgba[at]! * luma.red + rgba[at + 1]! * luma.green + rgba[at + 2]! * luma.blue + 32_768) >>> 16
    coverage[n] = Math.round((gray * rgba[at + 3]!) / 255)
  }
  return coverage
}

function meanOf(coverage: Uint8Array): number {
  let sum = 0
  for (const value of coverage) sum += value
  return sum / 255 / coverage.length
}

function isSameSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}
