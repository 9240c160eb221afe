import { basename } from 'node:path'
import type { Sharp } from 'sharp'
import { exportedSize } from '../../../../shared/domain/export-size.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../../platform/pure/atomic-file.ts'
import { encodePngChunk, pngHeaderBytes, srgbChunk, type PngChunk } from '../../../platform/pure/png/png-chunk.ts'
import type { ExportContext, ExportOutcome, ExportRequest } from '../../imaging.ts'
import type { CredentialsThread } from '../credentials/credentials-thread.ts'
import { signFile } from '../credentials/sign-file.ts'
import { encodeAtelierRecord } from '../metadata/atelier-record.ts'
import { encodeInternationalText, encodePngText } from '../metadata/png-text.ts'
import { pngKeywords } from '../metadata/read-record.ts'
import { findHiddenBits, hiddenColumns } from '../metadata/read/hidden-bits.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { sharp } from '../source/sharp-engine.ts'
import { describeFile, finishFile, photoExif, withColorSpace } from './file-metadata.ts'
import { openForExport, type OpenedForExport } from './open-for-export.ts'
import { colorNotes } from './plan-colors.ts'
import { readSourcePhoto } from './source-photo.ts'
import { writtenAccount, type WrittenAccount } from './written-account.ts'

/** From here on JPEG keeps color at full resolution: whoever asks for this quality looks closely. */
const fullColorQuality = 90
/** AV1's effort 0 to 9: 1 takes half the time of 2 and a fifteenth of the usual 4, for 1 and 12 per cent more bytes. */
const avifEffort = 1
/** The longest side that WebP can say. */
const webpSidePxMax = 16_383

/** Encodes an image into the target format with its metadata. */
export async function exportPicture(
  request: ExportRequest,
  { signal, sign }: Pick<ExportContext, 'signal' | 'sign'>,
  { budget, credentials }: { readonly budget: ByteBudget; readonly credentials: CredentialsThread },
): Promise<ExportOutcome> {
  const picture = await untilAborted(inspectPicture(fileSource(request.sourcePath)), signal)
  const size = exportedSize(picture.facts, request.size)
  refuseTooLarge(request, size)
  const source = sourceOf(request)
  const photo = source && (await untilAborted(readSourcePhoto(source), signal))
  const account = request.account && writtenAccount(request.account, photo, { size, original: picture.facts })
  const memory = 2 * decodedBytes(picture) * (picture.bitDepth === 16 ? 2 : 1) + 4 * size.widthPx * size.heightPx
  const encoded = budget.run(memory, signal, () => encode(request, picture, size, account))
  const { bytes: unsigned, notes } = await untilAborted(encoded, signal)
  const bytes =
    request.credentials === null
      ? unsigned
      : await signFile(unsigned, { ...request, credentials: request.credentials, photo }, { signal, sign, credentials })
  await writeFileAtomic(request.targetPath, bytes, request.fileName)
  return { fileBytes: bytes.length, notes }
}

/** What it was made from has a say in its kind, also where nothing else of it is written. */
function sourceOf({ account, credentials }: ExportRequest): NonNullable<ExportRequest['account']>['source'] {
  if (account !== null || !credentials?.sourcePath) return account?.source ?? null
  return { path: credentials.sourcePath, keepRights: false, keepLocation: false, keepCamera: false }
}

function refuseTooLarge({ format, fileName }: ExportRequest, { widthPx, heightPx }: Size): void {
  if (format !== 'webp' || Math.max(widthPx, heightPx) <= webpSidePxMax) return
  throw new AppError(
    'media/too-large',
    `WebP holds at most 16,383 pixels a side, and “${fileName}” would have ${widthPx} × ${heightPx}. Choose another format or a smaller size.`,
  )
}

async function encode(
  request: ExportRequest,
  picture: InspectedPicture,
  size: Size,
  account: WrittenAccount | null,
): Promise<{ bytes: Buffer; notes: string[] }> {
  try {
    const opened = await open(request, picture, size)
    try {
      const { pipeline, plan } = opened
      const notes = colorNotes(picture, plan, request)
      if (request.format === 'png') return { bytes: await encodePng(opened, picture, account), notes }
      const described = account === null ? pipeline : describeFile(pipeline, account, { ...request, ...plan })
      return { bytes: finishFile(await encodePixels(described, request), account, request), notes }
    } finally {
      await opened.close()
    }
  } catch (thrown) {
    throw toDecodeError(thrown, basename(request.sourcePath))
  }
}

