import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharp } from '../sharp.ts'
import { readPngChunks } from './png-chunk.ts'
import { writePngFile, type PngPixels } from './write-png.ts'

let folder: string
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-png-'))
})
afterAll(() => rm(folder, { recursive: true }))

function pixelsOf(widthPx: number, heightPx: number, channels: 1 | 3 | 4, data: Uint8Array): PngPixels {
  const rowBytes = widthPx * channels
  return {
    widthPx,
    heightPx,
    channels,
    readRow: (y, into) => into.set(data.subarray(y * rowBytes, (y + 1) * rowBytes)),
  }
}

async function roundTrip(
  widthPx: number,
  heightPx: number,
  channels: 1 | 3 | 4,
  data: Uint8Array,
): Promise<Uint8Array> {
  const path = join(folder, `${count++}.png`)
  await writePngFile(path, pixelsOf(widthPx, heightPx, channels, data))
  const { data: decoded, info } = await sharp(path)
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, info.channels]).toEqual([widthPx, heightPx, channels])
  return Uint8Array.from(decoded)
}

describe('writePngFile', () => {
  it('round-trips every byte for any size, channel count and content', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(1 as const, 3 as const, 4 as const),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        async (widthPx, heightPx, channels, stream) => {
          const data = Uint8Array.from(stream.take(widthPx * heightPx * channels))
          expect(await roundTrip(widthPx, heightPx, channels, data)).toEqual(data)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('writes more than one band and more than one IDAT chunk', async () => {
    const data = Uint8Array.from({ length: 900 * 700 * 4 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24)
    expect(Buffer.compare(await roundTrip(900, 700, 4, data), data)).toBe(0)
  })

  it('writes valid chunks that inflate to exactly the filtered rows', async () => {
    const path = join(folder, 'chunks.png')
    await writePngFile(path, pixelsOf(5, 4, 3, new Uint8Array(60).fill(9)))
    const chunks = [...readPngChunks(await readFile(path))]
    expect(chunks.map((chunk) => chunk.type).filter((type) => type !== 'IDAT')).toEqual(['IHDR', 'sRGB', 'IEND'])
    const compressed = chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data)
    expect(inflateSync(Buffer.concat(compressed))).toHaveLength(4 * (1 + 15))
  })

  it('divides the file independently of how fast it is read, so that the same pixels give the same file', async () => {
    const data = Uint8Array.from({ length: 900 * 700 * 4 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24)
    const path = join(folder, 'divided.png')
    await writePngFile(path, pixelsOf(900, 700, 4, data))
    const lengths = [...readPngChunks(await readFile(path))].flatMap(({ type, data: { length } }) =>
      type === 'IDAT' ? [length] : [],
    )
    expect(lengths.length).toBeGreaterThan(1)
    expect(new Set(lengths.slice(0, -1))).toEqual(new Set([256 * 1024]))
  })

  it('stops when canceled', async () => {
    const stop = new AbortController()
    const data = new Uint8Array(3000 * 3000)
    const pixels = pixelsOf(3000, 3000, 1, data)
    const readRow = (y: number, into: Uint8Array): void => {
      if (y === 1000) setImmediate(() => stop.abort())
      pixels.readRow(y, into)
    }
    const writing = writePngFile(join(folder, 'cancelled.png'), { ...pixels, readRow }, stop.signal)
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('never overwrites a file', async () => {
    const path = join(folder, 'once.png')
    await writePngFile(path, pixelsOf(1, 1, 1, new Uint8Array(1)))
    await expect(writePngFile(path, pixelsOf(1, 1, 1, new Uint8Array(1)))).rejects.toMatchObject({ code: 'EEXIST' })
  })
})
