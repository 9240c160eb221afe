import { basename } from 'node:path'
import type { Sharp } from 'sharp'
import { AppError } from '../../../shared/errors/index.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { ExportRecord, ExportRequest } from '../imaging.ts'
import { encodeAtelierRecord } from './metadata/atelier-record.ts'
import { formatInfotext } from './metadata/infotext.ts'
import { encodeInternationalText, encodePngText } from './metadata/png-text.ts'
import { pngKeywords } from './metadata/read-record.ts'
import { addUserComment } from './metadata/tiff-directory.ts'
import { encodeUserComment, replaceStandIn, standInFor } from './metadata/user-comment.ts'
import { formatXmpPacket } from './metadata/xmp-packet.ts'
import { pngHeaderBytes, srgbChunk } from './png/png-chunk.ts'
import type { ByteBudget } from './source/byte-budget.ts'
import { toDecodeError } from './source/decode-error.ts'
import { openPicture } from './source/decode-picture.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from './source/inspect-picture.ts'
import { fileSource } from './source/picture-source.ts'
import { untilAborted } from './source/until-aborted.ts'

/** From here on JPEG keeps colour at full resolution: whoever asks for this quality looks closely. */
const fullColourQuality = 90
/** A JPEG holds XMP in one segment, and libvips silently leaves out what is longer than this. */
const xmpBytesMax = 60_000
/** AV1's effort 0 to 9: 1 takes half the time of 2 and a fifteenth of the usual 4, for 1 and 12 per cent more bytes. */
const avifEffort = 1

/** Encodes a picture into the target format, with the recipe inside, through a temporary file beside the target. */
export async function exportPicture(
  request: ExportRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<{ fileBytes: number }> {
  const picture = await untilAborted(inspectPicture(fileSource(request.sourcePath)), signal)
  const size = exportSize(picture.facts, request.longestSidePx)
  const encoded = budget.run(2 * decodedBytes(picture), signal, () => encode(request, picture, size))
  const bytes = await untilAborted(encoded, signal)
  await writeFileAtomic(request.targetPath, bytes)
  return { fileBytes: bytes.length }
}

/** Fits the longest side; never enlarges. */
export function exportSize({ widthPx, heightPx }: Size, longestSidePx: number | null): Size {
  const scale = Math.min(1, (longestSidePx ?? Infinity) / Math.max(widthPx, heightPx))
  return {
    widthPx: Math.max(1, Math.round(widthPx * scale)),
    heightPx: Math.max(1, Math.round(heightPx * scale)),
  }
}

async function encode(request: ExportRequest, picture: InspectedPicture, size: Size): Promise<Buffer> {
  const { record } = request
  const isResized = size.widthPx !== picture.facts.widthPx || size.heightPx !== picture.facts.heightPx
  const opened = openPicture(picture)
  const sized = isResized ? opened.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3' }) : opened
  try {
    if (request.format === 'png') return addPngMetadata(await encodePixels(sized, request), record, size)
    const comment = record && encodeUserComment(formatInfotext(record, size))
    const described = record ? describe(sized, record, size, comment) : sized
    const file = await encodePixels(described.withIccProfile('srgb'), request)
    return comment ? addComment(file, comment, request) : file
  } catch (thrown) {
    throw toDecodeError(thrown, basename(request.sourcePath))
  }
}

function describe(pipeline: Sharp, record: ExportRecord, size: Size, comment: Buffer | null): Sharp {
  const software = `Atelier ${record.appVersion}`
  return pipeline
    .withExif({ IFD0: { Software: software }, IFD2: comment ? { UserComment: standInFor(comment) } : {} })
    .withXmp(fittingPacket(record, size))
}

/** As much as goes into one segment. */
function fittingPacket(record: ExportRecord, size: Size): string {
  const whole = formatXmpPacket(record, size, { includeRecord: true, includePrompt: true })
  if (Buffer.byteLength(whole) <= xmpBytesMax) return whole
  const brief = formatXmpPacket(record, size, { includeRecord: false, includePrompt: true })
  if (Buffer.byteLength(brief) <= xmpBytesMax) return brief
  return formatXmpPacket(record, size, { includeRecord: false, includePrompt: false })
}

function encodePixels(pipeline: Sharp, { format, quality }: ExportRequest): Promise<Buffer> {
  switch (format) {
    case 'png':
      return pipeline.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer()
    case 'jpeg': {
      const chromaSubsampling = quality >= fullColourQuality ? '4:4:4' : '4:2:0'
      return pipeline.flatten({ background: '#fff' }).jpeg({ quality, chromaSubsampling }).toBuffer()
    }
    case 'webp':
      return pipeline.webp({ quality }).toBuffer()
    case 'avif':
      return pipeline.avif({ quality, effort: avifEffort }).toBuffer()
    case 'tiff':
      return pipeline.tiff({ compression: 'deflate', predictor: 'horizontal' }).toBuffer()
  }
}

/** Everything goes right after the header: readers look for text and XMP before the pixels. */
function addPngMetadata(png: Buffer, record: ExportRecord | null, size: Size): Buffer {
  const chunks = [srgbChunk()]
  if (record) {
    const { infotext, xmp, record: own } = pngKeywords
    const packet = formatXmpPacket(record, size, { includeRecord: false, includePrompt: true })
    chunks.push(encodePngText({ keyword: infotext, text: formatInfotext(record, size) }))
    chunks.push(encodeInternationalText({ keyword: xmp, text: packet }, { isCompressed: false }))
    chunks.push(encodeInternationalText({ keyword: own, text: encodeAtelierRecord(record) }, { isCompressed: true }))
  }
  return Buffer.concat([png.subarray(0, pngHeaderBytes), ...chunks, png.subarray(pngHeaderBytes)])
}

function addComment(file: Buffer, comment: Buffer, request: ExportRequest): Buffer {
  if (request.format === 'tiff') return addUserComment(file, comment)
  if (replaceStandIn(file, comment)) return file
  throw new AppError('internal/bug', `The recipe could not be written into “${basename(request.targetPath)}”.`)
}
