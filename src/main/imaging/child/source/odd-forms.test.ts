import { describe, expect, it } from 'vitest'
import { encodeTiff, type TiffForm } from '../../../../../test/support/tiff-file.ts'
import { decodeImage } from './decode-image.ts'
import { bytesSource } from './image-source.ts'
import { inspectImage } from './inspect-image.ts'
import { decodeOriginal } from './original-image.ts'
import { sharp } from './sharp-engine.ts'

/** Two columns and three rows of these, in 8-bit numbers. */
const [left, right] = [
  [200, 30, 40],
  [30, 180, 40],
] as const

type Convert = (value: number) => number
const full =
  (bits: number): Convert =>
  (value) =>
    Math.round((value / 255) * (2 ** bits - 1))
const float: Convert = (value) => value / 255

/** Rows of gray (the reds of both colors), RGB, or with further samples. */
function rowsOf(samples: number, convert: Convert, extra: readonly number[] = []): number[][][] {
  const row = [left, right].map((color) => [...color.slice(0, samples), ...extra].map(convert))
  return [row, row, row]
}

async function opened(bytes: Uint8Array) {
  const image = await inspectImage(bytesSource('odd', bytes))
  const { rgba, widthPx, heightPx, hasAlpha } = await decodeImage(image)
  const last = (widthPx * heightPx - 1) * 4
  return { image, hasAlpha, corners: [[...rgba.subarray(0, 4)], [...rgba.subarray(last, last + 4)]] }
}

const gray = (alpha = 255) => [left, right].map(([value]) => [value, value, value, alpha])
const color = (alpha = 255) => [left, right].map((value) => [...value, alpha])
const palette = Array.from({ length: 256 }, (_, n) => [n, 255 - n, 40] as const)

