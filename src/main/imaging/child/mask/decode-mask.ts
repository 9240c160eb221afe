import type { Size } from '../../../../shared/util/geometry.ts'
import { toDecodeError } from '../source/decode-error.ts'
import type { InspectedImage } from '../source/inspect-image.ts'
import { failOn, pixelLimit, sharp } from '../source/sharp-engine.ts'
import { readCoverage, type MaskMeaning, type MaskPixels } from './mask-coverage.ts'

/** An image as a mask, in row order: 255 = fully inside. */
export interface DecodedMask {
  readonly size: Size
  readonly coverage: Uint8Array
  readonly meaning: MaskMeaning
  /** The brightest value and the format's white, where the file seems to mean another range; it is stretched. */
  readonly stretched: ValueRange | null
  /** The file is what Atelier writes itself: an upright 8-bit gray PNG. */
  readonly isPlain: boolean
}

interface ValueRange {
  readonly brightest: number
  readonly white: number
}

/**
 * Reads an image of any kind as a mask, upright as people see it. Its values are numbers, so the color profile is ignored.
 * @throws media/*, storage/*
 */
export async function decodeMask(image: InspectedImage): Promise<DecodedMask> {
  const { source, facts, orientation, format } = image
  try {
    const values = await decodeValues(image)
    const { coverage, meaning } = readCoverage(values.pixels)
    return {
      size: { widthPx: facts.widthPx, heightPx: facts.heightPx },
      coverage,
      // How deep transparency is stored in other depths differs between programs.
      meaning: values.isWide && facts.hasAlpha ? 'unclear' : meaning,
      stretched: meaning === 'transparency' ? null : values.stretched,
      isPlain: format === 'png' && orientation === 1 && values.pixels.channels === 1 && image.bitDepth === 8,
    }
  } catch (thrown) {
    throw toDecodeError(thrown, source.name)
  }
}

interface Values {
  readonly pixels: MaskPixels
  readonly stretched: ValueRange | null
  /** Neither of 8 nor of 16 bits. */
  readonly isWide: boolean
}

async function decodeValues({ source, orientation, isGray, facts }: InspectedImage): Promise<Values> {
  const options = { failOn, limitInputPixels: pixelLimit, ignoreIcc: true } as const
  const { depth } = await sharp(source.input, options).metadata()
  const isDeep = depth === 'ushort'
  const isWide = !isDeep && depth !== 'uchar'
  const opened = sharp(source.input, { ...options, autoOrient: orientation !== 1 })
  // As gray, sharp would leave the transparency out.
  const isOneChannel = isGray && (isWide || !facts.hasAlpha)
  const space = isDeep ? (isOneChannel ? 'grey16' : 'rgb16') : isOneChannel ? 'b-w' : 'srgb'
  const { data, info } = await (isWide ? opened.removeAlpha() : opened)
    .toColourspace(space)
    .raw({ depth: isDeep ? 'ushort' : isWide ? 'float' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { channels } = info
  const { buffer, byteOffset, byteLength } = data
  if (isWide) return fromWide(new Float32Array(buffer, byteOffset, byteLength / 4), channels, depth)
  if (isDeep) return fromDeep(new Uint16Array(buffer, byteOffset, byteLength / 2), channels)
  const brightest = brightestOf(data, channels)
  if (brightest !== 1) return { pixels: { data, channels }, stretched: null, isWide }
  const pixels = toBytes(data, channels, { color: (value) => value * 255, alpha: (value) => value })
  return { pixels, stretched: { brightest, white: 255 }, isWide }
}

function fromDeep(data: Uint16Array, channels: number): Values {
  const brightest = brightestOf(data, channels)
  const isOther = brightest > 0 && brightest <= 255
  const color = !isOther ? highByte : brightest === 1 ? (value: number) => value * 255 : (value: number) => value
  const pixels = toBytes(data, channels, { color, alpha: highByte })
  return { pixels, stretched: isOther ? { brightest, white: 65_535 } : null, isWide: false }
}

const highByte = (value: number) => value >> 8

/** Numbers with a fraction go from 0 to 1, or to the white of a common depth. */
function fromWide(data: Float32Array, channels: number, depth: string): Values {
  const brightest = brightestOf(data, channels)
  const white = [1, 255, 65_535].find((each) => brightest <= each) ?? brightest
  const color = (value: number) => Math.round((Math.max(0, value) / white) * 255)
  const isSure = white <= 65_535 && (white > 1 || depth === 'float' || depth === 'double')
  const pixels = toBytes(data, channels, { color, alpha: color })
  return { pixels, stretched: isSure || brightest === 0 ? null : { brightest, white: 2 ** 32 - 1 }, isWide: true }
}

type Samples = Uint8Array | Uint16Array | Float32Array

/** Of the colors; what is no number counts as 0. */
function brightestOf(data: Samples, channels: number): number {
  const colors = Math.min(channels, 3)
  let brightest = 0
  for (let at = 0; at < data.length; at += channels) {
    for (let channel = 0; channel < colors; channel++) brightest = Math.max(brightest, data[at + channel]! || 0)
  }
  return brightest
}

type Convert = (value: number) => number

function toBytes(
  data: Samples,
  channels: number,
  { color, alpha }: { readonly color: Convert; readonly alpha: Convert },
): MaskPixels {
  const bytes = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at++) {
    const isAlpha = at % channels === 3
    bytes[at] = (isAlpha ? alpha : color)(data[at]!)
  }
  return { data: bytes, channels }
}
