import { open, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDeflate } from 'node:zlib'
import { filterPaeth, filterUp } from './filter-row.ts'
import { encodePngChunk, pngSignature, srgbChunk } from './png-chunk.ts'

/** Pixels to encode, requested row by row from the top, so that no second copy of the image is needed. */
export interface PngPixels {
  readonly widthPx: number
  readonly heightPx: number
  /** Gray, RGB or RGBA. */
  readonly channels: 1 | 3 | 4
  /** Per channel; absent = 8. */
  readonly bitDepth?: 8 | 16
  /** Encoded chunks that define the color space; absent = sRGB. */
  readonly colorChunks?: readonly Buffer[]
  /** Called before each row is read, for sources that produce rows in pieces. */
  prepare?(y: number): Promise<void>
  /**
   * Writes row `y`: `widthPx * channels` bytes, or twice as many with the high byte first. Called once per row, in
   * order.
   */
  readRow(y: number, into: Uint8Array): void
}

/** Bytes filtered per step: large enough to be efficient, small enough to respond to a cancel within milliseconds. */
const bandBytes = 512 * 1024
const chunkBytes = 256 * 1024
/** On photographs level 3 is a tenth smaller than level 1 and takes half as long again; above, time grows faster. */
const deflateLevel = 2

const colorTypes = { 1: 0, 3: 2, 4: 6 } as const

/** Encodes a new file at `path`. Compression runs on another thread while the next rows are filtered. */
export async function writePngFile(path: string, pixels: PngPixels, signal?: AbortSignal): Promise<void> {
  const file = await open(path, 'wx')
  try {
    const colors = pixels.colorChunks ?? [srgbChunk()]
    await append(file, Buffer.concat([pngSignature, headerChunk(pixels), ...colors]))
    const deflate = createDeflate({ level: deflateLevel, memLevel: 9, chunkSize: chunkBytes })
    const rows = Readable.from(filteredBands(pixels), { objectMode: false, highWaterMark: bandBytes })
    const sink = async (compressed: AsyncIterable<Buffer>): Promise<void> => {
      for await (const part of inChunks(compressed)) await append(file, encodePngChunk('IDAT', part))
    }
    await pipeline(rows, deflate, sink, signal ? { signal } : {})
    await append(file, encodePngChunk('IEND', Buffer.alloc(0)))
  } finally {
    await file.close()
  }
}

/** A stream's parts are what has come by the time they are read; the same pixels must give the same file. */
async function* inChunks(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const part of parts) {
    held.push(part)
    heldBytes += part.length
    if (heldBytes < chunkBytes) continue
    const all = Buffer.concat(held)
    const wholeBytes = heldBytes - (heldBytes % chunkBytes)
    for (let at = 0; at < wholeBytes; at += chunkBytes) yield all.subarray(at, at + chunkBytes)
    held = [all.subarray(wholeBytes)]
    heldBytes -= wholeBytes
  }
  if (heldBytes > 0) yield Buffer.concat(held)
}

/** A plain `write` may be short; the loop writes the remainder. */
async function append(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten
}

function headerChunk({ widthPx, heightPx, channels, bitDepth }: PngPixels): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header[8] = bitDepth ?? 8
  header[9] = colorTypes[channels]
  return encodePngChunk('IHDR', header)
}

async function* filteredBands(pixels: PngPixels): AsyncGenerator<Buffer> {
  const { heightPx, channels } = pixels
  const pixelBytes = (channels * (pixels.bitDepth ?? 8)) / 8
  const rowBytes = pixels.widthPx * pixelBytes
  const bandRows = Math.max(1, Math.floor(bandBytes / (rowBytes + 1)))
  let row = new Uint8Array(rowBytes)
  let prior = new Uint8Array(rowBytes)
  for (let top = 0; top < heightPx; top += bandRows) {
    const rows = Math.min(bandRows, heightPx - top)
    const band = Buffer.allocUnsafeSlow(rows * (rowBytes + 1))
    for (let n = 0; n < rows; n++) {
      if (pixels.prepare) await pixels.prepare(top + n)
      pixels.readRow(top + n, row)
      const at = n * (rowBytes + 1)
      if (channels === 1) filterUp(row, prior, band, at)
      else filterPaeth(row, prior, pixelBytes, band, at)
      const spare = prior
      prior = row
      row = spare
    }
    yield band
  }
}