describe('a TIFF opens as what it means', () => {
  const rows: [what: string, form: TiffForm, pixels: number[][][], corners: number[][]][] = [
    ['8-bit gray', { bits: 8, photometric: 1 }, rowsOf(1, full(8)), gray()],
    ['16-bit gray', { bits: 16, photometric: 1 }, rowsOf(1, full(16)), gray()],
    ['32-bit gray', { bits: 32, photometric: 1 }, rowsOf(1, full(32)), gray()],
    ['float gray', { bits: 32, sampleFormat: 3, photometric: 1 }, rowsOf(1, float), gray()],
    [
      'float gray, big-endian',
      { bits: 32, sampleFormat: 3, photometric: 1, isBigEndian: true },
      rowsOf(1, float),
      gray(),
    ],
    ['float gray in BigTIFF', { bits: 32, sampleFormat: 3, photometric: 1, isBig: true }, rowsOf(1, float), gray()],
    [
      'float gray that is said to be nothing, in BigTIFF',
      { bits: 32, sampleFormat: 3, photometric: null, isBig: true, isBigEndian: true },
      rowsOf(1, float),
      gray(),
    ],
    [
      '32-bit gray with signed tags',
      { bits: 32, photometric: 0, signedTags: 'numbers' },
      rowsOf(1, (v) => full(32)(255 - v)),
      gray(),
    ],
    [
      '32-bit RGB and one more with signed bytes as tags',
      { bits: 32, photometric: 2, extra: [2, 0], signedTags: 'bytes' },
      rowsOf(3, full(32), [128, 9]),
      color(128),
    ],
    [
      'RGB that is said to be nothing, with signed tags',
      { bits: 8, photometric: null, signedTags: 'bytes' },
      rowsOf(3, full(8)),
      color(),
    ],
    [
      'float gray with tags out of order',
      { bits: 32, sampleFormat: 3, photometric: 1, isUnsorted: true },
      rowsOf(1, float),
      gray(),
    ],
    [
      'RGB that is said to be nothing, with tags out of order',
      { bits: 8, photometric: null, isUnsorted: true },
      rowsOf(3, full(8)),
      color(),
    ],
    ['8-bit gray, white is 0', { bits: 8, photometric: 0 }, rowsOf(1, (v) => 255 - v), gray()],
    ['32-bit gray, white is 0', { bits: 32, photometric: 0 }, rowsOf(1, (v) => full(32)(255 - v)), gray()],
    ['float gray, white is 0', { bits: 32, sampleFormat: 3, photometric: 0 }, rowsOf(1, (v) => 1 - v / 255), gray()],
    ['gray and alpha', { bits: 8, photometric: 1, extra: [2] }, rowsOf(1, full(8), [128]), gray(128)],
    ['32-bit gray and alpha', { bits: 32, photometric: 1, extra: [2] }, rowsOf(1, full(32), [128]), gray(128)],
    [
      'float gray and alpha',
      { bits: 32, sampleFormat: 3, photometric: 1, extra: [2] },
      rowsOf(1, float, [128]),
      gray(128),
    ],
    ['gray, alpha and one more', { bits: 8, photometric: 1, extra: [2, 0] }, rowsOf(1, full(8), [128, 9]), gray(128)],
    ['8-bit RGB', { bits: 8, photometric: 2 }, rowsOf(3, full(8)), color()],
    ['16-bit RGB', { bits: 16, photometric: 2 }, rowsOf(3, full(16)), color()],
    ['32-bit RGB', { bits: 32, photometric: 2 }, rowsOf(3, full(32)), color()],
    ['32-bit RGBA', { bits: 32, photometric: 2, extra: [2] }, rowsOf(3, full(32), [128]), color(128)],
    ['RGBA', { bits: 8, photometric: 2, extra: [2] }, rowsOf(3, full(8), [128]), color(128)],
    ['RGBA and one more', { bits: 8, photometric: 2, extra: [2, 0] }, rowsOf(3, full(8), [128, 9]), color(128)],
    [
      '16-bit RGBA and one more',
      { bits: 16, photometric: 2, extra: [2, 0] },
      rowsOf(3, full(16), [128, 9]),
      color(128),
    ],
    [
      'gray, alpha and two more',
      { bits: 8, photometric: 1, extra: [2, 0, 0] },
      rowsOf(1, full(8), [128, 9, 7]),
      gray(128),
    ],
    [
      'a palette',
      { bits: 8, photometric: 3, palette },
      rowsOf(1, full(8)),
      [left, right].map(([v]) => [v, 255 - v, 40, 255]),
    ],
  ]
  it.each(rows)('%s', async (_what, form, pixels, corners) => {
    expect((await opened(encodeTiff(form, pixels))).corners).toEqual(corners)
  })

  it('with 8-bit L*a*b* as with 16-bit', async () => {
    // A blue of the lower half of both axes: a* = 20, b* = -60.
    const [eight, sixteen] = [[[128, 20, 256 - 60]], [[Math.round((128 / 255) * 65_535), 20 * 256, 65_536 - 60 * 256]]]
    const small = await opened(encodeTiff({ bits: 8, photometric: 8 }, [eight]))
    const large = await opened(encodeTiff({ bits: 16, photometric: 8 }, [sixteen]))
    for (const [n, value] of small.corners[0]!.entries())
      expect(Math.abs(value - large.corners[0]![n]!)).toBeLessThan(3)
    expect(small.corners[0]![2]).toBeGreaterThan(200)
  })

  it('with the depth that it has: 32-bit and floating-point gray is kept with 16 bits', async () => {
    const { image } = await opened(encodeTiff({ bits: 32, sampleFormat: 3, photometric: 1 }, [[[0.5]]]))
    expect(image.bitDepth).toBe(16)
    expect((await decodeOriginal(image)).rgba[0]).toBe(32_768)
  })

  it('upright, where its pixels had to be read first', async () => {
    const turned = encodeTiff({ bits: 32, sampleFormat: 3, photometric: 1, orientation: 6 }, [[[0], [1]]])
    const { image, corners } = await opened(turned)
    expect(image.facts).toMatchObject({ widthPx: 1, heightPx: 2 })
    expect(corners).toEqual([
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ])
  })
})

const jpeg = () =>
  sharp({ create: { width: 32, height: 16, channels: 3, background: '#26c' } })
    .jpeg()
    .toBuffer()
const startOfFrame = Buffer.from([0xff, 0xc0])