async function open(request: ExportRequest, picture: InspectedPicture, size: Size): Promise<OpenedForExport> {
  const opened = await openForExport(picture, size, request, request.targetPath)
  const isResized = size.widthPx !== picture.facts.widthPx || size.heightPx !== picture.facts.heightPx
  if (request.account?.record || isResized || request.format === 'jpeg') return opened
  return { ...opened, pipeline: await withoutHiddenWords(opened.pipeline, picture, opened) }
}

async function encodePng(
  { pipeline, plan: { pngChunks, isSrgb } }: OpenedForExport,
  picture: InspectedPicture,
  account: WrittenAccount | null,
): Promise<Buffer> {
  const exif = account?.photo && photoExif(account.photo)
  const described = exif ? pipeline.withExif(withColorSpace(exif, isSrgb)) : pipeline
  const png = await described.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer()
  const own = pngChunks === 'own' ? picture.colorChunks : []
  return finishPng(png, account, { isSrgb: pngChunks === 'srgb', colorChunks: own })
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

interface PngColors {
  readonly isSrgb: boolean
  /** What the original says of its colors without a profile; they stay as they are. */
  readonly colorChunks: readonly PngChunk[]
}

/** Everything goes right after the header: readers look for text and XMP before the pixels. */
function finishPng(png: Buffer, account: WrittenAccount | null, colors: PngColors): Buffer {
  const chunks: Buffer[] = []
  chunks.push(...colorChunks(colors))
  if (account !== null) chunks.push(...accountChunks(account))
  return Buffer.concat([png.subarray(0, pngHeaderBytes), ...chunks, png.subarray(pngHeaderBytes)])
}

function colorChunks({ isSrgb, colorChunks: own }: PngColors): Buffer[] {
  return isSrgb ? [srgbChunk()] : own.map(({ type, data }) => encodePngChunk(type, data))
}

function accountChunks({ record, infotext, packet }: WrittenAccount): Buffer[] {
  const { infotext: parameters, xmp, record: own } = pngKeywords
  const text = packet({ includeRecord: false, includePrompt: true })
  return [
    ...(infotext === null ? [] : [encodePngText({ keyword: parameters, text: infotext })]),
    ...(text === '' ? [] : [encodeInternationalText({ keyword: xmp, text }, { isCompressed: false })]),
    ...(record === null
      ? []
      : [encodeInternationalText({ keyword: own, text: encodeAtelierRecord(record) }, { isCompressed: true })]),
  ]
}

/**
 * Text that another program hid in the lowest bits of the pixels does not leave with an image that is to say nothing:
 * the bits that carry it are all set, which changes a value by 1 of 255 at most. Any format but JPEG may keep alpha
 * exact, also where it is lossy.
 */
async function withoutHiddenWords(
  pipeline: Sharp,
  picture: InspectedPicture,
  { depth, isGray }: Pick<OpenedForExport, 'depth' | 'isGray'>,
): Promise<Sharp> {
  const hidden = await findHiddenBits(picture.source)
  if (hidden === null) return pipeline
  const { channels, hasAlpha } = hidden
  // Of 16 bits those that remain in 8 are erased too.
  const one = depth === 16 ? 0x0101 : 1
  const light = isGray ? [1] : [1, 1, 1]
  const alpha = channels === 1 ? [1] : hasAlpha ? [0] : []
  const mask = [...light.map(() => (channels === 1 ? 0 : one)), ...alpha.map((bit) => bit * one)]
  // A turned image has its columns elsewhere: there all of it is erased.
  const { widthPx, heightPx } = picture.facts
  const columns = picture.orientation === 1 ? hiddenColumns(hidden) : widthPx
  const length = widthPx * heightPx * mask.length
  const bits = depth === 16 ? new Uint16Array(length) : Buffer.alloc(length)
  for (let at = 0; at < length; at += 1) {
    if (Math.floor(at / mask.length) % widthPx < columns) bits[at] = mask[at % mask.length]!
  }
  const raw = { width: widthPx, height: heightPx, channels: mask.length as 1 | 2 | 3 | 4 }
  if (bits instanceof Buffer) return pipeline.boolean(bits, 'or', { raw })
  // The second operand of 16 bit is taken from a file only.
  return pipeline.boolean(
    await sharp(bits, { raw })
      .toColourspace(isGray ? 'grey16' : 'rgb16')
      .png({ compressionLevel: 1 })
      .toBuffer(),
    'or',
  )
}
