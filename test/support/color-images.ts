import { pngChunk, profileChunk, rawPng } from '../fixtures/images/make-image.ts'

/** Small PNGs of every depth, channel layout, and color space, with the samples a reader should find in them. */

export type Curve = { readonly gamma: number } | { readonly samples: readonly number[] } | 'srgb'

export interface TestSpace {
  /** Columns of red, green, and blue under D50, as printed in the standards; null = gray. */
  readonly xyz: readonly (readonly [number, number, number])[] | null
  readonly curve: Curve
}

type Column = readonly [number, number, number]
type Pair = readonly [x: number, y: number]

const cross = (a: Column, b: Column): Column => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0)
const bradford = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
] as const

/** Solves for the columns `x` for which `a * x[0] + b * x[1] + c * x[2]` is `of` (Cramer's rule). */
export function solve([a, b, c]: readonly Column[], of: Column): Column {
  const all = dot(a!, cross(b!, c!))
  return [dot(of, cross(b!, c!)) / all, dot(a!, cross(of, c!)) / all, dot(a!, cross(b!, of)) / all]
}

const xyzOf = ([x, y]: Pair): Column => [x / y, 1, (1 - x - y) / y]
const scaleBy = (column: Column, by: Column): Column => [column[0] * by[0], column[1] * by[1], column[2] * by[2]]
const cones = (xyz: Column): Column => [dot(bradford[0], xyz), dot(bradford[1], xyz), dot(bradford[2], xyz)]
const bradfordColumns = [0, 1, 2].map((n): Column => [bradford[0][n]!, bradford[1][n]!, bradford[2][n]!])

/** Primaries with a D65 white point, adapted to D50 by Bradford's matrix. */
function columnsOf(...primaries: readonly Pair[]): readonly Column[] {
  const white = xyzOf([0.3127, 0.329])
  const from = cones(white)
  const to = cones([0.9642, 1, 0.8249])
  const amounts = solve(primaries.map(xyzOf), white)
  return primaries.map((primary, n) => {
    const column = scaleBy(xyzOf(primary), [amounts[n]!, amounts[n]!, amounts[n]!])
    return solve(bradfordColumns, scaleBy(cones(column), [to[0] / from[0], to[1] / from[1], to[2] / from[2]]))
  })
}

const srgbXyz = columnsOf([0.64, 0.33], [0.3, 0.6], [0.15, 0.06])
const p3Xyz = columnsOf([0.68, 0.32], [0.265, 0.69], [0.15, 0.06])
const adobeXyz = columnsOf([0.64, 0.33], [0.21, 0.71], [0.15, 0.06])
/** As published for D50. */
const proPhotoXyz: readonly Column[] = [
  [0.7976749, 0.2880402, 0],
  [0.1351917, 0.7118741, 0],
  [0.0313534, 0.0000857, 0.82521],
]

export const spaces = {
  srgb: { xyz: srgbXyz, curve: 'srgb' },
  'display-p3': { xyz: p3Xyz, curve: 'srgb' },
  'adobe-rgb': { xyz: adobeXyz, curve: { gamma: 563 / 256 } },
  prophoto: { xyz: proPhotoXyz, curve: { gamma: 461 / 256 } },
  sampled: { xyz: p3Xyz, curve: { samples: Array.from({ length: 257 }, (_, n) => (n / 256) ** 1.9) } },
  linear: { xyz: srgbXyz, curve: { gamma: 1 } },
} as const satisfies Record<string, TestSpace>

const parametric = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045] as const

/** Converts to linear light, as in a profile from `makeIcc`. */
export function linearOf(curve: Curve, x: number, round = fixed): number {
  if (curve === 'srgb') {
    const [g = 0, a = 0, b = 0, c = 0, d = 0] = parametric.map(round)
    return x >= d ? (a * x + b) ** g : c * x
  }
  if ('gamma' in curve) return x ** curve.gamma
  const values = curve.samples.map((value) => Math.round(value * 65_535) / 65_535)
  const position = x * (values.length - 1)
  const low = Math.min(values.length - 2, Math.floor(position))
  return values[low]! * (1 - position + low) + values[low + 1]! * (position - low)
}

