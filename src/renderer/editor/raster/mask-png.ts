import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { FrameYielder } from './frame-yielder.ts'
import { joinRasterBytes } from './deflate.ts'
import { headerChunk, pngChunk, pngSignature } from './png-chunks.ts'

/** Rows packed at a time: 16 rows of a 16,384 px picture are 256 kB, well under a frame's work. */
const rowsPerSlice = 16

/**
 * A mask as an 8-bit gray PNG, made band by band so that a 16k mask never lies in memory as a whole.
 * @param read coverage of a part, row by row; must give the same until the file is there
 */
export async function encodeMaskPng(size: Size, read: (area: Rect) => Uint8Array): Promise<Uint8Array> {
  const { widthPx, heightPx } = size
  const compression = new CompressionStream('deflate')
  const parts: Uint8Array[] = [pngSignature, headerChunk(widthPx, heightPx)]
  const reading = collectData(compression.readable, parts)
  const writer = compression.writable.getWriter()
  const breather = new FrameYielder()
  const packing = (async () => {
    for (let y = 0; y < heightPx; y += rowsPerSlice) {
      const area = { x: 0, y, widthPx, heightPx: Math.min(rowsPerSlice, heightPx - y) }
      await writer.write(scanlines(read(area), area))
      await breather.pause()
    }
    await writer.close()
  })()
  await Promise.all([packing, reading])
  parts.push(pngChunk('IEND', new Uint8Array(0)))
  return joinRasterBytes(parts)
}

/** Rows with filter byte 0 ("none") before each: masks are flat, and deflate alone packs them well. */
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
