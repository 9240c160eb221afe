import { describe, expect, it } from 'vitest'
import {
  corners,
  findDifference,
  imageOf,
  toYCbCr,
  quartersOf,
  type Expected,
} from '../../../../../test/support/four-corners.ts'
import { encodeTiff, type TiffForm } from '../../../../../test/support/tiff-file.ts'
import { photometrics, tiffLayoutTags } from '../header/tiff-layout.ts'

interface Depth {
  readonly bits: number
  readonly sampleFormat?: 3
}

/** What an image of four quarters is stored as, and what it must look like. */
interface Stored extends Expected {
  readonly form: TiffForm
  readonly samples: readonly (readonly number[])[]
}

const depths = {
  '1-bit': { bits: 1 },
  '2-bit': { bits: 2 },
  '4-bit': { bits: 4 },
  '8-bit': { bits: 8 },
  '16-bit': { bits: 16 },
  '32-bit': { bits: 32 },
  '16-bit float': { bits: 16, sampleFormat: 3 },
  '32-bit float': { bits: 32, sampleFormat: 3 },
} as const satisfies Record<string, Depth>
const few = ['1-bit', '2-bit', '4-bit'] as const
const many = ['8-bit', '16-bit', '32-bit', '16-bit float', '32-bit float'] as const

const { grays, colors, alphas } = corners
const fullOf = ({ bits, sampleFormat }: Depth) => (sampleFormat === 3 ? 1 : 2 ** bits - 1)
const stored = (depth: Depth, value: number) => {
  const exact = (value / 255) * fullOf(depth)
  return depth.sampleFormat === 3 ? exact : Math.round(exact)
}
/** What is left of it with so few bits. */
const shown = (depth: Depth, value: number) =>
  depth.bits < 8 ? Math.round((stored(depth, value) / fullOf(depth)) * 255) : value
/** IEC 61966-2-1: floating-point RGB is linear light. */
const fromLinear = (value: number) => Math.round(255 * (1.055 * (value / 255) ** (1 / 2.4) - 0.055))

const alphaKinds = { 'no alpha': [], alpha: [2], 'premultiplied alpha': [1], 'alpha and one more': [2, 0] } as const
type AlphaKind = keyof typeof alphaKinds

/** The same with alpha, and a channel that means nothing. */
function withAlpha(plain: Stored, kind: AlphaKind, depth: Depth): Stored {
  const extra = alphaKinds[kind]
  if (extra.length === 0) return plain
  const samples = plain.samples.map((pixel, n) => {
    const part = kind === 'premultiplied alpha' ? alphas[n]! / 255 : 1
    const color = pixel.map((value) => (depth.sampleFormat === 3 ? value * part : Math.round(value * part)))
    return [...color, ...extra.map((_, index) => stored(depth, index === 0 ? alphas[n]! : 9))]
  })
  return {
    form: { ...plain.form, extra },
    samples,
    corners: plain.corners.map((color, n) => [...color.slice(0, 3), alphas[n]!]),
    // Of what is multiplied by 32/255 in 8 bits, no more is left.
    tolerance: Math.max(plain.tolerance ?? 0, kind === 'premultiplied alpha' ? 4 : 0),
  }
}

function grayOf(photometric: 0 | 1, depth: Depth): Stored {
  const full = fullOf(depth)
  const samples = grays.map((value) => [photometric === 0 ? full - stored(depth, value) : stored(depth, value)])
  const seen = grays.map((value) => shown(depth, value))
  return { form: { ...depth, photometric }, samples, corners: seen.map((value) => [value, value, value, 255]) }
}

function rgbOf(depth: Depth): Stored {
  const isLinear = depth.sampleFormat === 3
  return {
    form: { ...depth, photometric: photometrics.rgb },
    samples: colors.map((color) => color.map((value) => stored(depth, value))),
    corners: colors.map((color) => [...(isLinear ? color.map(fromLinear) : color), 255]),
    tolerance: isLinear ? 1 : 0,
  }
}

const colorOf = (index: number) => [(index * 37 + 11) % 256, 255 - index, (index * 90 + 40) % 256] as const

function paletteOf(depth: Depth): Stored {
  const palette = Array.from({ length: 2 ** depth.bits }, (_, index) => colorOf(index))
  const indexes = [1, 0, palette.length - 1, palette.length >> 1]
  const samples = indexes.map((index) => [index])
  return { form: { ...depth, photometric: 3, palette }, samples, corners: indexes.map((n) => [...colorOf(n), 255]) }
}

