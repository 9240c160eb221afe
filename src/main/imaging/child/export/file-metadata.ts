import { createHash } from 'node:crypto'
import type { Exif, Sharp } from 'sharp'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/written-files.ts'
import type { ExportRequest } from '../../imaging.ts'
import { extendedXmpName } from '../metadata/read/extended-xmp.ts'
import type { PngText } from '../metadata/png-text.ts'
import { exifGraphs } from '../metadata/program-texts.ts'
import { addTiffMetadata, turnBigEndian } from '../metadata/tiff-directory.ts'
import { formatExtendedXmp } from '../metadata/xmp-packet.ts'
import type { EmbeddedMetadata } from './embedded-metadata.ts'
import { encodeUserComment, standIns, writeExifTexts } from './exif-texts.ts'
import { exifBytesBeside, photoExif, present } from './kept-photo.ts'

const pieceBytes = 65_000

const app1 = 0xe1

const xmpName = 'http://ns.adobe.com/xap/1.0/\0'

/** A JPEG stores XMP in one segment, and libvips silently drops anything longer than this. */
const xmpBytesMax = 60_000

/** Sets EXIF and XMP of a JPEG, WebP, AVIF or TIFF before encoding. */
export function describeFile(
  pipeline: Sharp,
  metadata: EmbeddedMetadata,
  { format, isSrgb }: { readonly format: ExportRequest['format']; readonly isSrgb: boolean },
): Sharp {
  const packet = format === 'jpeg' ? fittingPacket(metadata) : wholePacket(metadata)
  const exif = exifOf(metadata, format)
  const comment = commentOf(metadata)
  const isDescribed = exif !== null || comment !== null
  const withExif = isDescribed ? pipeline.withExif(withColorSpace(standIns(exif ?? {}, comment), isSrgb)) : pipeline
  return packet === '' ? withExif : withExif.withXmp(packet)
}

/** What EXIF says but for the generation (`commentOf`); null if there is nothing. */
function exifOf(metadata: EmbeddedMetadata, format: ExportRequest['format']): Exif | null {
  const { record, photo } = metadata
  const keptExif = photo && photoExif(photo)
  if (record === null) return keptExif
  const { make, model } = fittingGraphs(metadata, format)
  const first = format === 'webp' || format === 'tiff' ? null : present({ Make: make, Model: model })
  return { ...keptExif, IFD0: { ...keptExif?.IFD0, ...first, Software: `Atelier ${record.appVersion}` } }
}

const commentOf = ({ infotext }: EmbeddedMetadata) => (infotext === null ? null : encodeUserComment(infotext))

/** ComfyUI's graphs for EXIF; none where the format has no room for them. A WebP and a TIFF hold any (`finishFile`). */
function fittingGraphs(metadata: EmbeddedMetadata, format: ExportRequest['format']) {
  const graphs = exifGraphs(metadata.programs)
  const bytes = [graphs.make, graphs.model].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0)
  const isLimited = format === 'jpeg' || format === 'avif'
  const room = exifBytesBeside(metadata.photo) - (commentOf(metadata)?.length ?? 0)
  return isLimited && bytes > room ? { make: null, model: null } : graphs
}

/** What of other programs' texts the format could not hold, one sentence. */
export function programNotes(
  metadata: EmbeddedMetadata | null,
  { format }: Pick<ExportRequest, 'format'>,
): readonly string[] {
  if (metadata === null || format === 'png') return []
  const graphs = fittingGraphs(metadata, format)
  const isHeld = ({ keyword }: PngText) =>
    (keyword === 'workflow' && graphs.make !== null) || (keyword === 'prompt' && graphs.model !== null)
  const name = format === 'webp' ? 'WebP' : format.toUpperCase()
  return metadata.programs.every(isHeld) ? [] : [messages.programTextLeftOut({ format: name })]
}

/** If unset, libvips writes "uncalibrated" (EXIF 3.0, section 4.6.6.7). */
export function withColorSpace(exif: Exif, isSrgb: boolean): Exif {
  return isSrgb ? { ...exif, IFD2: { ...exif.IFD2, ColorSpace: '1' } } : exif
}

function wholePacket({ packet, record }: EmbeddedMetadata): string {
  return packet({ includeRecord: record !== null, includePrompt: true })
}

/** Fits the packet into one segment; a record that is too long continues in further segments. */
function fittingPacket(metadata: EmbeddedMetadata): string {
  const whole = wholePacket(metadata)
  if (metadata.record === null || Buffer.byteLength(whole) <= xmpBytesMax) return whole
  const extendedName = extendedXmpNameOf(formatExtendedXmp(metadata.record))
  const brief = metadata.packet({ includeRecord: false, includePrompt: true, extendedName })
  if (Buffer.byteLength(brief) <= xmpBytesMax) return brief
  return metadata.packet({ includeRecord: false, includePrompt: false, extendedName })
}

