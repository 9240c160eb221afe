import {
  colorSamples,
  isGrayLayout,
  jpegCompression,
  photometrics,
  tiffLayoutTags,
  type TiffLayout,
} from '../header/tiff-layout.ts'
import { wrongShape } from './decode-error.ts'
import { copyBytes, type ImageSource } from './image-source.ts'
import { stagePixels, type OddSource, type Staging } from './stage-pixels.ts'

/** What of a TIFF the decoder reads as other pixels than are meant. */
export type OddTiff =
  /** 8-bit CIE L*a*b*. */
  | { readonly kind: 'tiff-lab'; readonly layout: TiffLayout }
  /** Its tags only: one channel that is said to be by itself, of which the decoder expects several; or no color model. */
  | { readonly kind: 'tiff-tags'; readonly layout: TiffLayout }
  /** Samples that mean something else to the decoder. */
  | { readonly kind: 'tiff-samples'; readonly layout: TiffLayout }

export function oddTiff(layout: TiffLayout): OddTiff | null {
  if (layout.photometric === photometrics.lab && layout.bitsPerSample === 8) return { kind: 'tiff-lab', layout }
  if (isMisread(layout)) return { kind: 'tiff-samples', layout }
  return Object.keys(plainTags(layout)).length > 0 ? { kind: 'tiff-tags', layout } : null
}

function isMisread(layout: TiffLayout): boolean {
  const { photometric, bitsPerSample, sampleFormat, samplesPerPixel } = layout
  // It clips floating-point gray from 0 to 1, and 32-bit numbers.
  if (sampleFormat === 'float' ? isGrayLayout(layout) : bitsPerSample === 32) return true
  const extra = samplesPerPixel - colorSamples(layout)
  if (extra > 1) return true
  switch (photometric) {
    case photometrics.whiteIsZero:
      // Inverted before it is divided by alpha.
      return extra > 0 && layout.isPremultiplied
    case photometrics.cmyk:
      // Its alpha is taken for one of 8 bits.
      return extra > 0 && bitsPerSample === 16
    case photometrics.yCbCr:
      // Taken for RGB.
      return layout.compression !== jpegCompression && !layout.yCbCr.isSubsampled
    default:
      return false
  }
}

export async function readableTiff(odd: OddSource, { kind, layout }: OddTiff): Promise<Uint8Array> {
  switch (kind) {
    case 'tiff-lab':
      return labAtDepth16(odd, layout)
    case 'tiff-tags':
      return withValues(odd.source, layout, plainTags(layout))
    case 'tiff-samples':
      return asMeant(odd, layout)
  }
}

/**
 * The decoder knows 16-bit L*a*b* only. The channels are read as if they were RGB. TIFF 6.0, section 23: L* from 0 to
 * 255, a* and b* with a sign; at 16 bits they are 256 times as large.
 */
async function labAtDepth16({ source, checkSize }: OddSource, layout: TiffLayout): Promise<Uint8Array> {
  const values = { photometric: photometrics.rgb, ...(layout.sampleFormat === 'signed' && { sampleFormat: unsigned }) }
  const bytes = await withValues(source, layout, values)
  const asRgb = { source: { ...source, input: bytes }, checkSize }
  const to = { from: 'uchar', channels: 3, depth: 16, photometric: photometrics.lab } as const
  return stagePixels(asRgb, to, (samples, lab) => {
    for (let at = 0; at < samples.length; at++) lab[at] = at % 3 === 0 ? samples[at]! * 257 : samples[at]! << 8
  })
}

const [interleaved, unsigned, straightAlpha] = [1, 1, 2]

type NewValues = Partial<Record<'photometric' | 'planarConfiguration' | 'extraSamples' | 'sampleFormat', number>>

