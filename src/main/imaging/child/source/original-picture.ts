import { AppError } from '../../../../shared/errors/index.ts'
import { encodePngChunk, pngProfileChunk, srgbChunk } from '../../../platform/pure/png/png-chunk.ts'
import { toDecodeError } from './decode-error.ts'
import { decodeBands, decodePicture, type DecodedPicture } from './decode-picture.ts'
import type { InspectedPicture } from './inspect-picture.ts'
import { pixelLimit, sharp } from './sharp-engine.ts'

export type Numbers = Uint8Array | Uint16Array

/**
 * Every pixel of a picture as its file has it: upright, but at its own depth and in its own color space. This is what
 * a result keeps outside of its mask and what it is measured against. Never written to.
 *
 * RGB and gray of 8 or 16 bit keep their very numbers, whatever the format: palettes are looked up, gray becomes three
 * equal channels, 1, 2 and 4 bit are stretched to 8, lossy formats are decoded. What no PNG can hold so (CMYK, Lab,
 * floating point) or only with one channel (gray with a profile of its own, 8 bit) is brought to 8-bit sRGB, as shown.
 */
export interface OriginalPicture {
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
  /** Encoded PNG chunks that say the same in a result. */
  readonly chunks: readonly Buffer[]
}

/** Whether the original has the very numbers that are shown. */
export function isAsShown(picture: InspectedPicture): boolean {
  if (picture.bitDepth === null || hasOwnGray(picture)) return true
  return picture.bitDepth === 8 && keptColors(picture).profile === null
}

/** The original of a picture that is as it is shown. */
export function asShown(shown: DecodedPicture, picture: InspectedPicture): OriginalPicture {
  const isKept = picture.bitDepth !== null && !hasOwnGray(picture)
  return { ...shown, bitDepth: 8, colors: isKept ? keptColors(picture) : shownColors }
}

/** @throws media/undecodable, media/too-large */
export async function decodeOriginal(picture: InspectedPicture, signal?: AbortSignal): Promise<OriginalPicture> {
  if (isAsShown(picture)) return asShown(await decodePicture(picture, signal), picture)
  const { hasAlpha, widthPx, heightPx } = picture.facts
  const rgba = await decodeNumbers(picture)
  const bitDepth = picture.bitDepth === 16 ? 16 : 8
  return { widthPx, heightPx, hasAlpha, bitDepth, rgba, colors: keptColors(picture) }
}

/** How much the original takes in memory. */
export function originalBytes({ bitDepth, facts }: InspectedPicture): number {
  return facts.widthPx * facts.heightPx * (bitDepth === 16 ? 8 : 4)
}

/** The decoder brings such pictures to sRGB where they have 8 bit, and takes their numbers as they are where they have 16. */
function hasOwnGray({ isGray, profile, bitDepth }: InspectedPicture): boolean {
  return isGray && profile !== null && bitDepth === 8
}

const shownColors: OriginalColors = { profile: null, chunks: [srgbChunk()] }

function keptColors({ profile, hasSrgbProfile, isGray, colorChunks }: InspectedPicture): OriginalColors {
  const own = colorChunks.map(({ type, data }) => encodePngChunk(type, data))
  if (profile === null || isGray) return { profile: null, chunks: own.length > 0 ? own : shownColors.chunks }
  return { profile: hasSrgbProfile ? null : profile, chunks: own.length > 0 ? own : [pngProfileChunk(profile)] }
}

async function decodeNumbers(picture: InspectedPicture): Promise<Numbers> {
  const { widthPx, heightPx } = picture.facts
  const isDeep = picture.bitDepth === 16
  const isTurned = picture.orientation !== 1
  const open = () =>
    sharp(picture.source.input, {
      failOn: 'truncated',
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
    await decodeBands(picture.facts, isDeep ? 8 : 4, async (top, rows) => {
      const whole = open()
      const band = rows === heightPx ? whole : whole.extract({ left: 0, top, width: widthPx, height: rows })
      const { data, info } = await band
        .raw({ depth: isDeep ? 'ushort' : 'uchar' })
        .toBuffer({ resolveWithObject: true })
      if (info.channels !== 4) throw new AppError('media/undecodable', 'The decoder gave another number of channels.')
      rgba.set(isDeep ? asNumbers(data) : data, top * widthPx * 4)
    })
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
  return rgba
}

/** The decoder's bytes as 16-bit numbers in this machine's order, which is the decoder's own. */
export function asNumbers(data: Buffer): Uint16Array {
  const isAligned = data.byteOffset % 2 === 0
  const bytes = isAligned ? data : Uint8Array.from(data)
  return new Uint16Array(bytes.buffer, bytes.byteOffset, data.length / 2)
}
