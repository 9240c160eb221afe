import { encodePngChunk, pngProfileChunk, srgbChunk } from '../../../platform/pure/png/png-chunk.ts'
import { decodeBands } from './decode-bands.ts'
import { toDecodeError, wrongShape } from './decode-error.ts'
import { decodeImage, type DecodedImage } from './decode-image.ts'
import type { InspectedImage } from './inspect-image.ts'
import { failOn, pixelLimit, sharp } from './sharp-engine.ts'

export type Numbers = Uint8Array | Uint16Array

/**
 * All pixels of an image as stored in its file: upright, but at its own depth and in its own color space. This is what
 * a result keeps outside its mask and what it is compared against. Must not be modified.
 * RGB and gray of 8 or 16 bit keep their exact values, whatever the format: palettes are resolved, gray becomes three
 * equal channels, 1, 2 and 4 bit are scaled to 8, lossy formats are decoded. What PNG cannot hold (CMYK, Lab, floating
 * point), or only with one channel (8-bit gray with its own profile), is converted to 8-bit sRGB, as shown.
 */
export interface OriginalImage {
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  readonly bitDepth: 8 | 16
  /** Interleaved RGBA with straight alpha; 16-bit numbers where `bitDepth` is 16. */
  readonly rgba: Numbers
  readonly colors: OriginalColors
}

export interface OriginalColors {
  /** The ICC profile of the numbers; null = they are sRGB, or shown as such. */
  readonly profile: Uint8Array | null
  /** Encoded PNG chunks that describe the same colors in a result. */
  readonly chunks: readonly Buffer[]
}

/** Whether the original's values are exactly those shown. */
export function isAsShown(image: InspectedImage): boolean {
  if (image.bitDepth === null || hasOwnGray(image)) return true
  return image.bitDepth === 8 && keptColors(image).profile === null
}

/** Returns the original of an image that is shown unchanged. */
export function asShown(decoded: DecodedImage, image: InspectedImage): OriginalImage {
  const isKept = image.bitDepth !== null && !hasOwnGray(image)
  return { ...decoded, bitDepth: 8, colors: isKept ? keptColors(image) : shownColors }
}

/** @throws media/undecodable, media/too-large */
export async function decodeOriginal(image: InspectedImage, signal?: AbortSignal): Promise<OriginalImage> {
  if (isAsShown(image)) return asShown(await decodeImage(image, signal), image)
  const { hasAlpha, widthPx, heightPx } = image.facts
  const rgba = await decodeNumbers(image)
  const bitDepth = image.bitDepth === 16 ? 16 : 8
  return { widthPx, heightPx, hasAlpha, bitDepth, rgba, colors: keptColors(image) }
}

/** Returns the memory needed for the original. */
export function originalBytes({ bitDepth, facts }: InspectedImage): number {
  return facts.widthPx * facts.heightPx * (bitDepth === 16 ? 8 : 4)
}

/** The decoder converts such images to sRGB at 8 bits, and leaves their values unchanged at 16. */
function hasOwnGray({ isGray, profile, bitDepth }: InspectedImage): boolean {
  return isGray && profile !== null && bitDepth === 8
}

const shownColors: OriginalColors = { profile: null, chunks: [srgbChunk()] }

function keptColors({ profile, hasSrgbProfile, isGray, colorChunks }: InspectedImage): OriginalColors {
  const encodedChunks = colorChunks.map(({ type, data }) => encodePngChunk(type, data))
  if (profile === null || isGray)
    return { profile: null, chunks: encodedChunks.length > 0 ? encodedChunks : shownColors.chunks }
  return {
    profile: hasSrgbProfile ? null : profile,
    chunks: encodedChunks.length > 0 ? encodedChunks : [pngProfileChunk(profile)],
  }
}

async function decodeNumbers(image: InspectedImage): Promise<Numbers> {
  const { widthPx, heightPx } = image.facts
  const isDeep = image.bitDepth === 16
  const isTurned = image.orientation !== 1
  const open = () =>
    sharp(image.source.input, {
      failOn,
      limitInputPixels: pixelLimit,
      ignoreIcc: true,
      autoOrient: isTurned,
      sequentialRead: !isTurned,
    })
      .toColourspace(isDeep ? 'rgb16' : 'srgb')
      .ensureAlpha()
  const length = widthPx * heightPx * 4
  const rgba = isDeep ? new Uint16Array(length) : new Uint8Array(length)
  try {
    await decodeBands(image.facts, isDeep ? 8 : 4, async (top, rows) => {
      const whole = open()
      const band = rows === heightPx ? whole : whole.extract({ left: 0, top, width: widthPx, height: rows })
      const { data, info } = await band
        .raw({ depth: isDeep ? 'ushort' : 'uchar' })
        .toBuffer({ resolveWithObject: true })
      if (info.channels !== 4) throw wrongShape(image.source.name)
      rgba.set(isDeep ? asNumbers(data) : data, top * widthPx * 4)
    })
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
  return rgba
}

/** The decoder's bytes as 16-bit numbers in this machine's order, which is the decoder's own. */
export function asNumbers(data: Buffer): Uint16Array {
  const isAligned = data.byteOffset % 2 === 0
  const bytes = isAligned ? data : Uint8Array.from(data)
  return new Uint16Array(bytes.buffer, bytes.byteOffset, data.length / 2)
}
