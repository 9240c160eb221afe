import * as messages from '../../../../shared/messages/en/imaging.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { ByteReader } from './byte-reader.ts'
import { readJpegLayout } from './jpeg-layout.ts'

/** How the first image of a TIFF stores its pixels (TIFF 6.0, sections 4, 8 and 19; BigTIFF alike). */
export interface TiffLayout extends Size {
  readonly compression: number
  /** PhotometricInterpretation: what the first samples of a pixel mean. Where the file does not say it: `modelOf`. */
  readonly photometric: number
  /** The largest of its samples' sizes. */
  readonly bitsPerSample: number
  readonly sampleFormat: SampleFormat
  readonly samplesPerPixel: number
  /** Colors are multiplied by the first channel besides them. */
  readonly isPremultiplied: boolean
  /** PlanarConfiguration: each channel by itself. */
  readonly isPlanar: boolean
  readonly isTiled: boolean
  /** Ink set 2: inks other than cyan, magenta, yellow and black. */
  readonly hasOtherInks: boolean
  readonly yCbCr: YCbCrLayout
  readonly isLittleEndian: boolean
  readonly directory: TiffDirectory
  /** Where the values of its tags are in the file. */
  readonly valuesAt: ReadonlyMap<TiffTag, { readonly at: number; readonly count: number; readonly bytesEach: number }>
}

/** Where its tags are, and how they are written: BigTIFF has longer numbers. */
interface TiffDirectory {
  readonly at: number
  readonly count: number
  readonly countBytes: number
  readonly entryBytes: number
  readonly offsetBytes: number
  /** Where the file says where it is. */
  readonly saidAt: number
}

/** Sections 20 and 21. */
interface YCbCrLayout {
  readonly isSubsampled: boolean
  /** How much red, green and blue there is in Y. */
  readonly luma: readonly number[]
  /** Black and white of Y, then zero and the largest of Cb and of Cr. */
  readonly reference: readonly number[]
}

type SampleFormat = 'unsigned' | 'signed' | 'float' | 'complex'

export const tiffLayoutTags = {
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  planarConfiguration: 284,
  tileWidth: 322,
  tileOffsets: 324,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  yCbCrCoefficients: 529,
  yCbCrSubsampling: 530,
  referenceBlackWhite: 532,
} as const

type TiffTag = keyof typeof tiffLayoutTags
const tagNames = new Map(Object.entries(tiffLayoutTags).map(([name, tag]) => [tag as number, name as TiffTag]))

const entriesMax = 4_096
const valuesMax = 64
const rational = 5
/** Bytes of a value by its type: BYTE, SHORT, LONG, RATIONAL and LONG8; SBYTE, SSHORT, SLONG and SLONG8, as none is negative. */
const typeBytes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, [rational]: 8, 16: 8, 6: 1, 8: 2, 9: 4, 17: 8 }

/** Null: the directory is not where it should be, which the decoder will say. */
export async function readTiffLayout(reader: ByteReader): Promise<TiffLayout | null> {
  const head = await reader.read(0, 16)
  if (head.length < 8) return null
  const isLittleEndian = head[0] === 0x49
  const isBig = read(head, 2, 2, isLittleEndian) === 43
  if (isBig && head.length < 16) return null
  const [countBytes, entryBytes, offsetBytes, saidAt] = isBig ? [8, 20, 8, 8] : [2, 12, 4, 4]
  const start = read(head, saidAt, offsetBytes, isLittleEndian)
  const counted = await reader.read(start, countBytes)
  if (start === 0 || counted.length < countBytes) return null
  const count = Math.min(read(counted, 0, countBytes, isLittleEndian), entriesMax)
  const entries = Buffer.from(await reader.read(start + countBytes, count * entryBytes))
  const values = new Map<TiffTag, readonly number[]>()
  const valuesAt = new Map<TiffTag, { at: number; count: number; bytesEach: number }>()
  for (let at = 0; at + entryBytes <= entries.length; at += entryBytes) {
    const tag = tagNames.get(read(entries, at, 2, isLittleEndian))
    if (tag === undefined) continue
    const type = read(entries, at + 2, 2, isLittleEndian)
    const size = typeBytes[type] ?? 0
    const length = read(entries, at + 4, offsetBytes, isLittleEndian)
    const valueAt = at + 4 + offsetBytes
    const bytes = size * Math.min(length, valuesMax)
    if (bytes === 0) continue
    const isInside = size * length <= offsetBytes
    const from = isInside ? start + countBytes + valueAt : read(entries, valueAt, offsetBytes, isLittleEndian)
    const block = isInside ? entries.subarray(valueAt) : await reader.read(from, bytes)
    if (block.length < bytes) continue
    const readValue = type === rational ? readRational : read
    values.set(
      tag,
      Array.from({ length: bytes / size }, (_, n) => readValue(block, n * size, size, isLittleEndian)),
    )
    valuesAt.set(tag, { at: from, count: bytes / size, bytesEach: size })
  }
  const directory = {
    at: start,
    count: Math.floor(entries.length / entryBytes),
    countBytes,
    entryBytes,
    offsetBytes,
    saidAt,
  }
  const photometric = values.get('photometric')?.[0] ?? (await modelOf(values, reader))
  return { ...layoutOf(values), photometric, isLittleEndian, directory, valuesAt }
}

