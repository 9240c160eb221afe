import { describe, expect, it } from 'vitest'
import {
  corners,
  findDifference,
  imageOf,
  toYCbCr,
  heightPx,
  quartersOf,
  widthPx,
} from '../../../../../test/support/four-corners.ts'
import { insertJpegSegment, pngChunk, rawPng } from '../../../../../test/fixtures/images/make-image.ts'

const { grays, colors, alphas } = corners
const opaque = colors.map((color) => [...color, 255])
const translucent = colors.map((color, n) => [...color, alphas[n]!])
const opaqueGrays = grays.map((value) => [value, value, value, 255])

const grayImage = () => imageOf(grays.map((value) => [value]))

/** PNG specification, third edition, section 8: where each pass starts, and its steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

function scanLines(samples: readonly (readonly number[])[], bitDepth: number, isInterlaced: boolean): Buffer {
  const rows = quartersOf(samples)
  const lines = (isInterlaced ? passes : [[0, 0, 1, 1] as const]).flatMap(([left, top, stepX, stepY]) =>
    rows
      .filter((_, y) => y >= top && (y - top) % stepY === 0)
      .map((row) => row.filter((_, x) => x >= left && (x - left) % stepX === 0)),
  )
  const bytes = lines.map((line) => {
    const bits = line.flat().map((value) => value.toString(2).padStart(bitDepth, '0'))
    return bits
      .join('')
      .match(/.{1,8}/g)!
      .map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2))
  })
  return Buffer.from(bytes.flatMap((line) => [0, ...line]))
}

const models = {
  gray: { colorType: 0, channels: 1, depths: [1, 2, 4, 8, 16] },
  RGB: { colorType: 2, channels: 3, depths: [8, 16] },
  palette: { colorType: 3, channels: 1, depths: [1, 2, 4, 8] },
  'gray and alpha': { colorType: 4, channels: 1, depths: [8, 16] },
  RGBA: { colorType: 6, channels: 3, depths: [8, 16] },
} as const

const pngs = Object.entries(models).flatMap(([name, { depths, ...model }]) =>
  depths.map((bitDepth) => [`${bitDepth}-bit ${name}`, { ...model, bitDepth }] as const),
)

describe('a PNG', () => {
  it.each(pngs)('of %s opens as what it means, interlaced too', async (name, { colorType, channels, bitDepth }) => {
    const full = 2 ** bitDepth - 1
    const stored = (value: number) => Math.round((value / 255) * full)
    const shown = (value: number) => Math.round((stored(value) / full) * 255)
    const isPalette = colorType === 3
    const palette = Array.from({ length: 2 ** bitDepth }, (_, n) => [(n * 37 + 11) % 256, 255 - n, (n * 90) % 256])
    const indexes = [1, 0, full, full >> 1]
    const hasAlpha = name.endsWith('alpha') || name.endsWith('RGBA')
    const seen = isPalette
      ? indexes.map((index) => [...palette[index]!, index === 0 ? 128 : 255])
      : (channels === 1 ? grays.map((value) => [value, value, value]) : colors).map((color, n) => [
          ...color.map(shown),
          hasAlpha ? alphas[n]! : 255,
        ])
    const samples = isPalette
      ? indexes.map((index) => [index])
      : seen.map((_, n) => [
          ...(channels === 1 ? [grays[n]!] : colors[n]!).map(stored),
          ...(hasAlpha ? [stored(alphas[n]!)] : []),
        ])
    const chunks = isPalette
      ? [pngChunk('PLTE', Buffer.from(palette.flat())), pngChunk('tRNS', Buffer.from([128]))]
      : []
    // One color of the others is transparent.
    const key = Buffer.alloc(channels * 2)
    for (const [n, value] of samples[1]!.slice(0, channels).entries()) key.writeUInt16BE(value, n * 2)
    const isKey = (n: number) => String(samples[n]) === String(samples[1])
    for (const isInterlaced of [false, true]) {
      const png = (more: readonly Buffer[]) =>
        rawPng(
          { widthPx, heightPx, bitDepth, colorType, isInterlaced },
          scanLines(samples, bitDepth, isInterlaced),
          more,
        )
      expect(await findDifference(png(chunks), { corners: seen })).toBe('')
      if (isPalette || hasAlpha) continue
      const keyed = seen.map((color, n) => (isKey(n) ? [...color.slice(0, 3), 0] : color))
      expect(await findDifference(png([pngChunk('tRNS', key)]), { corners: keyed })).toBe('')
    }
  })
})

describe.each([
  ['without alpha', colors, opaque],
  ['with alpha', translucent, translucent],
] as const)('an image %s', (_name, samples, seen) => {
  it.each([
    ['lossless', { lossless: true }, 0],
    ['near lossless', { nearLossless: true, quality: 80 }, 4],
    ['lossy', { quality: 95 }, 3],
  ] as const)('opens from a %s WebP', async (_kind, options, tolerance) => {
    const bytes = await imageOf(samples)
      .webp({ ...options, effort: 0 })
      .toBuffer()
    expect(await findDifference(bytes, { corners: seen, tolerance, isLossy: tolerance > 0 })).toBe('')
  })

  it.each([8, 10, 12] as const)('opens from an AVIF of %i bits', async (bitdepth) => {
    for (const options of [{ lossless: true }, { quality: 90, chromaSubsampling: '4:2:0' }]) {
      const bytes = await imageOf(samples)
        .avif({ ...options, bitdepth, effort: 0 })
        .toBuffer()
      expect(await findDifference(bytes, { corners: seen, tolerance: 3, isLossy: true })).toBe('')
    }
  })
})

describe('an image without color', () => {
  it('opens from an AVIF, a WebP and a GIF', async () => {
    const found = { corners: opaqueGrays, tolerance: 4, isLossy: true }
    expect(await findDifference(await grayImage().avif({ quality: 90, effort: 0 }).toBuffer(), found)).toBe('')
    expect(await findDifference(await grayImage().webp({ quality: 95 }).toBuffer(), found)).toBe('')
    expect(await findDifference(await grayImage().gif().toBuffer(), found)).toBe('')
  })
})

describe.each([false, true])('a JPEG (progressive: %s)', (progressive) => {
  const options = { quality: 100, progressive } as const

  it.each(['4:4:4', '4:2:0'])('of YCbCr %s opens', async (chromaSubsampling) => {
    const bytes = await imageOf(colors)
      .jpeg({ ...options, chromaSubsampling })
      .toBuffer()
    expect(await findDifference(bytes, { corners: opaque, tolerance: 4, isLossy: true })).toBe('')
  })

  it('of gray opens', async () => {
    expect(
      await findDifference(await grayImage().jpeg(options).toBuffer(), { corners: opaqueGrays, tolerance: 3 }),
    ).toBe('')
  })

  it('of CMYK opens', async () => {
    // What the decoder's own profile can print of these colors.
    const printed = [
      [199, 5, 18, 255],
      [76, 167, 28, 255],
      [15, 71, 145, 255],
      [87, 98, 106, 255],
    ]
    const bytes = await imageOf(colors).toColourspace('cmyk').jpeg(options).toBuffer()
    expect(await findDifference(bytes, { corners: printed, tolerance: 12, isLossy: true })).toBe('')
  })

  it('of RGB, without a conversion to YCbCr, opens', async () => {
    // The numbers that were YCbCr are RGB as soon as Adobe's segment says so (its last byte).
    const asYCbCr = colors.map((color) => [...toYCbCr(color), 255])
    const bytes = await imageOf(colors)
      .jpeg({ ...options, chromaSubsampling: '4:4:4' })
      .toBuffer()
    const adobe = Buffer.from('Adobe\0\x64\0\0\0\0\0', 'latin1')
    const rgb = insertJpegSegment(bytes, 0xee, adobe)
    expect(await findDifference(rgb, { corners: asYCbCr, tolerance: 4, isLossy: true })).toBe('')
  })
})
