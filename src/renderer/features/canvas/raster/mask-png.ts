import { maskTilePx } from '../../../../shared/domain/canvas-document.ts'
import type { MaskRaster } from '../document/mask-raster.ts'
import type { RasterRef } from '../document/model.ts'
import { Breather } from './breather.ts'
import { joinBytes } from './deflate.ts'
import { headerChunk, pngChunk, pngSignature } from './png-chunks.ts'

/** Rows packed at a time: 16 rows of a 16,384 px picture are 256 kB, well under a frame's work. */
const rowsPerSlice = 16

/** The mask as an 8-bit grey PNG, made band by band so that a 16k mask never lies in memory as a whole. */
export async function encodeMaskPng(raster: MaskRaster, ref: RasterRef): Promise<Uint8Array> {
  const { widthPx, heightPx } = raster.size
  const compression = new CompressionStream('deflate')
  const parts: Uint8Array[] = [pngSignature, headerChunk(widthPx, heightPx)]
  const reading = collectData(compression.readable, parts)
  const writer = compression.writable.getWriter()
  const breather = new Breather()
  const packing = (async () => {
    for (let y = 0; y < heightPx; y += rowsPerSlice) {
      await writer.write(scanlines(raster, ref, y, Math.min(rowsPerSlice, heightPx - y)))
      await breather.pause()
    }
    await writer.close()
  })()
  await Promise.all([packing, reading])
  parts.push(pngChunk('IEND', new Uint8Array(0)))
  return joinBytes(parts)
}

/** Rows with filter byte 0 ("none") before each: masks are flat, and deflate alone packs them well. */
function scanlines(raster: MaskRaster, ref: RasterRef, y: number, rowCount: number): Uint8Array<ArrayBuffer> {
  const { widthPx } = raster.size
  const lines = new Uint8Array(rowCount * (widthPx + 1))
  const tiles = raster.tiles(ref)
  for (let column = 0; column < raster.columns; column++) {
    const tile = tiles[Math.floor(y / maskTilePx) * raster.columns + column]
    if (!tile) continue
    const pixels = raster.coverage(tile)
    const width = Math.min(maskTilePx, widthPx - column * maskTilePx)
    for (let row = 0; row < rowCount; row++) {
      const from = ((y + row) % maskTilePx) * maskTilePx
      lines.set(pixels.subarray(from, from + width), row * (widthPx + 1) + 1 + column * maskTilePx)
    }
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
