import type { Size } from '../../../../shared/util/geometry.ts'
import type { ByteReader } from './byte-reader.ts'
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
      return readJpegFrame(reader)
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

const segmentsMax = 4096

/** A JPEG's frame header. `type`: the low half of its marker, SOF0 to SOF15. */
export interface JpegFrame extends Size {
  readonly type: number
  readonly bitsPerSample: number
  /** Its marker, and what follows it. */
  readonly startsAt: number
  readonly endsAt: number
}

/** ITU-T T.81, annex B: a sequence of segments; the size is in the frame header (SOF0–SOF15 except DHT, JPG, DAC). */
export async function readJpegFrame(reader: ByteReader): Promise<JpegFrame | null> {
  let at = 2
  for (let count = 0; count < segmentsMax; count++) {
    const head = await reader.read(at, 9)
    if (head.length < 9 || head[0] !== 0xff) return null
    const marker = head[1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (isFrameHeader(marker)) {
      const size = { heightPx: head.readUInt16BE(5), widthPx: head.readUInt16BE(7) }
      return {
        ...size,
        type: marker & 0x0f,
        bitsPerSample: head[4]!,
        startsAt: at,
        endsAt: at + 2 + head.readUInt16BE(2),
      }
    }
    if (marker === 0xd9 || marker === 0xda) return null
    at += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7) ? 2 : 2 + head.readUInt16BE(2)
  }
  return null
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}