type Values = ReadonlyMap<TiffTag, readonly number[]>

/** With the defaults of TIFF 6.0. */
function layoutOf(values: Values): Omit<TiffLayout, 'photometric' | 'isLittleEndian' | 'directory' | 'valuesAt'> {
  const first = (tag: TiffTag, missing: number) => values.get(tag)?.[0] ?? missing
  const several = (tag: TiffTag, missing: readonly number[]) => {
    const found = values.get(tag)
    return found?.length === missing.length && found.every(Number.isFinite) ? found : missing
  }
  return {
    widthPx: first('imageWidth', 0),
    heightPx: first('imageLength', 0),
    compression: first('compression', 1),
    bitsPerSample: Math.max(...(values.get('bitsPerSample') ?? [1])),
    sampleFormat: sampleFormatOf(first('sampleFormat', 1)),
    samplesPerPixel: first('samplesPerPixel', 1),
    isPremultiplied: first('extraSamples', 0) === 1,
    isPlanar: first('planarConfiguration', 1) === 2,
    isTiled: values.has('tileWidth'),
    hasOtherInks: first('inkSet', 1) !== 1,
    yCbCr: {
      isSubsampled: several('yCbCrSubsampling', [2, 2]).some((factor) => factor !== 1),
      luma: several('yCbCrCoefficients', [0.299, 0.587, 0.114]),
      reference: several('referenceBlackWhite', [0, 255, 128, 255, 128, 255]),
    },
  }
}

/** What libtiff takes the colors for where the file does not say it: faxes are black on white. JPEG says it itself. */
async function modelOf(values: Values, reader: ByteReader): Promise<number> {
  const samples = values.get('samplesPerPixel')?.[0] ?? 1
  const colors = samples - (values.get('extraSamples')?.length ?? 0)
  const compression = values.get('compression')?.[0] ?? 1
  if (colors === 1) return faxCompressions.has(compression) ? photometrics.whiteIsZero : photometrics.blackIsZero
  if (colors !== 3) return unknownModel
  if (compression !== jpegCompression) return photometrics.rgb
  const start = (values.get('stripOffsets') ?? values.get('tileOffsets'))?.[0] ?? 0
  const jpeg = await readJpegLayout({ ...reader, read: (at, length) => reader.read(start + at, length) })
  if (jpeg?.componentCount !== samples) return unknownModel
  return jpeg.isRgb ? photometrics.rgb : photometrics.yCbCr
}

function read(bytes: Buffer, at: number, size: number, isLittleEndian: boolean): number {
  if (size === 8) return Number(isLittleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at))
  return isLittleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)
}

function readRational(bytes: Buffer, at: number, _size: number, isLittleEndian: boolean): number {
  return read(bytes, at, 4, isLittleEndian) / read(bytes, at + 4, 4, isLittleEndian)
}

function sampleFormatOf(value: number): SampleFormat {
  if (value === 2) return 'signed'
  if (value === 3) return 'float'
  return value > 4 ? 'complex' : 'unsigned'
}

/** Values of PhotometricInterpretation that the decoder reads. */
export const photometrics = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, cmyk: 5, yCbCr: 6, lab: 8 } as const

const unknownModel = -1

export const isGrayLayout = ({ photometric }: TiffLayout): boolean => photometric <= photometrics.blackIsZero

/** Samples of a pixel's color, without transparency and other channels. */
export function colorSamples({ photometric }: TiffLayout): number {
  if (photometric <= photometrics.blackIsZero || photometric === photometrics.palette) return 1
  return photometric === photometrics.cmyk ? 4 : 3
}

export const jpegCompression = 7
/** CCITT modified Huffman, group 3 and group 4. */
const faxCompressions: ReadonlySet<number> = new Set([2, 3, 4])

