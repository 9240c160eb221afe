import { formatCount } from '../../../../shared/messages/formats.ts'
import { basename } from 'node:path'
import type { Exif, Sharp } from 'sharp'
import { exportedSize } from '../../../../shared/domain/export-options.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/written-files.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { formatToMime, type ExportFormat } from '../../../../shared/util/media-type.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../../platform/pure/atomic-file.ts'
import {
  encodePngChunk,
  pngChunkHeadBytes,
  pngHeaderBytes,
  readPngChunks,
  srgbChunk,
  type PngChunk,
} from '../../../platform/pure/png/png-chunk.ts'
import type { ExportCredentials } from '../../content-credentials.ts'
import type { ExportContext, ExportOutcome, ExportRequest } from '../../imaging.ts'
import { credentialsBytesMax, type CredentialsThread } from '../credentials/credentials-thread.ts'
import { encodeAtelierRecord } from '../metadata/atelier-record.ts'
import { encodeInternationalText, encodePngText } from '../metadata/png-text.ts'
import { noProgramTexts, readProgramTexts } from '../metadata/program-texts.ts'
import { pngKeywords } from '../metadata/read-record.ts'
import { findHiddenBits, hiddenColumns } from '../metadata/read/hidden-bits.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { decodedBytes, inspectImage, type InspectedImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import { sharp } from '../source/sharp-engine.ts'
import { standIns, writeExifTexts } from './exif-texts.ts'
import { bareExif, describeFile, finishFile, programNotes, withColorSpace } from './file-metadata.ts'
import { photoExif, type SourcePhoto } from './kept-photo.ts'
import { openForExport, type OpenedForExport } from './open-for-export.ts'
import { colorNotes } from './plan-colors.ts'
import { readSourcePhoto } from './source-photo.ts'
import { embeddedMetadata, type EmbeddedMetadata, digitalSourceTypeOf } from './embedded-metadata.ts'

/** From here on JPEG keeps color at full resolution: this quality is requested for close inspection. */
const fullColorQuality = 90
/** AV1 effort 0 to 9: 1 takes half the time of 2 and a fifteenth of the usual 4, for 1 and 12 percent more bytes. */
const avifEffort = 1
/** WebP's limit for the longest side. */
const webpSidePxMax = 16_383

/** Encodes an image into the target format with its metadata. */
export async function exportImage(
  request: ExportRequest,
  { signal, sign }: Pick<ExportContext, 'signal' | 'sign'>,
  { budget, credentials }: { readonly budget: ByteBudget; readonly credentials: CredentialsThread },
): Promise<ExportOutcome> {
  const image = await untilAborted(inspectImage(fileSource(request.sourcePath)), signal)
  const size = exportedSize(image.facts, request.size)
  refuseTooLarge(request, size)
  const source = sourceOf(request)
  const photo = source && (await untilAborted(readSourcePhoto(source), signal))
  const programs = source?.keepPrograms
    ? await untilAborted(readProgramTexts(fileSource(source.path)), signal)
    : noProgramTexts
  const kept = { photo, programs }
  const metadata = request.metadata && embeddedMetadata(request.metadata, kept, { size, original: image.facts })
  const memory = 2 * decodedBytes(image) * (image.bitDepth === 16 ? 2 : 1) + 4 * size.widthPx * size.heightPx
  const encoded = budget.run(memory, signal, () => encode(request, image, size, metadata))
  const { bytes: unsigned, notes } = await untilAborted(encoded, signal)
  const bytes =
    request.credentials === null
      ? unsigned
      : await signFile(unsigned, { ...request, credentials: request.credentials, photo }, { signal, sign, credentials })
  await writeFileAtomic(request.targetPath, bytes, request.fileName)
  return { fileBytes: bytes.length, notes }
}

/** The source affects the digital source type even if nothing else about it is written. */
function sourceOf({ metadata, credentials }: ExportRequest): NonNullable<ExportRequest['metadata']>['source'] {
  if (metadata !== null || !credentials?.sourcePath) return metadata?.source ?? null
  return {
    path: credentials.sourcePath,
    keepRights: false,
    keepLocation: false,
    keepCamera: false,
    keepPrograms: false,
  }
}

