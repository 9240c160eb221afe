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
import type { SourcePhoto } from './kept-photo.ts'
import type { EmbeddedMetadata } from './embedded-metadata.ts'

/** Exif 3.0 section 4.6.6: eight bytes give the character code; the text follows without a terminating zero. */
const unicodeCode = Buffer.from('UNICODE\0', 'latin1')

const asciiCode = Buffer.from('ASCII\0\0\0', 'latin1')

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
  const { record, infotext, photo } = metadata
  const packet = format === 'jpeg' ? fittingPacket(metadata) : wholePacket(metadata)
  const keptExif = photo && photoExif(photo)
  const { make, model } = fittingGraphs(metadata, format)
  const first = format === 'webp' || format === 'tiff' ? null : present({ Make: make, Model: model })
  const exif: Exif = {
    ...keptExif,
    ...(record && { IFD0: { ...keptExif?.IFD0, ...first, Software: `Atelier ${record.appVersion}` } }),
    ...(infotext !== null && { IFD2: { ...keptExif?.IFD2, UserComment: standInFor(encodeUserComment(infotext)) } }),
  }
  const withExif = Object.keys(exif).length > 0 ? pipeline.withExif(withColorSpace(exif, isSrgb)) : pipeline
  return packet === '' ? withExif : withExif.withXmp(packet)
}

/** A JPEG has EXIF in one segment, and libvips writes no longer one into an AVIF either. */
const exifBytesMax = 65_000

/** Author, rights, location and the directories: they are short texts. */
const otherExifBytesMax = 12_000

/** ComfyUI's graphs for EXIF; none where the format has no room for them. A WebP and a TIFF hold any (`finishFile`). */
function fittingGraphs({ programs, infotext }: EmbeddedMetadata, format: ExportRequest['format']) {
  const graphs = exifGraphs(programs)
  const bytes = 2 * (infotext?.length ?? 0) + (graphs.make?.length ?? 0) + (graphs.model?.length ?? 0)
  const isLimited = format === 'jpeg' || format === 'avif'
  return isLimited && bytes > exifBytesMax - otherExifBytesMax ? { make: null, model: null } : graphs
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

/** Returns the EXIF kept from the source photo; null if there is none. */
export function photoExif({ artist, copyright, location, camera }: SourcePhoto): Exif | null {
  const first = present({ Artist: artist, Copyright: copyright, Make: camera?.make, Model: camera?.model })
  const inside = present({ DateTimeOriginal: camera?.takenAt, LensModel: camera?.lens })
  const exif = {
    ...(first && { IFD0: first }),
    ...(inside && { IFD2: inside }),
    ...(location && { IFD3: location.exif }),
  }
  return Object.keys(exif).length > 0 ? exif : null
}

function present(values: Readonly<Record<string, string | null | undefined>>): Record<string, string> | null {
  const entries = Object.entries(values).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return entries.length > 0 ? Object.fromEntries(entries) : null
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
  if (infotext === null || (block !== null && replaceStandIn(block, encodeUserComment(infotext)))) {
    if (infotext !== null && block !== null) turnBigEndian(block)
    if (format === 'webp') return finishWebp(file, exifGraphs(metadata.programs))
    return format === 'jpeg' ? withExtendedXmp(file, metadata) : file
  }
  throw new AppError('internal/bug', `The recipe could not be written into “${fileName}”.`)
}

const exifName = Buffer.from('Exif\0\0', 'latin1')

/** Finds the TIFF inside a file's EXIF, in place; libvips puts the JPEG prefix before it in every format. */
function findExif(file: Buffer, format: 'jpeg' | 'webp' | 'avif'): Buffer | null {
  if (format === 'webp') {
    const chunk = webpChunks(file).find(({ type }) => type === 'EXIF')
    return chunk ? chunk.data.subarray(chunk.data.indexOf(exifName) === 0 ? exifName.length : 0) : null
  }
  const at = file.indexOf(Buffer.concat([exifName, Buffer.from('II*\0', 'latin1')]))
  return at < 0 ? null : file.subarray(at + exifName.length)
}

/** A WebP's EXIF holds only the TIFF (RFC 9649, section 2.7.1.5), to which graphs of any length are added. */
function finishWebp(file: Buffer, graphs: ReturnType<typeof exifGraphs>): Buffer {
  const camera = { ...graphs, lens: null, takenAt: null }
  const tags = { comment: null, artist: null, copyright: null, camera }
  const chunks = webpChunks(file).flatMap(({ type, data }) => {
    const bare = type === 'EXIF' && data.indexOf(exifName) === 0 ? data.subarray(exifName.length) : data
    const whole = type === 'EXIF' ? addTiffMetadata(bare, tags) : bare
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

/**
 * Returns the value of EXIF UserComment (0x9286): UTF-16 in the byte order of its block. A1111 and its derivatives read
 * big-endian only, so blocks with a comment are big-endian (`turnBigEndian`), except in TIFF files, whose byte order
 * the encoder decides.
 */
export function encodeUserComment(text: string, order: 'big' | 'little' = 'big'): Buffer {
  const wide = Buffer.from(text.toWellFormed(), 'utf16le')
  return Buffer.concat([unicodeCode, order === 'big' ? wide.swap16() : wide])
}

/**
 * sharp writes a UserComment as ASCII only. It gets a placeholder of the right length, which is then replaced in the
 * encoded file: JPEG, WebP and AVIF all store EXIF verbatim and contiguously.
 */
export function standInFor(comment: Buffer): string {
  const pattern = 'Atelier~comment~'
  return pattern.repeat(Math.ceil(comment.length / pattern.length)).slice(0, comment.length - 8)
}

/** Replaces the placeholder with the comment, in place. Returns false if the placeholder was not found. */
export function replaceStandIn(file: Buffer, comment: Buffer): boolean {
  const standIn = Buffer.concat([asciiCode, Buffer.from(standInFor(comment), 'latin1')])
  const at = file.indexOf(standIn)
  if (at < 0) return false
  file.set(comment, at)
  return true
}
