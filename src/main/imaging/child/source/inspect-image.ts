import type { Metadata } from 'sharp'

import { imageSidePxMax } from '../../../../shared/domain/library.ts'
import { openableFormatNames } from '../../../../shared/domain/openable-formats.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import { formatCount, joinSentences } from '../../../../shared/messages/formats.ts'
import { intersectRects, isSameSize, type Size } from '../../../../shared/util/geometry.ts'
import type { PngChunk } from '../../../platform/pure/png/png-chunk.ts'
import type { ImageFacts } from '../../imaging.ts'
import { isSrgbProfile } from '../color/known-spaces.ts'
import { pngColorProfile } from '../color/png-color-space.ts'
import { browserOrientation, swapsSides, type Orientation } from '../header/browser-orientation.ts'
import type { ByteReader } from '../header/byte-reader.ts'
import { readGifFrame } from '../header/gif-frame.ts'
import { readHeaderSize } from '../header/header-size.ts'
import { findUnsupportedJpeg, readJpegLayout } from '../header/jpeg-layout.ts'
import { sniffBytes, sniffFormat, type SniffedImageFormat } from '../header/sniff-format.ts'
import { findUnsupportedTiff, readTiffLayout } from '../header/tiff-layout.ts'
import { toDecodeError } from './decode-error.ts'
import { withPngProfile, withReader, type ImageSource } from './image-source.ts'
import { toReadable, type OddForm } from './readable-source.ts'
import { oddTiff } from './readable-tiff.ts'
import { sharp } from './sharp-engine.ts'

/** An image whose header has been read and accepted: the starting point of every decode. */
export interface InspectedImage {
  readonly source: ImageSource
  readonly format: SniffedImageFormat
  readonly orientation: Orientation
  /** The embedded profile is sRGB: pixels are used as is, since a conversion would only round them. */
  readonly hasSrgbProfile: boolean
  /** The embedded ICC profile, or one built from a PNG's color chunks; null if the values are sRGB. */
  readonly profile: Uint8Array | null
  /** The color chunks of a PNG without an embedded profile: `cICP`, `sRGB`, `gAMA` and `cHRM`. */
  readonly colorChunks: readonly PngChunk[]
  /** A single luminance channel, with or without alpha. */
  readonly isGray: boolean
  /** Depth of one channel; null = neither 8 nor 16 bit, or colors that are not gray or RGB. */
  readonly bitDepth: 8 | 16 | null
  readonly facts: ImageFacts
}

interface Header {
  readonly format: SniffedImageFormat
  readonly claimed: Size | null
  readonly pngColors: PngColorFacts | null
  /** How the decoder would misread it; null = it reads it rightly. */
  readonly odd: OddForm | null
}

/**
 * Reads headers only, unless the decoder would misread the file: then its pixels are read into another form first.
 * @throws media/undecodable, media/unsupported, media/too-large, storage/*
 */
export async function inspectImage(given: ImageSource): Promise<InspectedImage> {
  const header = await withReader(given, (reader) => readHeader(given.name, reader))
  if (header.claimed) checkSize(given.name, header.claimed)
  const source =
    header.odd === null ? given : await toReadable(given, header.odd, (size) => checkSize(given.name, size))
  const metadata = await readMetadata(source, header.odd)
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

/** Returns the memory needed for one decoded copy of the image, as RGBA. */
export function decodedBytes(image: InspectedImage): number {
  return image.facts.widthPx * image.facts.heightPx * 4
}

async function readHeader(name: string, reader: ByteReader): Promise<Header> {
  if (reader.lengthBytes === 0) {
    throw new AppError('media/undecodable', messages.emptyFile({ name }))
  }
  const sniffed = sniffFormat(await reader.read(0, sniffBytes))
  if (sniffed === null || 'refused' in sniffed) {
    const isOther = sniffed?.refused ?? messages.isUnknownFile
    throw new AppError(
      'media/unsupported',
      joinSentences(isOther({ name }), messages.openableFormats({ formats: openableFormatNames })),
    )
  }
  const format = sniffed.accepted
  const tiff = format === 'tiff' ? await readTiffLayout(reader) : null
  const jpeg = format === 'jpeg' ? await readJpegLayout(reader) : null
  const unsupported = (tiff && findUnsupportedTiff(tiff, name)) ?? (jpeg && findUnsupportedJpeg(jpeg, name))
  if (unsupported !== null) throw new AppError('media/unsupported', unsupported)
  const claimed = jpeg ?? tiff ?? (await readHeaderSize(format, reader))
  return {
    format,
    claimed,
    pngColors: format === 'png' ? await readPngColorFacts(reader) : null,
    odd: tiff === null ? await findOddForm(format, claimed, reader) : oddTiff(tiff),
  }
}

async function findOddForm(
  format: SniffedImageFormat,
  claimed: Size | null,
  reader: ByteReader,
): Promise<OddForm | null> {
  if (format === 'avif') {
    const brand = (await reader.read(8, 4)).toString('latin1')
    return brand === 'avis' ? { kind: 'avif-sequence' } : null
  }
  const frame = format === 'gif' && claimed !== null ? await readGifFrame(reader) : null
  if (frame === null || claimed === null) return null
  const covered = intersectRects(frame, { x: 0, y: 0, ...claimed })
  return isSameSize(covered, claimed) ? null : { kind: 'gif-frame', frame }
}

function checkSize(name: string, { widthPx, heightPx }: Size): void {
  if (widthPx <= imageSidePxMax && heightPx <= imageSidePxMax) return
  const [width, height, limit] = [widthPx, heightPx, imageSidePxMax].map(formatCount)
  throw new AppError(
    'media/too-large',
    messages.imageTooLarge({ name, width: width!, height: height!, limit: limit! }),
    { detail: { widthPx, heightPx, limitPx: imageSidePxMax } },
  )
}

async function readMetadata(source: ImageSource, odd: OddForm | null): Promise<Metadata> {
  try {
    // We check the limit ourselves, with a message that states the size.
    return await sharp(source.input, { limitInputPixels: false, failOn: 'truncated' }).metadata()
  } catch (thrown) {
    if (odd?.kind === 'avif-sequence') {
      throw new AppError('media/unsupported', messages.isAvifAnimation({ name: source.name }), { cause: thrown })
    }
    throw toDecodeError(thrown, source.name)
  }
}

/**
 * Whether the window decodes the file to exactly the pixels Atelier works on. Only if certain: GIF may be animated;
 * AVIF stores colors outside ICC and its decoders round the conversion differently; TIFF is not supported.
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

/** What a PNG says before its pixels about how to interpret them. */
interface PngColorFacts {
  /** Has an `acTL` chunk: browsers play it, Atelier shows the first frame. */
  readonly isAnimated: boolean
  /** Has a `cICP` chunk, or `gAMA`/`cHRM` without `sRGB` that differ from sRGB: browsers would convert the colors. */
  readonly hasOwnColors: boolean
  /** All `cICP`, `sRGB`, `gAMA` and `cHRM` chunks present. */
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