/** None, faxes, LZW, JPEG, Deflate (both numbers), PackBits. */
const readCompressions: ReadonlySet<number> = new Set([1, ...faxCompressions, 5, jpegCompression, 8, 32_946, 32_773])

const compressionNames: Readonly<Record<number, string>> = {
  6: 'JPEG (1992)',
  34_661: 'JBIG',
  34_676: 'SGI LogLuv',
  34_677: 'SGI LogLuv',
  34_712: 'JPEG 2000',
  34_887: 'LERC',
  34_925: 'LZMA',
  50_000: 'Zstandard',
  50_001: 'WebP',
  50_002: 'JPEG XL',
}

const modelNames: Readonly<Record<number, string>> = {
  4: 'mask',
  9: 'ICC Lab',
  10: 'ITU Lab',
  32_803: 'CFA',
  32_844: 'LogL',
  32_845: 'LogLuv',
  34_892: 'LinearRaw',
}

/** Says what of a TIFF the decoder does not read, or reads as other pixels; null = it reads it. */
export function findUnsupportedTiff(layout: TiffLayout, name: string): string | null {
  const { compression, photometric, samplesPerPixel } = layout
  if (!readCompressions.has(compression)) {
    return messages.isTiffCompressedAs({ name, compression: compressionNames[compression] ?? String(compression) })
  }
  if (photometric === unknownModel) return messages.lacksTiffModel({ name, count: samplesPerPixel })
  if (!Object.values<number>(photometrics).includes(photometric)) {
    return messages.isTiffInModel({ name, model: modelNames[photometric] ?? String(photometric) })
  }
  if (layout.hasOtherInks && photometric === photometrics.cmyk)
    return messages.isTiffInModel({ name, model: 'DeviceN' })
  if (!readsSamples(layout)) return sampleProblem(layout, name)
  const needed = colorSamples(layout)
  if (samplesPerPixel < needed) return messages.lacksTiffChannels({ name, count: samplesPerPixel, needed })
  if (!readsPlanes(layout)) return messages.isTiffInPlanes({ name })
  return readsChannels(layout) ? null : messages.hasTiffChannels({ name, count: samplesPerPixel })
}

/** The decoder's limit. */
const samplesMax = 5

function readsChannels(layout: TiffLayout): boolean {
  const { photometric, samplesPerPixel } = layout
  const extra = samplesPerPixel - colorSamples(layout)
  if (extra <= 0) return true
  if (samplesPerPixel > samplesMax) return false
  return isGrayLayout(layout) || photometric === photometrics.rgb || photometric === photometrics.cmyk
}

/** The decoder interleaves channels only if it copies their bytes, and never those of tiles. */
function readsPlanes(layout: TiffLayout): boolean {
  const { isPlanar, isTiled, photometric, bitsPerSample: bits, sampleFormat, samplesPerPixel } = layout
  if (!isPlanar || samplesPerPixel === 1) return true
  if (isTiled || (sampleFormat === 'float' && bits === 16)) return false
  const isCopied = photometric === photometrics.rgb || photometric === photometrics.cmyk
  return isCopied || (photometric === photometrics.lab && bits === 8)
}

function sampleProblem({ bitsPerSample: bits, sampleFormat, photometric }: TiffLayout, name: string): string {
  const deepest8 = { [photometrics.palette]: 'palette', [photometrics.yCbCr]: 'YCbCr' }[photometric]
  if (deepest8 !== undefined && bits > 8) return messages.isTiffInModel({ name, model: `${bits}-bit ${deepest8}` })
  if (sampleFormat === 'signed' || sampleFormat === 'complex') return messages.isTiffOfSigned({ name })
  return sampleFormat === 'float' ? messages.isTiffOfFloats({ name, bits }) : messages.isTiffOfDepth({ name, bits })
}

function readsSamples(layout: TiffLayout): boolean {
  const { photometric, bitsPerSample, sampleFormat, samplesPerPixel } = layout
  const isGray = isGrayLayout(layout)
  if (sampleFormat === 'float') {
    return (isGray || photometric === photometrics.rgb) && (bitsPerSample === 16 || bitsPerSample === 32)
  }
  if (sampleFormat !== 'unsigned') return photometric === photometrics.lab && bitsPerSample <= 16
  switch (bitsPerSample) {
    case 1:
    case 2:
    case 4:
      return samplesPerPixel === 1 && (isGray || photometric === photometrics.palette)
    case 8:
      return true
    case 16:
      return photometric !== photometrics.yCbCr && photometric !== photometrics.palette
    case 32:
      return isGray || photometric === photometrics.rgb
    default:
      return false
  }
}
