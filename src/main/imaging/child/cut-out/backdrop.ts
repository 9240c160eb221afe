import type { CutOutRequest } from '../../imaging.ts'
import { blurPlane, blurWeighted } from '../composite/blur-plane.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { openImage } from '../source/decode-image.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { decodedBytes, inspectImage } from '../source/inspect-image.ts'
import { fileSource, holdSource } from '../source/image-source.ts'
import type { OriginalImage } from '../source/original-image.ts'
import type { ProfileColors } from '../verify/profile-colors.ts'
import { reduceMatte, type FineMatte } from './fine-matte.ts'
import { nextTurn } from '../turns.ts'
import { EnlargedRows, shapedSizeOf, toWorkImage } from './work-size.ts'

type Background = NonNullable<CutOutRequest['background']>

/** What lies behind the subject, in the colors of the image. */
export interface Backdrop {
  /** Writes row `y`: red, green and blue, values from 0 to 1. */
  readRow(y: number, lines: readonly Float32Array[]): void
}

interface Scene {
  readonly original: OriginalImage
  readonly matte: FineMatte
  /** null = the image's colors are sRGB. */
  readonly profile: ProfileColors | null
  readonly budget: ByteBudget
  readonly signal: AbortSignal
}

/** @throws media/*, storage/* where it is an image that cannot be read */
export async function createBackdrop(background: Background, scene: Scene): Promise<Backdrop> {
  switch (background.type) {
    case 'color':
      return plainColor(background.color, scene.profile)
    case 'image':
      return coveringImage(background.path, scene)
    case 'blur':
      return blurredBackground(background.radiusPercent, scene)
  }
}

async function plainColor(color: string, profile: ProfileColors | null): Promise<Backdrop> {
  const planes = [1, 3, 5].map((at) => Float32Array.of(Number.parseInt(color.slice(at, at + 2), 16)))
  await profile?.convert(planes[0]!, planes[1]!, planes[2]!)
  return { readRow: (_, lines) => lines.forEach((line, channel) => line.fill(planes[channel]![0]! / 255)) }
}

/** Scaled to cover the whole image, its middle in the middle; white where it is transparent. */
async function coveringImage(path: string, { original, profile, budget, signal }: Scene): Promise<Backdrop> {
  const { widthPx, heightPx } = original
  const image = await inspectImage(fileSource(path))
  const rgb = await budget.run(decodedBytes(image) + widthPx * heightPx * 12, signal, async () => {
    const held = { ...image, source: await holdSource(image.source) }
    const { data } = await openImage(held)
      .resize(widthPx, heightPx, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .raw({ depth: 'uchar' })
      .toUint8Array()
      .catch((thrown: unknown) => {
        throw toDecodeError(thrown, image.source.name)
      })
    return profile === null ? data : inProfile(data, profile)
  })
  const full = rgb instanceof Uint16Array ? 65_535 : 255
  return {
    readRow: (y, lines) => {
      for (const [channel, line] of lines.entries()) {
        for (let x = 0, at = y * widthPx * 3 + channel; x < widthPx; x++, at += 3) line[x] = rgb[at]! / full
      }
    },
  }
}

/** Pixels converted per call. */
const bandPixels = 1_048_576

async function inProfile(rgb: Uint8Array, profile: ProfileColors): Promise<Uint16Array> {
  const converted = new Uint16Array(rgb.length)
  for (let first = 0; first < rgb.length; first += bandPixels * 3) {
    const band = rgb.subarray(first, first + bandPixels * 3)
    const planes = [0, 1, 2].map((channel) =>
      Float32Array.from({ length: band.length / 3 }, (_, n) => band[n * 3 + channel]!),
    )
    await profile.convert(planes[0]!, planes[1]!, planes[2]!)
    for (const [channel, plane] of planes.entries()) {
      for (let n = 0; n < plane.length; n++) converted[first + n * 3 + channel] = Math.round(plane[n]! * 257)
    }
  }
  return converted
}

/** Where less than this share of the surroundings is background, it comes from farther away. */
const nearShareMin = 0.02

/** The image’s own background, blurred without the subject, whose colors would otherwise surround it as a halo. */
async function blurredBackground(radiusPercent: number, { original, matte, signal }: Scene): Promise<Backdrop> {
  const work = await toWorkImage(original, shapedSizeOf(original), signal)
  const longestPx = Math.max(work.widthPx, work.heightPx)
  const opacity = await reduceMatte(matte, original, work, signal)
  const outside = opacity.map((value, n) => (1 - value) ** 2 * work.alpha[n]!)
  const sigmaPx = (longestPx * radiusPercent) / 100
  const shares = blurPlane(outside, work, sigmaPx)
  const planes: Float32Array[] = []
  for (const plane of work.colors) {
    await nextTurn(signal)
    const near = blurWeighted(plane, outside, work, sigmaPx)
    await nextTurn(signal)
    const far = blurWeighted(plane, outside, work, longestPx / 4)
    planes.push(near.map((value, n) => far[n]! + (value - far[n]!) * Math.min(1, shares[n]! / nearShareMin)))
  }
  const rows = new EnlargedRows(planes, work, original)
  return {
    readRow: (y, lines) => {
      rows.read(y, lines)
      for (const [channel, line] of lines.entries()) dither(line, y, channel, original)
    },
  }
}

/** A blurred background has no noise of its own: 8 bits would show its steps. Half a level at most, the same each time. */
function dither(line: Float32Array, y: number, channel: number, { bitDepth }: OriginalImage): void {
  const level = bitDepth === 16 ? 1 / 65_535 : 1 / 255
  for (let x = 0; x < line.length; x++) {
    const noise = Math.imul(
      Math.imul(x + 1, 2_654_435_761) ^ Math.imul(y * 3 + channel + 1, 2_246_822_519),
      3_266_489_917,
    )
    line[x]! += ((noise >>> 8) / 2 ** 24 - 0.5) * level
  }
}