/** The same file with other first values of its tags (of all samples, if it is their format). */
async function withValues(source: ImageSource, layout: TiffLayout, values: NewValues): Promise<Buffer> {
  const { photometric, ...others } = values
  const isNew = photometric !== undefined && !layout.valuesAt.has('photometric')
  const room = isNew ? roomForModel(layout.directory) : 0
  const bytes = await copyBytes(source, room)
  for (const [tag, value] of Object.entries(isNew ? others : values) as [keyof NewValues, number][]) {
    const place = layout.valuesAt.get(tag)
    if (place === undefined || place.bytesEach > 4) throw wrongShape(source.name)
    const { at, count, bytesEach } = place
    for (let n = 0; n < (tag === 'sampleFormat' ? count : 1); n++) {
      if (layout.isLittleEndian) bytes.writeUIntLE(value, at + n * bytesEach, bytesEach)
      else bytes.writeUIntBE(value, at + n * bytesEach, bytesEach)
    }
  }
  if (isNew) addModel(bytes, bytes.length - room, layout, photometric)
  return bytes
}

/** Another entry, and a byte that makes the place of the directory even. */
function roomForModel({ count, countBytes, entryBytes, offsetBytes }: TiffLayout['directory']): number {
  return 1 + countBytes + (count + 1) * entryBytes + offsetBytes
}

/** Tags are in the order of their numbers: another one needs another directory, which is put where the file ended. */
function addModel(bytes: Buffer, end: number, { isLittleEndian, directory }: TiffLayout, photometric: number): void {
  const { at, count, countBytes, entryBytes, offsetBytes, saidAt } = directory
  const put = (value: number, place: number, size: number) => {
    if (isLittleEndian) bytes.writeUIntLE(value, place, Math.min(6, size))
    else bytes.writeUIntBE(value, place + Math.max(0, size - 6), Math.min(6, size))
  }
  const entries = Array.from({ length: count }, (_, n) => {
    const start = at + countBytes + n * entryBytes
    return bytes.subarray(start, start + entryBytes)
  })
  const tagOf = (entry: Buffer) => (isLittleEndian ? entry.readUInt16LE() : entry.readUInt16BE())
  const others = entries.filter((entry) => tagOf(entry) !== tiffLayoutTags.photometric)
  const before = others.filter((entry) => tagOf(entry) < tiffLayoutTags.photometric)
  const after = others.filter((entry) => !before.includes(entry))
  const start = end + (end % 2)
  put(start, saidAt, offsetBytes)
  put(others.length + 1, start, countBytes)
  const addedAt = start + countBytes + before.length * entryBytes
  for (const [n, entry] of before.entries()) bytes.set(entry, start + countBytes + n * entryBytes)
  put(tiffLayoutTags.photometric, addedAt, 2)
  put(short, addedAt + 2, 2)
  put(1, addedAt + 4, offsetBytes)
  put(photometric, addedAt + 4 + offsetBytes, 2)
  for (const [n, entry] of after.entries()) bytes.set(entry, addedAt + (n + 1) * entryBytes)
}

const short = 3

const [fullDepth8, fullDepth16] = [255, 65_535]

/**
 * Color and the first of the other channels, which is transparency wherever there is any. The decoder only unpacks the
 * samples: what it would invert, divide by alpha or take for another model is named as something else to it.
 */
async function asMeant({ source, checkSize }: OddSource, stored: TiffLayout): Promise<Uint8Array> {
  const layout = asDecoded(stored)
  const { photometric, samplesPerPixel, isPremultiplied } = layout
  const colors = colorSamples(layout)
  const extra = samplesPerPixel - colors
  const values = plainValues(layout)
  const input = Object.keys(values).length > 0 ? await withValues(source, layout, values) : source.input
  const unpacked = { source: { ...source, input }, checkSize }
  const staging = stagingOf(layout, colors + (extra > 0 ? 1 : 0))
  const full = staging.depth === 16 ? fullDepth16 : fullDepth8
  const scale = full / fullOf(layout)
  const isInverted = photometric === photometrics.whiteIsZero
  return stagePixels(unpacked, staging, (samples, numbers, _top, _widthPx, channels) => {
    for (let from = 0, at = 0; from < samples.length; from += channels, at += staging.channels) {
      // Gray becomes three equal channels in the decoder, of which one is kept.
      const alpha = extra > 0 ? samples[from + channels - extra]! * scale : full
      for (let n = 0; n < colors; n++) {
        const value = samples[from + n]! * scale
        const straight = isPremultiplied && extra > 0 ? (alpha > 0 ? (value * full) / alpha : 0) : value
        numbers[at + n] = clipped(isInverted ? full - straight : straight, full)
      }
      if (extra > 0) numbers[at + colors] = clipped(alpha, full)
      if (photometric === photometrics.yCbCr) toRgb(numbers, at, layout.yCbCr)
    }
  })
}