/** The inverse of sRGB's curve. */
export function encodeSrgb(linear: number, round = fixed): number {
  const [g = 0, a = 0, b = 0, c = 0, d = 0] = parametric.map(round)
  return linear >= (a * d + b) ** g ? (linear ** (1 / g) - b) / a : linear / c
}

/** Rounds as a profile stores it. */
export function fixed(value: number): number {
  return Math.round(value * 65_536) / 65_536
}

/** Builds an ICC profile (ICC.1:2022); version 2 if it can express the curve. */
export function makeIcc({ xyz, curve }: TestSpace): Buffer {
  const trc = curveTag(curve)
  const tags: [string, Buffer][] = [
    ['desc', Buffer.concat([Buffer.from('desc\0\0\0\0\0\0\0\x05test\0', 'latin1'), Buffer.alloc(78 + 3)])],
    ['cprt', Buffer.from('text\0\0\0\0none\0\0\0\0', 'latin1')],
    ['wtpt', xyzTag([0.9642, 1, 0.8249])],
  ]
  if (xyz === null) tags.push(['kTRC', trc])
  else
    for (const [n, name] of ['r', 'g', 'b'].entries()) tags.push([`${name}XYZ`, xyzTag(xyz[n]!)], [`${name}TRC`, trc])
  const header = Buffer.alloc(128 + 4 + tags.length * 12)
  const bodies = tags.map(([, body]) => Buffer.concat([body, Buffer.alloc(-body.length & 3)]))
  let end = header.length
  for (const [n, [tag]] of tags.entries()) {
    const body = bodies[n]!
    header.write(tag, 132 + n * 12, 'latin1')
    header.writeUInt32BE(end, 136 + n * 12)
    header.writeUInt32BE(body.length, 140 + n * 12)
    end += body.length
  }
  header.writeUInt32BE(end, 0)
  header[8] = curve === 'srgb' ? 4 : 2
  header.write(`mntr${xyz === null ? 'GRAY' : 'RGB '}XYZ `, 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  header.set(Buffer.from('0000f6d6000100000000d32d', 'hex'), 68)
  header.writeUInt32BE(tags.length, 128)
  return Buffer.concat([header, ...bodies])
}

function xyzTag(values: readonly number[]): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 'latin1')
  for (const [n, value] of values.entries()) tag.writeInt32BE(Math.round(value * 65_536), 8 + n * 4)
  return tag
}

function curveTag(curve: Curve): Buffer {
  if (curve === 'srgb') {
    const tag = Buffer.alloc(32)
    tag.write('para', 'latin1')
    tag[9] = 3
    for (const [n, value] of parametric.entries()) tag.writeInt32BE(Math.round(value * 65_536), 12 + n * 4)
    return tag
  }
  const values =
    'gamma' in curve ? [Math.round(curve.gamma * 256)] : curve.samples.map((value) => Math.round(value * 65_535))
  const samples = 'gamma' in curve && curve.gamma === 1 ? [] : values
  const tag = Buffer.alloc((12 + samples.length * 2 + 3) & ~3)
  tag.write('curv', 'latin1')
  tag.writeUInt32BE(samples.length, 8)
  for (const [n, value] of samples.entries()) tag.writeUInt16BE(value, 12 + n * 2)
  return tag
}

export const layouts = [
  'gray',
  'gray-alpha',
  'gray-trns',
  'rgb',
  'rgba',
  'rgb-trns',
  'palette',
  'palette-trns',
] as const
export type Layout = (typeof layouts)[number]

export const colorings = ['none', 'srgb-chunk', 'icc', 'cicp-p3', 'gama-linear', 'chrm-adobe'] as const
export type Coloring = (typeof colorings)[number]

export interface TestImage {
  readonly png: Buffer
  readonly widthPx: number
  readonly heightPx: number
  readonly depth: 8 | 16
  readonly isGray: boolean
  /**
   * As a reader should find them: palettes resolved, a transparent color turned into alpha. Gray has one color channel.
   */
  readonly channels: 1 | 2 | 3 | 4
  readonly samples: Uint8Array | Uint16Array
}

