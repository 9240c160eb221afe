import { expect, it } from 'vitest'
import { open, texture } from '../../../../../test/fixtures/images/make-image.ts'
import { memoryReader } from '../header/byte-reader.ts'
import { readJpegLayout } from '../header/jpeg-layout.ts'
import { countSpareBytes } from './jpeg-scan.ts'

async function count(jpeg: Buffer): Promise<number> {
  return countSpareBytes(jpeg, (await readJpegLayout(memoryReader(jpeg)))!)
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

it('finds too few codes where a row of blocks is missing from the header', async () => {
  const jpeg = await image().jpeg({ quality: 90 }).toBuffer()
  const { frameAt } = (await readJpegLayout(memoryReader(jpeg)))!
  const shorter = Buffer.from(jpeg)
  shorter.writeUInt16BE(80, frameAt + 5)
  expect(await count(shorter)).toBeGreaterThan(100)
  // And too many: the decoder says so itself.
  shorter.writeUInt16BE(400, frameAt + 5)
  expect(await count(shorter)).toBe(0)
})

it('counts nothing of what the decoder reads to the end by itself, or cannot read', async () => {
  const progressive = await image().jpeg({ progressive: true }).toBuffer()
  expect(await count(withSpare(progressive, 1, 2, 3, 4, 5))).toBe(0)
  const jpeg = await image().jpeg().toBuffer()
  expect(await count(jpeg.subarray(0, -2))).toBe(0)
  expect(await count(jpeg.subarray(0, 700))).toBe(0)
})

it('counts nothing where the scan or its tables are not what they say', async () => {
  const jpeg = await image().jpeg().toBuffer()
  const scanAt = (await readJpegLayout(memoryReader(jpeg)))!.scanAt!
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = withSpare(jpeg, 1, 2, 3, 4, 5)
    change(bytes)
    return count(bytes)
  }
  expect(await changed(() => undefined)).toBe(5)
  // The scan's header ends after the file, or elsewhere than with its last component.
  expect(await changed((bytes) => bytes.writeUInt16BE(0xffff, scanAt + 2))).toBe(0)
  expect(await changed((bytes) => bytes.writeUInt16BE(14, scanAt + 2))).toBe(0)
  expect(await count(jpeg.subarray(0, scanAt + 12))).toBe(0)
  // Components in another order than the frame's.
  expect(await changed((bytes) => bytes.set([3, 0x11, 2, 0x11, 1, 0], scanAt + 5))).toBe(0)
  // A table that is not there.
  expect(await changed((bytes) => bytes.set([0x33], scanAt + 6))).toBe(0)
  // Tables of absurd counts, and tables over the end of their segment.
  const tables = (...body: readonly number[]) => Buffer.from([0xff, 0xc4, 0, body.length + 2, ...body])
  const more = (...parts: readonly Buffer[]) =>
    count(Buffer.concat([jpeg.subarray(0, 2), ...parts, withSpare(jpeg, 1, 2, 3, 4, 5).subarray(2)]))
  const full = Array.from({ length: 16 }, () => 255)
  expect(await more(tables(0, ...full), tables(0x10, ...full), tables(...new Array<number>(170).fill(0)))).toBe(5)
})
