import type { Metadata } from 'sharp'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { PictureFacts } from '../../imaging.ts'
import { isSrgbProfile } from '../color/known-spaces.ts'
import { pngColorProfile } from '../color/png-color-space.ts'
import type { PngChunk } from '../../../platform/pure/png/png-chunk.ts'
import { browserOrientation, swapsSides, type Orientation } from './browser-orientation.ts'
import type { ByteReader } from './byte-reader.ts'
import { toDecodeError } from './decode-error.ts'
import { readHeaderSize } from './header-size.ts'
import { withPngProfile, withReader, type PictureSource } from './picture-source.ts'
import { sharp } from './sharp-engine.ts'
import { imageSidePxMax } from '../../../../shared/domain/image-side-px-max.ts'
import { sniffBytes, sniffFormat, type PictureFormat } from './sniff-format.ts'

/** A picture whose header has been read and found acceptable: what every decode starts from. */
export interface InspectedPicture {
  readonly source: PictureSource
  readonly format: PictureFormat
  readonly orientation: Orientation
  /** The embedded profile is sRGB: pixels are taken as they are, since a conversion would only round them. */
  readonly hasSrgbProfile: boolean
  /** The embedded ICC profile, or what a PNG says of its colors in chunks as one; null where its numbers are sRGB. */
  readonly profile: Uint8Array | null
  /** What a PNG without an embedded profile says about its colors: its `cICP`, `sRGB`, `gAMA` and `cHRM` chunks. */
  readonly colorChunks: readonly PngChunk[]
  /** One channel of light, with or without alpha. */
  readonly isGray: boolean
  /** What one channel holds; null = neither 8 nor 16 bit, or colors that are not gray or RGB. */
  readonly bitDepth: 8 | 16 | null
  readonly facts: PictureFacts
}

interface Header {
  readonly format: PictureFormat
  readonly claimed: Size | null
  readonly pngColors: PngColorFacts | null
}

/** Reads headers only. @throws media/undecodable, media/unsupported, media/too-large, storage/* */
export async function inspectPicture(source: PictureSource): Promise<InspectedPicture> {
  const header = await withReader(source, (reader) => readHeader(source.name, reader))
  if (header.claimed) checkSize(source.name, header.claimed)
  const metadata = await readMetadata(source)
  checkSize(source.name, { widthPx: metadata.width, heightPx: metadata.height })
  const orientation = browserOrientation(header.format, metadata.orientation)
  const isGray = metadata.space === 'b-w' || metadata.space === 'grey16'
  const chunks = metadata.icc === undefined ? header.pngColors : null
  const chunkProfile = chunks?.hasOwnColors === true ? pngColorProfile(chunks.chunks, isGray) : null
  const profile = metadata.icc ?? chunkProfile
  const hasSrgbProfile = profile !== null && isSrgbProfile(profile)
  const isTurned = swapsSides(orientation)
  return {
    source: chunkProfile === null ? source : await withPngProfile(source, chunkProfile),
    format: header.format,
    orientation,
    hasSrgbProfile,
    profile,
    colorChunks: chunks?.chunks ?? [],
    isGray,
    bitDepth: bitDepthOf(metadata),
    facts: {
      mime: `image/${header.format}`,
      widthPx: isTurned ? metadata.height : metadata.width,
      heightPx: isTurned ? metadata.width : metadata.height,
      hasAlpha: metadata.hasAlpha,
      isShowable: orientation === 1 && isShowable(header, metadata, hasSrgbProfile),
    },
  }
}

function bitDepthOf({ depth, space }: Metadata): 8 | 16 | null {
  if (depth === 'uchar' && (space === 'srgb' || space === 'b-w')) return 8
  if (depth === 'ushort' && (space === 'rgb16' || space === 'grey16')) return 16
  return null
}

/** How much one decoded copy of the picture takes, as RGBA. */
export function decodedBytes(picture: InspectedPicture): number {
  return picture.facts.widthPx * picture.facts.heightPx * 4
}

async function readHeader(name: string, reader: ByteReader): Promise<Header> {
  if (reader.lengthBytes === 0) {
    throw new AppError('media/undecodable', `“${name}” is empty (0 bytes), so there is no image in it.`)
  }
  const sniffed = sniffFormat(await reader.read(0, sniffBytes))
  if (sniffed === null || 'refused' in sniffed) {
    const what = sniffed === null ? 'not an image Atelier knows' : sniffed.refused
    throw new AppError(
      'media/unsupported',
      `“${name}” is ${what}. Atelier opens PNG, JPEG, WebP, AVIF, TIFF and GIF images.`,
    )
  }
  const format = sniffed.accepted
  return {
    format,
    claimed: await readHeaderSize(format, reader),
    pngColors: format === 'png' ? await readPngColorFacts(reader) : null,
  }
}

