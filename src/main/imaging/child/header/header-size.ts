import type { Size } from '../../../../shared/util/geometry.ts'
import type { ByteReader } from './byte-reader.ts'
import { readJpegLayout } from './jpeg-layout.ts'
import type { SniffedImageFormat } from './sniff-format.ts'

/**
 * Reads the size a file claims before any decoder sees the file, so that a false header costs nothing.
 * Null: no size where it should be, or a format whose decoder reads only the header (AVIF, TIFF).
 */
export async function readHeaderSize(format: SniffedImageFormat, reader: ByteReader): Promise<Size | null> {
  switch (format) {
    case 'png':
      return pngSize(await reader.read(0, 24))
    case 'gif':
      return gifSize(await reader.read(0, 10))
    case 'webp':
      return webpSize(await reader.read(0, 30))
    case 'jpeg':
      return readJpegLayout(reader)
    case 'avif':
    case 'tiff':
      return null
  }
}

function pngSize(head: Buffer): Size | null {
  if (head.length < 24 || head.toString('latin1', 12, 16) !== 'IHDR') return null
  return { widthPx: head.readUInt32BE(16), heightPx: head.readUInt32BE(20) }
}

function gifSize(head: Buffer): Size | null {
  if (head.length < 10) return null
  return { widthPx: head.readUInt16LE(6), heightPx: head.readUInt16LE(8) }
}

/** RFC 9649: the first chunk is `VP8 ` (section 2.5 of RFC 6386), `VP8L` (section 3.4) or `VP8X` (section 2.7.1). */
function webpSize(head: Buffer): Size | null {
  if (head.length < 30) return null
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { widthPx: head.readUInt16LE(26) & 0x3fff, heightPx: head.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { widthPx: head.readUIntLE(24, 3) + 1, heightPx: head.readUIntLE(27, 3) + 1 }
    default:
      return null
  }
}