describe('a file that Atelier does not open is not called damaged, but says what it is', () => {
  const rgb = rowsOf(3, full(8))
  const tiffs: [what: string, form: TiffForm, pixels: number[][][]][] = [
    ['Zstandard compression', { bits: 8, photometric: 2, compression: 50_000 }, rgb],
    ['WebP compression', { bits: 8, photometric: 2, compression: 50_001 }, rgb],
    ['LZMA compression', { bits: 8, photometric: 2, compression: 34_925 }, rgb],
    ['JPEG (1992) compression', { bits: 8, photometric: 2, compression: 6 }, rgb],
    ['12345 compression', { bits: 8, photometric: 2, compression: 12_345 }, rgb],
    ['64-bit floating-point channels', { bits: 64, sampleFormat: 3, photometric: 2 }, rowsOf(3, float)],
    ['24-bit channels', { bits: 24, photometric: 2 }, rowsOf(3, full(24))],
    ['signed or complex numbers', { bits: 16, sampleFormat: 2, photometric: 2 }, rowsOf(3, full(15))],
    ['1-bit channels', { bits: 1, photometric: 2 }, rowsOf(3, full(1))],
    ['16-bit floating-point channels', { bits: 16, sampleFormat: 3, photometric: 5 }, rowsOf(3, float, [0])],
    ['(16-bit palette)', { bits: 16, photometric: 3, palette }, rowsOf(1, full(8))],
    ['(16-bit YCbCr)', { bits: 16, photometric: 6, subsampling: 1 }, rowsOf(3, full(16))],
    ['(DeviceN)', { bits: 8, photometric: 5, inkSet: 2 }, rowsOf(3, full(8), [0])],
    ['(ICC Lab)', { bits: 8, photometric: 9 }, rgb],
    ['(CFA)', { bits: 8, photometric: 32_803 }, rowsOf(1, full(8))],
    ['6 channels', { bits: 16, photometric: 2, extra: [2, 0, 0] }, rowsOf(3, full(16), [128, 9, 7])],
    ['what its 2 channels mean', { bits: 8, photometric: null }, rowsOf(2, full(8))],
    ['what its 4 channels mean', { bits: 8, photometric: null }, rowsOf(3, full(8), [0])],
    ['what its 3 channels mean', { bits: 8, photometric: null, compression: 7 }, rgb],
    ['fewer channels (2) than its color model needs (3)', { bits: 32, photometric: 2 }, rowsOf(2, full(32))],
    ['fewer channels (3) than its color model needs (4)', { bits: 8, photometric: 5 }, rgb],
    ['fewer channels (1) than its color model needs (3)', { bits: 16, photometric: 8 }, rowsOf(1, full(16))],
    ['4 channels', { bits: 8, photometric: 8, extra: [0] }, rowsOf(3, full(8), [1])],
  ]
  it.each(tiffs)('a TIFF: %s', async (what, form, pixels) => {
    await expect(opened(encodeTiff(form, pixels))).rejects.toMatchObject({
      code: 'media/unsupported',
      message: expect.stringContaining(what),
    })
  })

  it('a JPEG of 12 bits', async () => {
    const bytes = await jpeg()
    bytes[bytes.indexOf(startOfFrame) + 4] = 12
    await expect(opened(bytes)).rejects.toMatchObject({
      code: 'media/unsupported',
      message: expect.stringContaining('12-bit JPEG'),
    })
  })

  it.each([
    ['lossless', 0xc3],
    ['lossless', 0xcb],
    ['hierarchical', 0xc5],
    ['hierarchical', 0xcd],
    ['JPEG-LS', 0xf7],
  ])('a JPEG: %s, with the frame %s', async (what, marker) => {
    const bytes = await jpeg()
    bytes[bytes.indexOf(startOfFrame) + 1] = marker
    await expect(opened(bytes)).rejects.toMatchObject({
      code: 'media/unsupported',
      message: expect.stringContaining(`is a ${what}`),
    })
  })
})

describe('animations', () => {
  it('an AVIF sequence opens as its still image, one without is named', async () => {
    const still = await sharp({ create: { width: 32, height: 16, channels: 3, background: '#26c' } })
      .avif({ effort: 0 })
      .toBuffer()
    const sequence = Buffer.from(still)
    sequence.write('avis', 8, 'latin1')
    expect((await opened(sequence)).corners).toEqual((await opened(still)).corners)
    const withoutStill = Buffer.from(sequence)
    withoutStill.write('free', withoutStill.indexOf('meta'), 'latin1')
    await expect(opened(withoutStill)).rejects.toMatchObject({
      code: 'media/unsupported',
      message: expect.stringContaining('AVIF animation'),
    })
  })

  it('a GIF is transparent around a first frame that does not cover it', async () => {
    const gif = await sharp({ create: { width: 4, height: 3, channels: 3, background: '#ff0000' } })
      .gif()
      .toBuffer()
    gif.writeUInt16LE(8, 6)
    gif.writeUInt16LE(6, 8)
    // The image descriptor follows the blocks that sharp writes.
    const descriptor = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 4, 0, 3, 0]))
    gif.writeUInt16LE(2, descriptor + 1)
    gif.writeUInt16LE(1, descriptor + 3)
    const image = await inspectImage(bytesSource('odd.gif', gif))
    const { rgba, widthPx, hasAlpha } = await decodeImage(image)
    const at = (x: number, y: number) => [...rgba.subarray((y * widthPx + x) * 4, (y * widthPx + x) * 4 + 4)]
    expect({ hasAlpha, mime: image.facts.mime }).toEqual({ hasAlpha: true, mime: 'image/gif' })
    expect([at(0, 0), at(1, 1), at(6, 1), at(2, 4)]).toEqual(Array.from({ length: 4 }, () => [0, 0, 0, 0]))
    expect([at(2, 1), at(5, 3)]).toEqual(Array.from({ length: 2 }, () => [255, 0, 0, 255]))
  })
})
