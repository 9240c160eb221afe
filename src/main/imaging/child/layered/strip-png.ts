import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { encodePngChunk, pngSignature, readPngChunks } from '../../../platform/pure/png/png-chunk.ts'
import { filterUp } from '../../../platform/pure/png/filter-row.ts'
import { unfilterRow } from '../png/unfilter-row.ts'

const pack = promisify(deflate)
const unpack = promisify(inflate)

/** A small image in memory: one byte of gray per pixel, or four of RGBA. */
export interface PngStrip {
  readonly widthPx: number
  readonly heightPx: number
  readonly channels: 1 | 4
  readonly pixels: Uint8Array
}

/** PNG color types: gray, and RGB with alpha. */
const colorTypes = { 1: 0, 4: 6 } as const

export async function encodeStrip({ widthPx, heightPx, channels, pixels }: PngStrip): Promise<Buffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header[8] = 8
  header[9] = colorTypes[channels]
  const rowBytes = widthPx * channels
  const filtered = Buffer.alloc(heightPx * (rowBytes + 1))
  let prior: Uint8Array = new Uint8Array(rowBytes)
  for (let y = 0; y < heightPx; y++) {
    const row = pixels.subarray(y * rowBytes, (y + 1) * rowBytes)
    filterUp(row, prior, filtered, y * (rowBytes + 1))
    prior = row
  }
  return Buffer.concat([
    pngSignature,
    encodePngChunk('IHDR', header),
    encodePngChunk('IDAT', await pack(filtered, { level: 3 })),
    encodePngChunk('IEND', Buffer.alloc(0)),
  ])
}

/**
 * Returns null unless it is a complete 8-bit PNG of that type and size. Accepts every row filter, since other programs
 * may have saved it.
 */
export async function decodeStrip(png: Uint8Array, wanted: Omit<PngStrip, 'pixels'>): Promise<Uint8Array | null> {
  const { widthPx, heightPx, channels } = wanted
  const parts: Uint8Array[] = []
  let isRight = false
  let isWhole = false
  for (const { type, data } of readPngChunks(png)) {
    if (type === 'IHDR') isRight = isHeaderOf(Buffer.from(data), wanted)
    else if (type === 'IDAT') parts.push(data)
    else if (type === 'IEND') isWhole = true
  }
  if (!isRight || !isWhole) return null
  const length = heightPx * (widthPx * channels + 1)
  const filtered = await unpack(Buffer.concat(parts), { maxOutputLength: length }).catch(() => null)
  return filtered?.length === length ? unfilter(filtered, wanted) : null
}

function isHeaderOf(header: Buffer, { widthPx, heightPx, channels }: Omit<PngStrip, 'pixels'>): boolean {
  return (
    header.length === 13 &&
    header.readUInt32BE(0) === widthPx &&
    header.readUInt32BE(4) === heightPx &&
    header[8] === 8 &&
    header[9] === colorTypes[channels] &&
    // Not interlaced.
    header[12] === 0
  )
}

/** Returns null for an unknown filter number. */
function unfilter(filtered: Buffer, { widthPx, heightPx, channels }: Omit<PngStrip, 'pixels'>): Uint8Array | null {
  const rowBytes = widthPx * channels
  const pixels = new Uint8Array(heightPx * rowBytes)
  let prior: Uint8Array = new Uint8Array(rowBytes)
  for (let y = 0; y < heightPx; y++) {
    const from = y * (rowBytes + 1)
    const row = pixels.subarray(y * rowBytes, (y + 1) * rowBytes)
    row.set(filtered.subarray(from + 1, from + 1 + rowBytes))
    if (!unfilterRow(filtered[from]!, row, prior, channels)) return null
    prior = row
  }
  return pixels
}