/** @param random called repeatedly; 0 to the depth's maximum level */
export function testImage(
  { layout, depth, chunks }: { readonly layout: Layout; readonly depth: 8 | 16; readonly chunks: readonly Buffer[] },
  random: (maxLevel: number) => number,
): TestImage {
  const [widthPx, heightPx] = [13, 7]
  const isPalette = layout.startsWith('palette')
  const usedDepth = isPalette ? 8 : depth
  const maxLevel = usedDepth === 16 ? 65_535 : 255
  const isGray = layout.startsWith('gray')
  const colorChannels = isGray ? 1 : 3
  const storedChannels = isPalette ? 1 : colorChannels + (layout === 'gray-alpha' || layout === 'rgba' ? 1 : 0)
  // Fully transparent and fully opaque pixels of every color are the likeliest to break.
  const values = Array.from({ length: widthPx * heightPx * storedChannels }, (_, n) =>
    storedChannels % 2 === 0 && n % storedChannels === storedChannels - 1
      ? [0, maxLevel, random(maxLevel)][n % 3]!
      : random(maxLevel),
  )
  const palette = Array.from({ length: 256 * 3 }, () => random(255))
  const clear = Array.from({ length: 40 }, () => random(255))
  const key = values.slice(0, colorChannels)
  const extra = isPalette
    ? [
        pngChunk('PLTE', Uint8Array.from(palette)),
        ...(layout === 'palette-trns' ? [pngChunk('tRNS', Uint8Array.from(clear))] : []),
      ]
    : layout.endsWith('-trns')
      ? [pngChunk('tRNS', Uint8Array.from(key.flatMap((value) => [value >> 8, value & 255])))]
      : []
  const png = rawPng(
    { widthPx, heightPx, bitDepth: usedDepth, colorType: isPalette ? 3 : { 1: 0, 2: 4, 3: 2, 4: 6 }[storedChannels]! },
    scanLines(values, widthPx * storedChannels, usedDepth),
    [...chunks, ...extra],
  )
  const hasAlpha = storedChannels % 2 === 0 || layout.endsWith('-trns')
  const channels = (colorChannels + (hasAlpha ? 1 : 0)) as TestImage['channels']
  const samples: number[] = []
  for (let offset = 0; offset < values.length; offset += storedChannels) {
    const pixel = values.slice(offset, offset + storedChannels)
    if (isPalette) {
      const entry = pixel[0]!
      samples.push(...palette.slice(entry * 3, entry * 3 + 3), ...(hasAlpha ? [clear[entry] ?? 255] : []))
    } else if (layout.endsWith('-trns'))
      samples.push(...pixel, pixel.every((value, n) => value === key[n]) ? 0 : maxLevel)
    else samples.push(...pixel)
  }
  const typed = usedDepth === 16 ? Uint16Array.from(samples) : Uint8Array.from(samples)
  return { png, widthPx, heightPx, depth: usedDepth, isGray, channels, samples: typed }
}

function scanLines(values: readonly number[], rowLength: number, depth: 8 | 16): Buffer {
  const rows: number[] = []
  for (let offset = 0; offset < values.length; offset += rowLength) {
    const row = values.slice(offset, offset + rowLength)
    rows.push(0, ...(depth === 16 ? row.flatMap((value) => [value >> 8, value & 255]) : row))
  }
  return Buffer.from(rows)
}

const longs = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, n * 4)
  return bytes
}

/** Returns the chunks that define the color space. `icc`: an embedded profile of `space`. */
export function colorChunks(coloring: Coloring, space: TestSpace, isGray: boolean): Buffer[] {
  switch (coloring) {
    case 'none':
      return []
    case 'srgb-chunk':
      return [pngChunk('sRGB', Uint8Array.of(0))]
    case 'icc':
      return [profileChunk(makeIcc(isGray ? { ...space, xyz: null } : space))]
    case 'cicp-p3':
      return [pngChunk('cICP', Uint8Array.of(12, 13, 0, 1))]
    case 'gama-linear':
      return [pngChunk('gAMA', longs(100_000))]
    case 'chrm-adobe':
      return [
        pngChunk('gAMA', longs(45_455)),
        pngChunk('cHRM', longs(31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000)),
      ]
  }
}
