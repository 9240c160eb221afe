import { expect, it } from 'vitest'
import { open, texture } from '../../../../../test/fixtures/images/make-image.ts'
import { memoryReader } from '../header/byte-reader.ts'
import { readJpegLayout } from '../header/jpeg-layout.ts'
import { findScanEnd } from './jpeg-scan.ts'

/** How many bytes are spare, whether pixels are lacking, or that nobody looked. */
async function count(jpeg: Buffer, windowBytes?: number): Promise<number | 'lacking' | 'unknown'> {
  const end = await findScanEnd(jpeg, (await readJpegLayout(memoryReader(jpeg)))!, windowBytes)
  if (end === null) return 'unknown'
  return end.lacksPixels ? 'lacking' : end.spareBytes
}

/** With further bytes between the last pixel and the end of the image. */
function withSpare(jpeg: Buffer, ...spare: readonly number[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, -2), Buffer.from(spare), jpeg.subarray(-2)])
}

// Neither side is a multiple of a block: the last ones reach over the edge.
const image = () => open(texture(203, 101))
const kinds = [
  ['with colors at half the size', () => image().jpeg({ quality: 90 })],
  ['with colors in full', () => image().jpeg({ quality: 90, chromaSubsampling: '4:4:4' })],
  ['in gray', () => image().toColourspace('b-w').jpeg()],
  ['in CMYK', () => image().toColourspace('cmyk').jpeg()],
  ['with tables of its own', () => image().jpeg({ optimiseCoding: true })],
] as const

it.each(kinds)('finds all pixels of a JPEG %s in its bytes, and how many are left', async (_name, encode) => {
  const jpeg = await encode().toBuffer()
  expect(await count(jpeg)).toBe(0)
  expect(await count(withSpare(jpeg, 1, 2, 3, 4, 5))).toBe(5)
  // As it stands in the file, where each 255 is followed by a zero.
  expect(await count(withSpare(jpeg, 9, 0xff, 0, 9))).toBe(4)
  // What follows the end, such as a second picture, does not count.
  expect(await count(Buffer.concat([jpeg, Buffer.from([1, 2, 3, 0xff, 0xd9])]))).toBe(0)
})

it('finds the end of a file that is larger than the part it holds at once', async () => {
  const large = open(texture(1300, 1100)).jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
  const jpeg = await large.toBuffer()
  expect(jpeg.length).toBeGreaterThan(1_200_000)
  expect(await count(jpeg)).toBe(0)
  expect(await count(withSpare(jpeg, 1, 2, 0xff, 0, 5))).toBe(5)
  const much = Buffer.alloc(2_000_000, 7)
  expect(await count(withSpare(jpeg, ...much.subarray(0, 90_000)))).toBe(90_000)
  // Followed by another marker than the end.
  expect(await count(Buffer.concat([jpeg.subarray(0, -2), much, Buffer.from([0xff, 0xda, 0, 0])]))).toBe(0)
  for (const cut of [1_199_999, 500_000, 600_000]) expect(await count(jpeg.subarray(0, cut))).toBe('lacking')
})

it('finds the same in parts of any size', async () => {
  const jpeg = await image().jpeg({ quality: 95 }).toBuffer()
  for (const windowBytes of [1, 300, 4_000, jpeg.length]) {
    expect(await count(jpeg, windowBytes)).toBe(0)
    expect(await count(withSpare(jpeg, 1, 2, 0xff, 0, 5), windowBytes)).toBe(5)
    // The last byte of the codes, with the end and without.
    for (const cut of [1, 2, 3]) {
      const short = jpeg.subarray(0, -2 - cut)
      expect(await count(short, windowBytes)).toBe('lacking')
      expect(await count(Buffer.concat([short, jpeg.subarray(-2)]), windowBytes)).toBe('lacking')
    }
  }
})

it('finds too few codes where a row of blocks is missing from the header', async () => {
  const jpeg = await image().jpeg({ quality: 90 }).toBuffer()
  const { frameAt } = (await readJpegLayout(memoryReader(jpeg)))!
  const shorter = Buffer.from(jpeg)
  shorter.writeUInt16BE(80, frameAt + 5)
  expect(await count(shorter)).toBeGreaterThan(100)
  // And too many.
  shorter.writeUInt16BE(120, frameAt + 5)
  expect(await count(shorter)).toBe('lacking')
})

it('finds pixels lacking where the data ends early, whatever follows it', async () => {
  const jpeg = await image().jpeg().toBuffer()
  for (const end of [[], [0xff], [0xff, 0xd9], [0xff, 0xff, 0xd9], [0xff, 0xd0, 1, 2, 3, 0xff, 0xd9]]) {
    expect(await count(Buffer.concat([jpeg.subarray(0, -5), Buffer.from(end)]))).toBe('lacking')
  }
  // All pixels are there, whatever the end is.
  expect(await count(jpeg.subarray(0, -2))).toBe(0)
  expect(await count(Buffer.concat([jpeg.subarray(0, -2), Buffer.from([0xff, 0xfe, 0, 3, 65, 0xff, 0xd9])]))).toBe(0)
  // More than one 255 before a zero stands for one, as the decoder reads it.
  const { scanAt } = (await readJpegLayout(memoryReader(jpeg)))!
  const at = jpeg.indexOf(Buffer.from([0xff, 0]), scanAt! + 14)
  const doubled = Buffer.concat([jpeg.subarray(0, at), Buffer.from([0xff]), jpeg.subarray(at)])
  expect(at > 0 && (await count(doubled))).toBe(0)
  expect(await count(withSpare(doubled, 1, 2, 3, 4, 5))).toBe(5)
})

it('does not look at what the decoder reads to the end by itself', async () => {
  expect(await count(await image().jpeg({ progressive: true }).toBuffer())).toBe('unknown')
})

const tables = (...body: readonly number[]) => Buffer.from([0xff, 0xc4, 0, body.length + 2, ...body])

it('does not look where the scan or its tables are not what they say', async () => {
  const jpeg = await image().jpeg().toBuffer()
  const scanAt = (await readJpegLayout(memoryReader(jpeg)))!.scanAt!
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = withSpare(jpeg, 1, 2, 3, 4, 5)
    change(bytes)
    return count(bytes)
  }
  expect(await changed(() => undefined)).toBe(5)
  // The scan's header ends after the file, or elsewhere than with its last component.
  expect(await changed((bytes) => bytes.writeUInt16BE(0xffff, scanAt + 2))).toBe('unknown')
  expect(await changed((bytes) => bytes.writeUInt16BE(14, scanAt + 2))).toBe('unknown')
  expect(await count(jpeg.subarray(0, scanAt + 12))).toBe('unknown')
  // Components in another order than the frame's.
  expect(await changed((bytes) => bytes.set([3, 0x11, 2, 0x11, 1, 0], scanAt + 5))).toBe('unknown')
  // A table that is not there.
  expect(await changed((bytes) => bytes.set([0x33], scanAt + 6))).toBe('unknown')
  // Tables of absurd counts, and tables over the end of their segment.
  const more = (...parts: readonly Buffer[]) =>
    count(Buffer.concat([jpeg.subarray(0, 2), ...parts, withSpare(jpeg, 1, 2, 3, 4, 5).subarray(2)]))
  const full = Array.from({ length: 16 }, () => 255)
  const empty = Array.from({ length: 170 }, () => 0)
  expect(await more(tables(0, ...full), tables(0x10, ...full), tables(...empty))).toBe(5)
})
