import { crc32, deflateSync } from 'node:zlib'

export const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** Signature and `IHDR`, which start every PNG; the chunks that describe the colors follow directly. */
export const pngHeaderBytes = 8 + 25

/** Length and type, before a chunk's data. */
export const pngChunkHeadBytes = 8

export interface PngChunk {
  readonly type: string
  readonly data: Uint8Array
}

/** PNG specification, third edition, section 5.3: length, type, data, CRC-32 of type and data. */
export function encodePngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}

/** Yields chunks in file order; stops at `IEND`, at the end of the data or at the first chunk with a wrong checksum. */
export function* readPngChunks(png: Uint8Array): Generator<PngChunk> {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  if (!bytes.subarray(0, 8).equals(pngSignature)) return
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return
    const type = bytes.toString('latin1', at + 4, at + 8)
    yield { type, data: bytes.subarray(at + 8, end - 4) }
    if (type === 'IEND') return
    at = end
  }
}

/** `sRGB` with perceptual intent: the color space of every file Atelier writes. */
export function srgbChunk(): Buffer {
  return encodePngChunk('sRGB', Buffer.from([0]))
}

/** Section 11.3.2.3: a name, compression method 0, the profile deflated. */
export function pngProfileChunk(icc: Uint8Array): Buffer {
  return encodePngChunk('iCCP', Buffer.concat([Buffer.from('ICC profile\0\0', 'latin1'), deflateSync(icc)]))
}
