import { readFile } from 'node:fs/promises'
import type { Metadata } from 'sharp'

import { toFileError } from '../../../../shared/errors/index.ts'
import { cannotOpen } from '../../../../shared/messages/en/start.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { Depth } from '../color/convert-numbers.ts'
import { tiffHeader } from '../color/tiff-file.ts'
import { colorSamples, isGrayLayout, photometrics, type TiffLayout } from '../header/tiff-layout.ts'
import { decodeBands } from './decode-bands.ts'
import { toDecodeError, wrongShape } from './decode-error.ts'
import type { ImageSource } from './image-source.ts'
import { failOn, pixelLimit, sharp } from './sharp-engine.ts'

/** What the decoder reads as other pixels than are meant, or not at all. */
export type OddForm =
  /** An AVIF of the brand `avis`, which the decoder does not look for: its still image is that of an `avif`. */
  | { readonly kind: 'avif-sequence' }
  /** A GIF whose first frame covers a part of it only: the decoder makes the rest black. */
  | { readonly kind: 'gif-frame'; readonly frame: Rect }
  /** A TIFF of 8-bit CIE L*a*b*. */
  | { readonly kind: 'tiff-lab'; readonly layout: TiffLayout }
  /** A TIFF of numbers that the decoder clips: floating-point gray from 0 to 1, or 32-bit unsigned. */
  | { readonly kind: 'tiff-numbers'; readonly layout: TiffLayout }
  /** A TIFF with more than one channel besides its color. */
  | { readonly kind: 'tiff-channels'; readonly layout: TiffLayout }

export function oddTiff(layout: TiffLayout): OddForm | null {
  const { photometric, bitsPerSample, sampleFormat, samplesPerPixel } = layout
  if (photometric === photometrics.lab && bitsPerSample === 8) return { kind: 'tiff-lab', layout }
  const isClipped = sampleFormat === 'float' ? isGrayLayout(layout) : bitsPerSample === 32
  if (isClipped) return { kind: 'tiff-numbers', layout }
  return samplesPerPixel > colorSamples(layout) + 1 ? { kind: 'tiff-channels', layout } : null
}

/**
 * Returns a source of the same pixels that the decoder reads rightly: an uncompressed TIFF in memory, or the same file
 * with another brand. Damaged files of these kinds are not recovered.
 * @throws media/undecodable, media/too-large, storage/*
 */
export async function toReadable(
  source: ImageSource,
  form: OddForm,
  checkSize: (size: Size) => void,
): Promise<ImageSource> {
  try {
    return { ...source, input: await readable({ source, checkSize }, form) }
  } catch (thrown) {
    throw toDecodeError(thrown, source.name)
  }
}

interface Odd {
  readonly source: ImageSource
  /** @throws media/too-large */
  readonly checkSize: (size: Size) => void
}

async function readable(odd: Odd, form: OddForm): Promise<Uint8Array> {
  switch (form.kind) {
    case 'avif-sequence': {
      const bytes = Buffer.from(await bytesOf(odd.source))
      bytes.write('avif', brandAt, 'latin1')
      return bytes
    }
    case 'gif-frame':
      return stage(odd, { from: 'uchar', channels: 4, depth: 8 }, (samples, to, top, widthPx) => {
        for (let at = 0; at < samples.length; at++) {
          const pixel = at >> 2
          const [x, y] = [pixel % widthPx, top + Math.floor(pixel / widthPx)]
          to[at] = isInside(form.frame, x, y) ? samples[at]! : 0
        }
      })
    case 'tiff-lab':
      return labAtDepth16(odd, form.layout)
    case 'tiff-numbers':
      return numbersAtDepth16(odd, form.layout)
    case 'tiff-channels':
      return withoutOtherChannels(odd, form.layout)
  }
}

function isInside({ x: left, y: top, widthPx, heightPx }: Rect, x: number, y: number): boolean {
  return x >= left && y >= top && x < left + widthPx && y < top + heightPx
}

/** ISO/IEC 14496-12, section 4.3: the major brand follows the size and the type of the first box. */
const brandAt = 8

async function bytesOf({ name, input }: ImageSource): Promise<Uint8Array> {
  if (typeof input !== 'string') return input
  return readFile(input).catch((thrown: unknown) => {
    throw toFileError(thrown, cannotOpen({ name }))
  })
}

/**
 * The decoder knows 16-bit L*a*b* only. The channels are read as if they were RGB. TIFF 6.0, section 23: L* from 0 to
 * 255, a* and b* with a sign; at 16 bits they are 256 times as large.
 */
async function labAtDepth16(
  { source, checkSize }: Odd,
  { photometricAt, isLittleEndian }: TiffLayout,
): Promise<Uint8Array> {
  const bytes = Buffer.from(await bytesOf(source))
  if (photometricAt === null) throw wrongShape(source.name)
  if (isLittleEndian) bytes.writeUInt16LE(photometrics.rgb, photometricAt)
  else bytes.writeUInt16BE(photometrics.rgb, photometricAt)
  const asRgb = { source: { ...source, input: bytes }, checkSize }
  const to = { from: 'uchar', channels: 3, depth: 16, photometric: photometrics.lab } as const
  return stage(asRgb, to, (samples, lab) => {
    for (let at = 0; at < samples.length; at++) lab[at] = at % 3 === 0 ? samples[at]! * 257 : samples[at]! << 8
  })
}

