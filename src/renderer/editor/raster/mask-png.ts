import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { joinRasterBytes } from './deflate.ts'
import { FrameYielder } from './frame-yielder.ts'

/** PNG (W3C, third edition), section 5: signature and chunk layout. */
const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

/** Rows packed per slice: 16 rows of a 16,384 px image are 256 kB, well under a frame's work. */
const rowsPerSlice = 16

/**
 * Encodes a mask as an 8-bit gray PNG, band by band so that a 16k mask is never in memory as a whole.
 * @param read coverage of an area, row by row; must return the same until the file is complete
 */
export async function encodeMaskPng(size: Size, read: (area: Rect) => Uint8Array): Promise<Uint8Array> {
  const { widthPx, heightPx } = size
  const compression = new CompressionStream('deflate')
  const parts: Uint8Array[] = [pngSignature, headerChunk(widthPx, heightPx)]
  const reading = collectData(compression.readable, parts)
  const writer = compression.writable.getWriter()
  const yielder = new FrameYielder()
  const packing = (async () => {
    for (let y = 0; y < heightPx; y += rowsPerSlice) {
      const area = { x: 0, y, widthPx, heightPx: Math.min(rowsPerSlice, heightPx - y) }
      await writer.write(scanlines(read(area), area))
      await yielder.pause()
    }
    await writer.close()
  })()
  await Promise.all([packing, reading])
  parts.push(pngChunk('IEND', new Uint8Array(0)))
  return joinRasterBytes(parts)
}

/** Rows, each preceded by filter byte 0 ("none"): masks are flat, and deflate alone packs them well. */
function scanlines(pixels: Uint8Array, { widthPx, heightPx }: Size): Uint8Array<ArrayBuffer> {
  const lines = new Uint8Array(heightPx * (widthPx + 1))
  for (let row = 0; row < heightPx; row++) {
    lines.set(pixels.subarray(row * widthPx, (row + 1) * widthPx), row * (widthPx + 1) + 1)
  }
  return lines
}

async function collectData(stream: ReadableStream<Uint8Array>, parts: Uint8Array[]): Promise<void> {
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    parts.push(pngChunk('IDAT', value))
  }
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(data.length + 12)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return chunk
}

/** 8-bit gray, not interlaced. */
function headerChunk(widthPx: number, heightPx: number): Uint8Array {
  const data = new Uint8Array(13)
  const view = new DataView(data.buffer)
  view.setUint32(0, widthPx)
  view.setUint32(4, heightPx)
  data[8] = 8
  return pngChunk('IHDR', data)
}

/** PNG, annex D: the CRC of ISO 3309 with polynomial 0xedb88320. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