/** Pure inks and paper, by the profile that the decoder takes where the file has none. */
function cmykOf(depth: Depth): Stored {
  const inks = [0, 1, 2, 4].map((ink) => [0, 1, 2, 3].map((n) => (n === ink ? fullOf(depth) : 0)))
  const seen = [
    [0, 153, 227, 255],
    [234, 0, 128, 255],
    [255, 240, 0, 255],
    [255, 255, 255, 255],
  ]
  return { form: { ...depth, photometric: photometrics.cmyk }, samples: inks, corners: seen, tolerance: 2 }
}

/** L* of 50, 24, 78 and 12 %; the white point is D65. */
function labOf(depth: Depth, sampleFormat?: 2): Stored {
  const signed = (value: number) => (depth.bits === 8 ? (value + 256) % 256 : (value * 256 + 65_536) % 65_536)
  const samples = [
    [128, 20, -60],
    [60, 10, 10],
    [200, -30, 40],
    [30, 0, 0],
  ].map(([lightness, a, b]) => [stored(depth, lightness!), signed(a!), signed(b!)])
  const seen = [
    [68, 114, 222, 255],
    [75, 50, 42, 255],
    [163, 208, 117, 255],
    [31, 31, 31, 255],
  ]
  return {
    form: { ...depth, ...(sampleFormat && { sampleFormat }), photometric: photometrics.lab },
    samples,
    corners: seen,
    tolerance: 2,
  }
}

const yCbCr: Stored = {
  form: { bits: 8, photometric: photometrics.yCbCr, subsampling: 1 },
  samples: colors.map(toYCbCr),
  corners: colors.map((color) => [...color, 255]),
  tolerance: 2,
}

/** The range of television (ITU-R BT.601). */
const narrowYCbCr: Stored = {
  ...yCbCr,
  form: { ...yCbCr.form, reference: [16, 235, 128, 240, 128, 240] },
  samples: yCbCr.samples.map(([luma, ...chroma]) => [
    Math.round(16 + (luma! * 219) / 255),
    ...chroma.map((value) => Math.round(128 + ((value - 128) * 112) / 127)),
  ]),
  tolerance: 3,
}

const kinds = Object.keys(alphaKinds) as AlphaKind[]
const allKinds = (name: string, depth: Depth, plain: Stored, some = kinds) =>
  some.map((kind): [string, Stored] => [`${name}, ${kind}`, withAlpha(plain, kind, depth)])

const unsaid = ({ form, ...rest }: Stored): Stored => ({ form: { ...form, photometric: null }, ...rest })

const rows: [name: string, stored: Stored][] = [
  ...few.flatMap((name): [string, Stored][] => [
    [`${name} gray`, grayOf(1, depths[name])],
    [`${name} gray, white is 0`, grayOf(0, depths[name])],
    [`${name} palette`, paletteOf(depths[name])],
    [`${name} gray, said to be nothing`, unsaid(grayOf(1, depths[name]))],
  ]),
  ...many.flatMap((name): [string, Stored][] => [
    ...allKinds(`${name} gray`, depths[name], grayOf(1, depths[name])),
    ...allKinds(`${name} gray, white is 0`, depths[name], grayOf(0, depths[name])),
    ...allKinds(`${name} RGB`, depths[name], rgbOf(depths[name])),
    [`${name} gray, said to be nothing`, unsaid(grayOf(1, depths[name]))],
    [`${name} gray and alpha, said to be nothing`, unsaid(withAlpha(grayOf(1, depths[name]), 'alpha', depths[name]))],
    [`${name} RGB, said to be nothing`, unsaid(rgbOf(depths[name]))],
  ]),
  ['8-bit palette', paletteOf(depths['8-bit'])],
  ...(['8-bit', '16-bit'] as const).flatMap((name) => [
    ...allKinds(`${name} CMYK`, depths[name], cmykOf(depths[name]), ['no alpha', 'alpha', 'premultiplied alpha']),
    [`${name} L*a*b*`, labOf(depths[name])] as [string, Stored],
    [`${name} L*a*b*, said to be signed`, labOf(depths[name], 2)] as [string, Stored],
  ]),
  ['8-bit YCbCr', yCbCr],
  ['8-bit YCbCr, of a narrow range', narrowYCbCr],
]

const opens = async ({ form, samples, ...expected }: Stored, more: Partial<TiffForm> = {}) =>
  findDifference(encodeTiff({ ...form, ...more }, quartersOf(samples)), expected)

/** The same little-endian TIFF with a tag in place of PhotometricInterpretation that no reader knows. */
function withoutModel(tiff: Buffer): Buffer {
  const changed = Buffer.from(tiff)
  const directory = changed.readUInt32LE(4)
  for (let at = directory + 2; at < directory + 2 + changed.readUInt16LE(directory) * 12; at += 12)
    if (changed.readUInt16LE(at) === tiffLayoutTags.photometric) changed.writeUInt16LE(261, at)
  return changed
}

const strips = { rowsPerStrip: 5 }
const tiles = { tilePx: 16 }