/** Adds metadata that the encoder cannot write itself. */
export function finishFile(
  file: Buffer,
  metadata: EmbeddedMetadata | null,
  { format, fileName }: Pick<ExportRequest, 'format' | 'fileName'>,
): Buffer {
  if (metadata === null) return file
  const { infotext } = metadata
  if (format === 'tiff') {
    const order = file.toString('latin1', 0, 2) === 'II' ? 'little' : 'big'
    const comment = infotext === null ? null : encodeUserComment(infotext, order)
    const { artist = null, copyright = null, camera = null } = metadata.photo ?? {}
    const graphs = exifGraphs(metadata.programs)
    const { make = null, model = null, ...shot } = camera ?? { lens: null, takenAt: null }
    const tags = { ...shot, make: graphs.make ?? make, model: graphs.model ?? model }
    return addTiffMetadata(file, { comment, artist, copyright, camera: tags })
  }
  const block = format === 'png' ? null : findExif(file, format)
  if (!writeExifTexts(block, exifOf(metadata, format) ?? {}, commentOf(metadata))) {
    throw new AppError('internal/bug', `The recipe could not be written into “${fileName}”.`)
  }
  if (infotext !== null && block !== null) turnBigEndian(block)
  if (format === 'webp') return finishWebp(file, exifGraphs(metadata.programs))
  return format === 'jpeg' ? withExtendedXmp(file, metadata) : file
}

const exifName = Buffer.from('Exif\0\0', 'latin1')

/** The TIFF inside an EXIF block, in place, without the prefix that JPEG puts before it. */
export function bareExif(block: Buffer): Buffer {
  return block.indexOf(exifName) === 0 ? block.subarray(exifName.length) : block
}

/** Finds the TIFF inside a file's EXIF, in place; libvips puts the JPEG prefix before it in every format. */
function findExif(file: Buffer, format: 'jpeg' | 'webp' | 'avif'): Buffer | null {
  if (format === 'webp') {
    const chunk = webpChunks(file).find(({ type }) => type === 'EXIF')
    return chunk ? bareExif(chunk.data) : null
  }
  const at = file.indexOf(Buffer.concat([exifName, Buffer.from('II*\0', 'latin1')]))
  return at < 0 ? null : file.subarray(at + exifName.length)
}

/** A WebP's EXIF holds only the TIFF (RFC 9649, section 2.7.1.5), to which graphs of any length are added. */
function finishWebp(file: Buffer, graphs: ReturnType<typeof exifGraphs>): Buffer {
  const camera = { ...graphs, lens: null, takenAt: null }
  const tags = { comment: null, artist: null, copyright: null, camera }
  const chunks = webpChunks(file).flatMap(({ type, data }) => {
    const whole = type === 'EXIF' ? addTiffMetadata(bareExif(data), tags) : data
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32LE(whole.length, 4)
    return [head, whole, Buffer.alloc(whole.length & 1)]
  })
  const whole = Buffer.concat([file.subarray(0, 12), ...chunks])
  whole.writeUInt32LE(whole.length - 8, 4)
  return whole
}

function webpChunks(file: Buffer): { readonly type: string; readonly data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = 12; at + 8 <= file.length;) {
    const length = file.readUInt32LE(at + 4)
    chunks.push({ type: file.toString('latin1', at, at + 4), data: file.subarray(at + 8, at + 8 + length) })
    at += 8 + length + (length & 1)
  }
  return chunks
}

function withExtendedXmp(file: Buffer, metadata: EmbeddedMetadata): Buffer {
  if (metadata.record === null || Buffer.byteLength(wholePacket(metadata)) <= xmpBytesMax) return file
  return addExtendedXmp(file, formatExtendedXmp(metadata.record))
}

/** The name by which the first packet refers to the extended one (XMP part 3, section 1.1.3.1). */
function extendedXmpNameOf(packet: string): string {
  return createHash('md5').update(packet).digest('hex').toUpperCase()
}

/** Inserts the extended packet right after a JPEG's first one, in as many segments as needed. */
function addExtendedXmp(jpeg: Buffer, packet: string): Buffer {
  const bytes = Buffer.from(packet)
  const name = Buffer.from(`${extendedXmpName}${extendedXmpNameOf(packet)}`, 'latin1')
  const at = endOfFirstPacket(jpeg)
  const segments: Buffer[] = []
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const piece = bytes.subarray(from, from + pieceBytes)
    const head = Buffer.from([0xff, app1, 0, 0])
    const numbers = Buffer.alloc(8)
    numbers.writeUInt32BE(bytes.length, 0)
    numbers.writeUInt32BE(from, 4)
    head.writeUInt16BE(2 + name.length + numbers.length + piece.length, 2)
    segments.push(head, name, numbers, piece)
  }
  return Buffer.concat([jpeg.subarray(0, at), ...segments, jpeg.subarray(at)])
}

function endOfFirstPacket(jpeg: Buffer): number {
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda;) {
    const next = at + 2 + jpeg.readUInt16BE(at + 2)
    if (jpeg[at + 1] === app1 && jpeg.toString('latin1', at + 4, at + 4 + xmpName.length) === xmpName) return next
    at = next
  }
  throw new AppError('internal/bug', 'The recipe could not be written into the JPEG: it has no XMP to go on from.')
}
