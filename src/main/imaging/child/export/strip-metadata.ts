import { encodePngChunk, pngSignature } from '../../../platform/pure/png/png-chunk.ts'
import type { Orientation } from '../header/browser-orientation.ts'
import type { SniffedImageFormat } from '../header/sniff-format.ts'

/** Formats that store metadata separately from the compressed pixels. */
export const strippableFormats = ['png', 'jpeg', 'webp'] as const satisfies readonly SniffedImageFormat[]

/**
 * Returns the file without its metadata, its compressed pixels byte for byte unchanged. Whatever affects their
 * appearance stays: color profile, gamma, transparency, animation, orientation. Everything not known to do so is
 * removed, including data after the end of the image. Null if the file is broken.
 */
export function stripMetadata(
  file: Buffer,
  format: (typeof strippableFormats)[number],
  orientation: Orientation,
): Buffer | null {
  switch (format) {
    case 'png':
      return stripPng(file, orientation)
    case 'jpeg':
      return stripJpeg(file, orientation)
    case 'webp':
      return stripWebp(file)
  }
}

const keptChunks: ReadonlySet<string> = new Set(
  // PNG, third edition: pixels, transparency, colors, pixel size, animation; mDCv and cLLi are older spellings.
  ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'bKGD', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP'].concat([
    'mDCV',
    'cLLI',
    'mDCv',
    'cLLi',
    'pHYs',
    'acTL',
    'fcTL',
    'fdAT',
  ]),
)

function stripPng(file: Buffer, orientation: Orientation): Buffer | null {
  const parts: Buffer[] = [pngSignature]
  for (let at = pngSignature.length; at + 12 <= file.length;) {
    const end = at + 12 + file.readUInt32BE(at)
    if (end > file.length) return null
    const type = file.toString('latin1', at + 4, at + 8)
    if (keptChunks.has(type)) parts.push(file.subarray(at, end))
    if (type === 'IHDR' && orientation !== 1) parts.push(encodePngChunk('eXIf', orientationBlock(orientation)))
    if (type === 'IEND') return Buffer.concat(parts)
    at = end
  }
  return null
}

const jpegMarkers = { endOfImage: 0xd9, startOfScan: 0xda, app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee } as const
const jfifHeadBytes = 14

/** Segments and scans (ITU-T T.81, annex B). */
function stripJpeg(file: Buffer, orientation: Orientation): Buffer | null {
  const tables: Buffer[] = []
  let jfif: Buffer | null = null
  for (let at = 2; at + 2 <= file.length;) {
    if (file[at] !== 0xff) return null
    const marker = file[at + 1]!
    if (marker === jpegMarkers.endOfImage) {
      const head = [file.subarray(0, 2), ...(jfif === null ? [] : [jfif]), ...orientationSegment(orientation)]
      return Buffer.concat([...head, ...tables, file.subarray(at, at + 2)])
    }
    if (marker === 0xff || isBare(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (at + 4 > file.length) return null
    const length = file.readUInt16BE(at + 2)
    const end = marker === jpegMarkers.startOfScan ? endOfScan(file, at + 2 + length) : at + 2 + length
    if (length < 2 || end > file.length) return null
    const segment = file.subarray(at, end)
    if (marker === jpegMarkers.app0) jfif ??= plainJfif(segment)
    else if (!isApplication(marker) || isColorSegment(marker, segment)) tables.push(segment)
    at = end
  }
  return null
}

/** Restart markers and TEM have no length. */
function isBare(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01
}

/** APP0 to APP15 and comments. */
function isApplication(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe
}

/** The profile, and Adobe's color transform marker. */
function isColorSegment(marker: number, segment: Buffer): boolean {
  const starts = (name: string): boolean => segment.toString('latin1', 4, 4 + name.length) === name
  return (marker === jpegMarkers.app2 && starts('ICC_PROFILE\0')) || (marker === jpegMarkers.app14 && starts('Adobe'))
}

/** Version and pixel density without the thumbnail, which may show what has since been cropped away. */
function plainJfif(segment: Buffer): Buffer | null {
  if (segment.length < 4 + jfifHeadBytes || segment.toString('latin1', 4, 9) !== 'JFIF\0') return null
  const plain = Buffer.from(segment.subarray(0, 4 + jfifHeadBytes))
  plain.writeUInt16BE(2 + jfifHeadBytes, 2)
  plain.fill(0, 4 + jfifHeadBytes - 2)
  return plain
}

/** Compressed data continues until a marker that is not a stuffed zero, a fill byte or a restart. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0 && at + 1 < file.length; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1]!
    if (next !== 0 && next !== 0xff && !isBare(next)) return at
  }
  return file.length + 1
}

function orientationSegment(orientation: Orientation): Buffer[] {
  if (orientation === 1) return []
  const data = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), orientationBlock(orientation)])
  const head = Buffer.from([0xff, jpegMarkers.app1, 0, 0])
  head.writeUInt16BE(2 + data.length, 2)
  return [head, data]
}

/** Builds an EXIF block that contains only tag 274 (TIFF 6.0, section 2). */
function orientationBlock(orientation: Orientation): Buffer {
  return Buffer.from([
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ])
}

const keptWebpChunks: ReadonlySet<string> = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L'])
/** The bits for EXIF and XMP in `VP8X` (RFC 9649, section 2.7.1). */
const webpMetadataBits = 0x0c

function stripWebp(file: Buffer): Buffer | null {
  const riffEnd = 8 + file.readUInt32LE(4)
  if (riffEnd > file.length) return null
  const parts: Buffer[] = []
  for (let at = 12; at + 8 <= riffEnd;) {
    const length = file.readUInt32LE(at + 4)
    const end = at + 8 + length + (length & 1)
    if (at + 8 + length > riffEnd) return null
    const type = file.toString('latin1', at, at + 4)
    const chunk = Buffer.from(file.subarray(at, Math.min(end, riffEnd)))
    if (type === 'VP8X') chunk[8]! &= ~webpMetadataBits
    if (keptWebpChunks.has(type)) parts.push(chunk)
    at = end
  }
  const head = Buffer.from(file.subarray(0, 12))
  head.writeUInt32LE(4 + parts.reduce((sum, { length }) => sum + length, 0), 4)
  return Buffer.concat([head, ...parts])
}