const fullDepth16 = 65_535

/** Gray becomes three equal channels in the decoder, of which one is kept. */
async function numbersAtDepth16(odd: Odd, layout: TiffLayout): Promise<Uint8Array> {
  const isFloat = layout.sampleFormat === 'float'
  const scale = isFloat ? fullDepth16 : fullDepth16 / 0xffff_ffff
  const kept = keptChannels(layout)
  const isGray = isGrayLayout(layout)
  // Whole numbers are inverted by the decoder.
  const isInverted = isFloat && layout.photometric === photometrics.whiteIsZero
  const to = { from: isFloat ? 'float' : 'uint', channels: kept, depth: 16 } as const
  return stage(odd, to, (samples, numbers, _top, _widthPx, channels) => {
    for (let from = 0, at = 0; from < samples.length; from += channels, at += kept) {
      for (let n = 0; n < kept; n++) {
        const isAlpha = n === (isGray ? 1 : 3)
        const value = samples[from + (isGray && isAlpha ? 3 : n)]! * scale
        const clipped = Math.round(Math.min(fullDepth16, Math.max(0, value)))
        numbers[at + n] = isInverted && !isAlpha ? fullDepth16 - clipped : clipped
      }
    }
  })
}

/** Color and the first of the other channels, which is transparency wherever there is any. */
async function withoutOtherChannels(odd: Odd, layout: TiffLayout): Promise<Uint8Array> {
  const kept = keptChannels(layout)
  const isGray = isGrayLayout(layout)
  const depth = layout.bitsPerSample === 16 ? 16 : 8
  const to = { from: depth === 16 ? 'ushort' : 'uchar', channels: kept, depth } as const
  return stage(odd, to, (samples, numbers, _top, _widthPx, channels) => {
    for (let from = 0, at = 0; from < samples.length; from += channels, at += kept) {
      for (let n = 0; n < kept; n++) numbers[at + n] = samples[from + (isGray && n === 1 ? 3 : n)]!
    }
  })
}

function keptChannels(layout: TiffLayout): 1 | 2 | 3 | 4 {
  const hasMore = layout.samplesPerPixel > colorSamples(layout)
  if (isGrayLayout(layout)) return hasMore ? 2 : 1
  return hasMore ? 4 : 3
}

interface Staging {
  /** Type of the decoder's numbers. */
  readonly from: 'uchar' | 'ushort' | 'uint' | 'float'
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: Depth
  readonly photometric?: number
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array
type Write = (
  samples: Numbers,
  to: Uint8Array | Uint16Array,
  top: number,
  widthPx: number,
  /** How many the decoder returned for a pixel. */
  channels: number,
) => void

/** Decodes without any conversion, as stored: not turned either, which the new header says instead. */
async function stage({ source, checkSize }: Odd, staging: Staging, write: Write): Promise<Buffer> {
  const open = () =>
    sharp(source.input, { failOn, limitInputPixels: pixelLimit, ignoreIcc: true, sequentialRead: true })
  const metadata: Metadata = await open().metadata()
  const { from, channels, depth, photometric } = staging
  const size = { widthPx: metadata.width, heightPx: metadata.height }
  checkSize(size)
  const meaning = { orientation: metadata.orientation ?? 1, ...(photometric !== undefined && { photometric }) }
  const header = tiffHeader({ ...size, channels, depth }, metadata.icc ?? null, meaning)
  const rowSamples = size.widthPx * channels
  const bytes = Buffer.alloc(header.length + (rowSamples * size.heightPx * depth) / 8)
  header.copy(bytes)
  const space = depth === 16 && from === 'ushort' ? 'rgb16' : 'srgb'
  await decodeBands(size, 16, async (top, rows) => {
    const band = open().toColourspace(space).extract({ left: 0, top, width: size.widthPx, height: rows })
    const pixels = staging.from === 'uchar' && channels === 4 && metadata.channels === 3 ? band.ensureAlpha() : band
    const { data, info } = await pixels.raw({ depth: from }).toBuffer({ resolveWithObject: true })
    if (info.width !== size.widthPx || info.height !== rows || info.channels < channels) throw wrongShape(source.name)
    const part = depth === 16 ? new Uint16Array(rowSamples * rows) : new Uint8Array(rowSamples * rows)
    write(asSamples(data, from), part, top, size.widthPx, info.channels)
    bytes.set(new Uint8Array(part.buffer), header.length + (top * rowSamples * depth) / 8)
  })
  return bytes
}

const views = { uchar: Uint8Array, ushort: Uint16Array, uint: Uint32Array, float: Float32Array } as const

/** The decoder's bytes are in this machine's order, and not always aligned. */
function asSamples(data: Buffer, type: Staging['from']): Numbers {
  const { buffer, length } = Uint8Array.from(data)
  const View = views[type]
  return new View(buffer, 0, length / View.BYTES_PER_ELEMENT)
}