/** Floating-point RGB is linear light, which the decoder converts: that it does rightly. */
function asDecoded(layout: TiffLayout): TiffLayout {
  if (layout.sampleFormat !== 'float' || isGrayLayout(layout)) return layout
  return { ...layout, sampleFormat: 'unsigned', bitsPerSample: 8, isPremultiplied: false }
}

const clipped = (value: number, full: number) => Math.round(Math.min(full, Math.max(0, value)))

/** What the decoder does not take as it is said, or not said. */
function plainTags({ photometric, isPlanar, samplesPerPixel, valuesAt }: TiffLayout): NewValues {
  return {
    ...(!valuesAt.has('photometric') && { photometric }),
    ...(isPlanar && samplesPerPixel === 1 && { planarConfiguration: interleaved }),
  }
}

function plainValues(layout: TiffLayout): NewValues {
  const { photometric, isPremultiplied } = layout
  const isAsRgb = photometric === photometrics.yCbCr || isHalfGray(layout)
  return {
    ...plainTags(layout),
    ...(isAsRgb && { photometric: photometrics.rgb }),
    ...(!isAsRgb && photometric === photometrics.whiteIsZero && { photometric: photometrics.blackIsZero }),
    ...(isPremultiplied && { extraSamples: straightAlpha }),
  }
}

/** The decoder takes 16-bit floating-point gray for whole numbers up to 65,535. */
function isHalfGray(layout: TiffLayout): boolean {
  return isGrayLayout(layout) && layout.sampleFormat === 'float' && layout.bitsPerSample === 16
}

function stagingOf(layout: TiffLayout, kept: number): Staging {
  const { photometric, bitsPerSample, sampleFormat, samplesPerPixel } = layout
  const from =
    sampleFormat === 'float' ? 'float' : bitsPerSample === 32 ? 'uint' : bitsPerSample === 16 ? 'ushort' : 'uchar'
  const channels = kept as Staging['channels']
  // More than 8 bits of CMYK are of no use: it is shown and kept as sRGB.
  if (photometric === photometrics.cmyk) return { from, channels, depth: 8, photometric, space: 'cmyk' }
  const depth = from === 'uchar' ? 8 : 16
  if (isHalfGray(layout)) return { from, channels, depth, space: samplesPerPixel < 3 ? 'multiband' : 'scrgb' }
  return { from, channels, depth, space: from === 'ushort' ? 'rgb16' : 'srgb' }
}

/** The number that is white. */
function fullOf({ sampleFormat, bitsPerSample }: TiffLayout): number {
  return sampleFormat === 'float' ? 1 : 2 ** bitsPerSample - 1
}

/** TIFF 6.0, section 21. */
function toRgb(samples: Uint8Array | Uint16Array, at: number, { luma, reference }: TiffLayout['yCbCr']): void {
  const [red, green, blue] = luma as [number, number, number]
  const [y, cb, cr] = [0, 1, 2].map((n) => {
    const [zero, most] = [reference[n * 2]!, reference[n * 2 + 1]!]
    return ((samples[at + n]! - zero) * (n === 0 ? 255 : 127)) / (most - zero)
  }) as [number, number, number]
  const [r, b] = [y + cr * (2 - 2 * red), y + cb * (2 - 2 * blue)]
  const rgb = [r, (y - blue * b - red * r) / green, b]
  for (const [n, value] of rgb.entries()) samples[at + n] = clipped(value, fullDepth8)
}