describe('a TIFF', () => {
  it.each(rows)('of %s opens as what it means, in strips and in tiles', async (_name, each) => {
    const found = { strips: await opens(each, strips), tiles: await opens(each, { ...tiles, isBigEndian: true }) }
    expect(found).toEqual({ strips: '', tiles: '' })
  })

  const isPlain = ([name]: (typeof rows)[number]) => !/, (alpha.+|.*premult.*|no alpha|said.*)$|16-bit CMYK/.test(name)
  it.each(rows.filter(isPlain))('of %s opens whatever its compression', async (_name, each) => {
    const { bits, sampleFormat } = each.form
    const difference = bits < 8 ? {} : ({ predictor: sampleFormat === 3 ? 3 : 2 } as const)
    const found = {
      LZW: await opens(each, { ...strips, compression: 5 }),
      'LZW, predicted': await opens(each, { ...tiles, ...difference, compression: 5, isBigEndian: true }),
      Deflate: await opens(each, { ...tiles, compression: 8 }),
      'Deflate, predicted': await opens(each, { ...strips, ...difference, compression: 32_946 }),
      PackBits: await opens(each, { ...strips, compression: 32_773, isBigEndian: true }),
    }
    expect(Object.entries(found).filter(([, difference_]) => difference_ !== '')).toEqual([])
  })

  it.each(rows)('of %s opens in per-channel pixel order, or is named as that', async (name, each) => {
    const isOne = each.samples[0]!.length === 1
    const isRead = isOne || /^(8|16|32)-bit( float)? (RGB|CMYK)|^8-bit L/.test(name.replace('16-bit float', 'half'))
    const named = expect.stringContaining('per-channel pixel order')
    expect({
      strips: await opens(each, { ...strips, isPlanar: true }),
      tiles: await opens(each, { ...tiles, isPlanar: true, isBigEndian: true }),
    }).toEqual({ strips: isRead ? '' : named, tiles: isOne ? '' : named })
  })

  it.each([
    ['modified Huffman', 2],
    ['group 3', 3],
    ['group 4', 4],
  ])('of CCITT %s opens', async (_name, compression) => {
    const blackAndWhite = (photometric: 0 | 1): Stored => ({
      form: { bits: 1, photometric, compression },
      samples: [1, 0, 0, 0].map((bit) => [photometric === 0 ? bit : 1 - bit]),
      corners: [0, 255, 255, 255].map((value) => [value, value, value, 255]),
    })
    const found = {
      'white is 0, strips': await opens(blackAndWhite(0), strips),
      'white is 0, tiles': await opens(blackAndWhite(0), { ...tiles, isBigEndian: true }),
      'said to be nothing: white is 0': await opens(unsaid(blackAndWhite(0)), strips),
      'black is 0, strips': await opens(blackAndWhite(1), { ...strips, isBigEndian: true }),
      'black is 0, from the lowest bit': await opens(blackAndWhite(1), { ...tiles, isReversed: true }),
    }
    expect(Object.entries(found).filter(([, difference]) => difference !== '')).toEqual([])
  })

  // libvips writes RGB from 90 on, below it YCbCr with less color.
  it.each([
    ['gray', () => imageOf(grays.map((value) => [value])), 95, grays.map((v) => [v, v, v, 255]), 4],
    ['YCbCr', () => imageOf(colors), 89, colors.map((color) => [...color, 255]), 32],
    ['RGB', () => imageOf(colors), 95, colors.map((color) => [...color, 255]), 8],
    [
      'CMYK',
      () => imageOf(colors).toColourspace('cmyk'),
      95,
      [
        [200, 5, 18, 255],
        [76, 167, 28, 255],
        [15, 71, 145, 255],
        [87, 98, 106, 255],
      ],
      12,
    ],
  ] as const)(
    'of JPEG in %s opens, and without a color model as its JPEG says',
    async (name, image, quality, seen, tolerance) => {
      const options = { compression: 'jpeg', quality, tileWidth: 16, tileHeight: 16 } as const
      for (const tile of [false, true]) {
        const bytes = await image()
          .tiff({ ...options, tile })
          .toBuffer()
        const expected = { corners: seen, tolerance, isLossy: true }
        expect(await findDifference(bytes, expected)).toBe('')
        const said = name === 'CMYK' ? expect.stringContaining('does not say what its 4 channels mean') : ''
        expect(await findDifference(withoutModel(bytes), expected)).toEqual(said)
      }
    },
  )

  it('of YCbCr with less color than light opens', async () => {
    const each = { ...yCbCr, isLossy: true }
    expect(await opens(each, { subsampling: 2 })).toBe('')
    expect(await opens(each, { ...tiles, subsampling: 2, compression: 5 })).toBe('')
  })
})