function checkSize(name: string, { widthPx, heightPx }: Size): void {
  if (widthPx <= imageSidePxMax && heightPx <= imageSidePxMax) return
  const size = `${widthPx.toLocaleString('en')} × ${heightPx.toLocaleString('en')} pixels`
  const limit = imageSidePxMax.toLocaleString('en')
  throw new AppError(
    'media/too-large',
    `“${name}” is ${size}; Atelier opens images of up to ${limit} pixels a side. Make it smaller in another program, then import it.`,
    { detail: { widthPx, heightPx, limitPx: imageSidePxMax } },
  )
}

async function readMetadata(source: PictureSource): Promise<Metadata> {
  try {
    // The limit is ours to check, with a message that names the size.
    return await sharp(source.input, { limitInputPixels: false, failOn: 'truncated' }).metadata()
  } catch (thrown) {
    throw toDecodeError(thrown, source.name)
  }
}

/**
 * Whether the window decodes the file itself to the very pixels Atelier works on. Only where that is certain: GIF may
 * move; AVIF names its colors outside of ICC and its decoders round the conversion differently; TIFF is not shown.
 */
function isShowable(header: Header, metadata: Metadata, hasSrgbProfile: boolean): boolean {
  const isPlain =
    metadata.depth === 'uchar' &&
    (metadata.space === 'srgb' || metadata.space === 'b-w') &&
    (metadata.icc === undefined || hasSrgbProfile) &&
    (metadata.pages ?? 1) === 1
  switch (header.format) {
    case 'png':
      return isPlain && header.pngColors?.isAnimated === false && !header.pngColors.hasOwnColors
    case 'jpeg':
    case 'webp':
      return isPlain
    case 'avif':
    case 'tiff':
    case 'gif':
      return false
  }
}

/** What a PNG says, before its pixels, about how they are meant. */
interface PngColorFacts {
  /** An `acTL` chunk: browsers play it, Atelier shows the first frame. */
  readonly isAnimated: boolean
  /** A `cICP` chunk, or `gAMA`/`cHRM` without `sRGB` and other than sRGB's: browsers would convert the colors. */
  readonly hasOwnColors: boolean
  /** All of `cICP`, `sRGB`, `gAMA` and `cHRM` that are there. */
  readonly chunks: readonly PngChunk[]
}

const chunksMax = 10_000

/** PNG specification, third edition, section 11.3.2: in units of 1/100,000. */
const srgbGamma = 45_455

const gammaTolerance = 500

const srgbChromaticities = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]

async function readPngColorFacts(reader: ByteReader): Promise<PngColorFacts> {
  const chunks = await readChunksBeforePixels(reader)
  const gamma = chunks.get('gAMA')
  const chromaticities = chunks.get('cHRM')
  const isOdd =
    (gamma !== undefined && Math.abs(gamma.readUInt32BE(0) - srgbGamma) > gammaTolerance) ||
    (chromaticities !== undefined && !isSrgbChromaticities(chromaticities))
  return {
    isAnimated: chunks.has('acTL'),
    hasOwnColors: chunks.has('cICP') || (!chunks.has('sRGB') && isOdd),
    chunks: [...chunks].filter(([type]) => type !== 'acTL').map(([type, data]) => ({ type, data })),
  }
}

const kept: Readonly<Record<string, number>> = { acTL: 8, cICP: 4, sRGB: 1, gAMA: 4, cHRM: 32 }

async function readChunksBeforePixels(reader: ByteReader): Promise<Map<string, Buffer>> {
  const chunks = new Map<string, Buffer>()
  let at = 8
  for (let count = 0; count < chunksMax; count++) {
    const head = await reader.read(at, 8)
    if (head.length < 8) break
    const length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    if (type === 'IDAT' || type === 'IEND') break
    if (kept[type] === length) {
      const data = await reader.read(at + 8, length)
      if (data.length === length) chunks.set(type, Buffer.from(data))
    }
    at += 12 + length
  }
  return chunks
}

function isSrgbChromaticities(chunk: Buffer): boolean {
  return srgbChromaticities.every((value, index) => Math.abs(chunk.readUInt32BE(index * 4) - value) < gammaTolerance)
}