function refuseTooLarge({ format, fileName }: ExportRequest, { widthPx, heightPx }: Size): void {
  if (format !== 'webp' || Math.max(widthPx, heightPx) <= webpSidePxMax) return
  throw new AppError(
    'media/too-large',
    messages.webpTooLarge({
      name: fileName,
      width: widthPx,
      height: heightPx,
      limit: formatCount(webpSidePxMax),
    }),
  )
}

async function encode(
  request: ExportRequest,
  image: InspectedImage,
  size: Size,
  metadata: EmbeddedMetadata | null,
): Promise<{ bytes: Buffer; notes: string[] }> {
  try {
    const opened = await open(request, image, size)
    try {
      const { pipeline, plan } = opened
      const notes = [...colorNotes(image, plan, request), ...programNotes(metadata, request)]
      if (request.format === 'png') return { bytes: await encodePng(opened, image, metadata), notes }
      const described = metadata === null ? pipeline : describeFile(pipeline, metadata, { ...request, ...plan })
      return { bytes: finishFile(await encodePixels(described, request), metadata, request), notes }
    } finally {
      await opened.close()
    }
  } catch (thrown) {
    throw toDecodeError(thrown, basename(request.sourcePath))
  }
}

async function open(request: ExportRequest, image: InspectedImage, size: Size): Promise<OpenedForExport> {
  const opened = await openForExport(image, size, request, request.targetPath)
  const isResized = size.widthPx !== image.facts.widthPx || size.heightPx !== image.facts.heightPx
  if (request.metadata?.record || isResized || request.format === 'jpeg') return opened
  return { ...opened, pipeline: await withoutHiddenText(opened.pipeline, image, opened) }
}

async function encodePng(
  { pipeline, plan: { pngChunks, isSrgb } }: OpenedForExport,
  image: InspectedImage,
  metadata: EmbeddedMetadata | null,
): Promise<Buffer> {
  const exif = metadata?.photo && photoExif(metadata.photo)
  const described = exif ? pipeline.withExif(withColorSpace(standIns(exif, null), isSrgb)) : pipeline
  const png = await described.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer()
  if (exif) writePngExifTexts(png, exif)
  const ownChunks = pngChunks === 'own' ? image.colorChunks : []
  return finishPng(png, metadata, { isSrgb: pngChunks === 'srgb', colorChunks: ownChunks })
}

function encodePixels(pipeline: Sharp, { format, quality, isLossless }: ExportRequest): Promise<Buffer> {
  switch (format) {
    case 'png':
      return pipeline.png().toBuffer()
    case 'jpeg': {
      const chromaSubsampling = quality >= fullColorQuality ? '4:4:4' : '4:2:0'
      return pipeline.flatten({ background: '#fff' }).jpeg({ quality, chromaSubsampling }).toBuffer()
    }
    case 'webp':
      return (isLossless ? pipeline.webp({ lossless: true, exact: true }) : pipeline.webp({ quality })).toBuffer()
    case 'avif':
      return pipeline
        .avif(isLossless ? { lossless: true, effort: avifEffort } : { quality, effort: avifEffort })
        .toBuffer()
    case 'tiff':
      return pipeline.tiff({ compression: 'deflate', predictor: 'horizontal' }).toBuffer()
  }
}

/** In place. It comes before the pixels, which are not looked at. */
function writePngExifTexts(png: Buffer, exif: Exif): void {
  for (const { type, data } of readPngChunks(png)) {
    if (type !== 'eXIf') continue
    const block = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    if (!writeExifTexts(bareExif(block), exif, null)) break
    png.set(encodePngChunk(type, block), block.byteOffset - png.byteOffset - pngChunkHeadBytes)
    return
  }
  throw new AppError('internal/bug', 'The rights of the photo could not be written into the PNG.')
}

interface PngColors {
  readonly isSrgb: boolean
  /** The original's color chunks when it has no profile; they are kept unchanged. */
  readonly colorChunks: readonly PngChunk[]
}

/** Inserts everything right after the header: readers look for text and XMP before the pixels. */
function finishPng(png: Buffer, metadata: EmbeddedMetadata | null, colors: PngColors): Buffer {
  const chunks: Buffer[] = []
  chunks.push(...colorChunks(colors))
  if (metadata !== null) chunks.push(...metadataChunks(metadata))
  return Buffer.concat([png.subarray(0, pngHeaderBytes), ...chunks, png.subarray(pngHeaderBytes)])
}

