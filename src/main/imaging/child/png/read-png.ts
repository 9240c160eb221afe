import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflate } from 'node:zlib'
import { AppError } from '../../../../shared/errors/index.ts'
import { cannotReadBack } from '../../../../shared/messages/en/imaging.ts'
import { pngSignature } from '../../../platform/pure/png/png-chunk.ts'
import { unfilterRow } from './unfilter-row.ts'

export interface PngHeader {
  readonly widthPx: number
  readonly heightPx: number
  readonly channels: 1 | 2 | 3 | 4
  readonly bitDepth: 8 | 16
}

export interface PngRows {
  /** Called once, before the first row. */
  onHeader(header: PngHeader): void
  /** A row's decoded bytes, as written by `PngPixels.readRow`. Valid until the call returns. */
  onRow(y: number, row: Uint8Array): void
}

const readBytes = 1 << 20
const channelsOf: Readonly<Record<number, PngHeader['channels']>> = { 0: 1, 2: 3, 4: 2, 6: 4 }

/**
 * Decodes a PNG file row by row with two rows in memory; for files Atelier has written: 8 or 16 bit, no palette, not
 * interlaced. Every checksum is verified.
 * @throws media/undecodable for anything else, and if there are too few or too many rows
 */
export async function readPngFile(path: string, rows: PngRows, signal?: AbortSignal): Promise<void> {
  const sink = new RowSink(rows)
  const inflate = createInflate({ chunkSize: readBytes })
  const parts = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const { type, data } of readChunks(source)) {
      if (type === 'IHDR') sink.start(data)
      else if (type === 'IDAT') yield data
    }
  }
  const addAll = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const bytes of source) sink.add(bytes)
  }
  const options = signal ? { signal } : {}
  await pipeline(createReadStream(path, { highWaterMark: readBytes }), parts, inflate, addAll, options)
  sink.finish()
}

async function* readChunks(source: AsyncIterable<Buffer>): AsyncGenerator<{ type: string; data: Buffer }> {
  let held: Buffer = Buffer.alloc(0)
  let isStarted = false
  for await (const part of source) {
    held = held.length === 0 ? part : Buffer.concat([held, part])
    if (!isStarted) {
      if (held.length < 8) continue
      if (!held.subarray(0, 8).equals(pngSignature)) throw damaged('no signature')
      held = held.subarray(8)
      isStarted = true
    }
    let at = 0
    while (at + 12 <= held.length && at + 12 + held.readUInt32BE(at) <= held.length) {
      const end = at + 12 + held.readUInt32BE(at)
      if (crc32(held.subarray(at + 4, end - 4)) !== held.readUInt32BE(end - 4)) throw damaged('a wrong checksum')
      yield { type: held.toString('latin1', at + 4, at + 8), data: held.subarray(at + 8, end - 4) }
      at = end
    }
    held = held.subarray(at)
  }
  if (held.length > 0 || !isStarted) throw damaged('an early end')
}

/** Assembles inflated bytes into rows and undoes their filters. */
class RowSink {
  readonly #rows: PngRows
  #header: PngHeader | null = null
  #pixelBytes = 0
  /** The filter type and the row. */
  #line = new Uint8Array(0)
  #prior = new Uint8Array(0)
  #filled = 0
  #y = 0

  constructor(rows: PngRows) {
    this.#rows = rows
  }

  start(data: Buffer): void {
    const channels = channelsOf[data[9]!]
    const bitDepth = data[8]
    if (data.length !== 13 || channels === undefined || (bitDepth !== 8 && bitDepth !== 16) || data[12] !== 0) {
      throw damaged('another kind of PNG')
    }
    this.#header = { widthPx: data.readUInt32BE(0), heightPx: data.readUInt32BE(4), channels, bitDepth }
    this.#pixelBytes = (channels * bitDepth) / 8
    const rowBytes = this.#header.widthPx * this.#pixelBytes
    this.#line = new Uint8Array(1 + rowBytes)
    this.#prior = new Uint8Array(1 + rowBytes)
    this.#rows.onHeader(this.#header)
  }

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const count = Math.min(bytes.length - at, this.#line.length - this.#filled)
      this.#line.set(bytes.subarray(at, at + count), this.#filled)
      this.#filled += count
      at += count
      if (this.#filled === this.#line.length) this.#finishRow()
    }
  }

  finish(): void {
    if (this.#header === null || this.#y !== this.#header.heightPx || this.#filled > 0) throw damaged('missing rows')
  }

  #finishRow(): void {
    if (this.#header === null || this.#y >= this.#header.heightPx) throw damaged('too many rows')
    const row = this.#line.subarray(1)
    if (!unfilterRow(this.#line[0]!, row, this.#prior.subarray(1), this.#pixelBytes)) throw damaged('an unknown filter')
    this.#rows.onRow(this.#y, row)
    this.#y++
    this.#filled = 0
    const spare = this.#prior
    this.#prior = this.#line
    this.#line = spare
  }
}

function damaged(reason: string): AppError {
  return new AppError('media/undecodable', cannotReadBack, { detail: { what: reason } })
}