function colorChunks({ isSrgb, colorChunks: sourceChunks }: PngColors): Buffer[] {
  return isSrgb ? [srgbChunk()] : sourceChunks.map(({ type, data }) => encodePngChunk(type, data))
}

function metadataChunks({ record, infotext, programs, packet }: EmbeddedMetadata): Buffer[] {
  const { infotext: parameters, xmp, record: recordKeyword } = pngKeywords
  const text = packet({ includeRecord: false, includePrompt: true })
  return [
    ...(infotext === null ? [] : [encodePngText({ keyword: parameters, text: infotext })]),
    ...programs.map(encodePngText),
    ...(text === '' ? [] : [encodeInternationalText({ keyword: xmp, text }, { isCompressed: false })]),
    ...(record === null
      ? []
      : [
          encodeInternationalText(
            { keyword: recordKeyword, text: encodeAtelierRecord(record) },
            { isCompressed: true },
          ),
        ]),
  ]
}

/**
 * Erases text that another program hid in the lowest bits of the pixels from an image exported without metadata: all
 * bits that carry it are set, which changes a value by at most 1 of 255. Any format but JPEG may keep alpha exact, even
 * when it is lossy.
 */
async function withoutHiddenText(
  pipeline: Sharp,
  image: InspectedImage,
  { depth, isGray }: Pick<OpenedForExport, 'depth' | 'isGray'>,
): Promise<Sharp> {
  const hidden = await findHiddenBits(image.source)
  if (hidden === null) return pipeline
  const { channels, hasAlpha } = hidden
  // At 16 bits, the bits that remain after conversion to 8 are erased too.
  const one = depth === 16 ? 0x0101 : 1
  const light = isGray ? [1] : [1, 1, 1]
  const alpha = channels === 1 ? [1] : hasAlpha ? [0] : []
  const mask = [...light.map(() => (channels === 1 ? 0 : one)), ...alpha.map((bit) => bit * one)]
  // A rotated image has its columns elsewhere, so all of it is erased.
  const { widthPx, heightPx } = image.facts
  const columns = image.orientation === 1 ? hiddenColumns(hidden) : widthPx
  const length = widthPx * heightPx * mask.length
  const bits = depth === 16 ? new Uint16Array(length) : Buffer.alloc(length)
  for (let at = 0; at < length; at += 1) {
    if (Math.floor(at / mask.length) % widthPx < columns) bits[at] = mask[at % mask.length]!
  }
  const raw = { width: widthPx, height: heightPx, channels: mask.length as 1 | 2 | 3 | 4 }
  if (bits instanceof Buffer) return pipeline.boolean(bits, 'or', { raw })
  // A 16-bit second operand is accepted only from a file.
  return pipeline.boolean(
    await sharp(bits, { raw })
      .toColourspace(isGray ? 'grey16' : 'rgb16')
      .png({ compressionLevel: 1 })
      .toBuffer(),
    'or',
  )
}

interface FileToSign {
  readonly fileName: string
  readonly format: ExportFormat
  readonly credentials: ExportCredentials
  readonly photo: SourcePhoto | null
}

interface SignServices extends Pick<ExportContext, 'signal' | 'sign'> {
  readonly credentials: CredentialsThread
}

/**
 * Embeds Content Credentials in the finished file. On any failure the image is not written, since an unsigned file was
 * not requested.
 */
async function signFile(
  bytes: Uint8Array,
  { fileName, format, credentials, photo }: FileToSign,
  { signal, sign, credentials: thread }: SignServices,
): Promise<Uint8Array> {
  if (bytes.length > credentialsBytesMax) {
    throw new AppError('media/too-large', messages.tooLargeToSign({ name: fileName }))
  }
  const digitalSourceType = digitalSourceTypeOf(credentials.kind, photo)
  const job = {
    type: 'sign',
    bytes,
    mime: formatToMime(format),
    title: fileName,
    plan: credentials.plan,
    digitalSourceType,
  } as const
  try {
    return await thread.sign(job, sign, signal)
  } catch (thrown) {
    if (thrown instanceof AppError && /^(request\/cancelled|credential\/)/.test(thrown.code)) throw thrown
    throw new AppError('media/unsupported', messages.cannotSign({ name: fileName }), {
      cause: thrown,
      detail: { reason: thrown instanceof Error ? thrown.message : String(thrown) },
    })
  }
}
