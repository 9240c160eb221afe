import type { Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { BlendSettings } from '../../../src/shared/domain/edit.ts'
import {
  builtInProfile,
  exifOrientation,
  insertJpegSegment,
  pngChunk,
  profileChunk,
  rawPng,
} from '../../fixtures/images/make-image.ts'

/** Composites a response without any adjustment: the base of tests of single adjustments. */
export const plainBlend: BlendSettings = {
  match: 0,
  softenPx: 0,
  isAligned: false,
  offsetXPx: 0,
  offsetYPx: 0,
  opacity: 1,
  isForced: false,
}

/** The default settings. */
export const usualBlend: BlendSettings = { ...plainBlend, match: 1, softenPx: 8, isAligned: true }

export interface Numbers {
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  /** RGBA as 16-bit values, whatever the file. */
  readonly rgba: Uint16Array
}

/** Every pixel of a file at full depth, upright, without color conversion: what must not change outside the mask. */
export async function numbersOf(path: string): Promise<Numbers> {
  const metadata = await sharp(path).metadata()
  const isDeep = metadata.depth === 'ushort'
  const { data, info } = await sharp(path, { ignoreIcc: true, autoOrient: metadata.format !== 'webp' })
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .ensureAlpha()
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const bytes = Uint8Array.from(data)
  const rgba = isDeep ? new Uint16Array(bytes.buffer) : Uint16Array.from(bytes, (value) => value * 257)
  return { widthPx: info.width, heightPx: info.height, hasAlpha: metadata.hasAlpha, rgba }
}

/** Indexes of the pixels that differ between two images. */
export function differingPixels(a: Numbers, b: Numbers): number[] {
  const found: number[] = []
  for (let n = 0; n < a.rgba.length / 4; n++) {
    if ([0, 1, 2, 3].some((channel) => a.rgba[n * 4 + channel] !== b.rgba[n * 4 + channel])) found.push(n)
  }
  return found
}

/** Pseudo-random, the same for the same seed. */
export function randomBytes(length: number, seed: number): Uint8Array {
  let state = (seed * 2_654_435_761 + 99) >>> 0
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })
}

/** Gray noise that changes slowly, as lossy formats and alignment need it. */
function waves(widthPx: number, heightPx: number, channels: number, seed: number): Uint8Array {
  const grain = randomBytes(widthPx * heightPx * channels, seed)
  return grain.map((value, index) => {
    const n = Math.floor(index / channels)
    const [x, y] = [n % widthPx, Math.floor(n / widthPx)]
    const wave = Math.sin((x + seed) / 5 + (index % channels)) * 45 + Math.sin((x * 2 + y * 3) / 13) * 45
    return 128 + wave + (value >> 4) - 8
  })
}

function pixels(widthPx: number, heightPx: number, channels: 1 | 2 | 3 | 4, seed: number): Sharp {
  return sharp(waves(widthPx, heightPx, channels, seed), { raw: { width: widthPx, height: heightPx, channels } })
}

function deepPixels(widthPx: number, heightPx: number, channels: 1 | 3 | 4, seed: number): Sharp {
  const high = waves(widthPx, heightPx, channels, seed)
  const low = randomBytes(high.length, seed + 1)
  const numbers = Uint16Array.from(high, (value, n) => value * 256 + low[n]!)
  return sharp(numbers, { raw: { width: widthPx, height: heightPx, channels } })
}

/** A PNG of noise with the given number of bits per sample. */
function packedPng(widthPx: number, heightPx: number, bitDepth: number, colorType: number, chunks: Buffer[]): Buffer {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colorType]!
  const lineBytes = Math.ceil((widthPx * samples * bitDepth) / 8)
  const lines = Buffer.alloc(heightPx * (lineBytes + 1))
  const noise = randomBytes(lines.length, widthPx)
  for (let n = 0; n < lines.length; n++) lines[n] = n % (lineBytes + 1) === 0 ? 0 : noise[n]!
  return rawPng({ widthPx, heightPx, bitDepth, colorType }, lines, chunks)
}

const palette = (colors: number): Buffer => pngChunk('PLTE', randomBytes(colors * 3, 5))

async function rotatedJpeg(widthPx: number, heightPx: number, orientation: number): Promise<Buffer> {
  const jpeg = await pixels(widthPx, heightPx, 3, 4)
    .jpeg({ quality: 88, progressive: orientation % 2 === 0 })
    .toBuffer()
  return insertJpegSegment(jpeg, 0xe1, exifOrientation(orientation))
}

async function withProfile(png: Promise<Buffer>, name: string): Promise<Buffer> {
  const bytes = await png
  const profile = profileChunk(name === 'wide' ? wideProfile() : await builtInProfile(name))
  return Buffer.concat([bytes.subarray(0, 33), profile, bytes.subarray(33)])
}

function xyzTag(x: number, y: number, z: number): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 0, 'latin1')
  ;[x, y, z].forEach((value, n) => tag.writeInt32BE(Math.round(value * 65_536), 8 + 4 * n))
  return tag
}

/**
 * A matrix profile with Adobe RGB's primaries (D50) and a gamma of 2.2 (563/256), built according to ICC.1:2001-04:
 * a header of 128 bytes, a table of tags, then the tags.
 */
export function wideProfile(): Buffer {
  const curve = Buffer.alloc(16)
  curve.write('curv', 0, 'latin1')
  curve.writeUInt32BE(1, 8)
  curve.writeUInt16BE(563, 12)
  const text = Buffer.alloc(104)
  text.write('desc', 0, 'latin1')
  text.writeUInt32BE(5, 8)
  text.write('wide', 12, 'latin1')
  const tags: [string, Buffer][] = [
    ['desc', text],
    ['wtpt', xyzTag(0.9642, 1, 0.8249)],
    ['rXYZ', xyzTag(0.60974, 0.31111, 0.01947)],
    ['gXYZ', xyzTag(0.20528, 0.62567, 0.06087)],
    ['bXYZ', xyzTag(0.14919, 0.06322, 0.74457)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  const table = Buffer.alloc(4 + 12 * tags.length)
  table.writeUInt32BE(tags.length, 0)
  let offset = 128 + table.length
  tags.forEach(([name, data], n) => {
    table.write(name, 4 + 12 * n, 'latin1')
    table.writeUInt32BE(offset, 8 + 12 * n)
    table.writeUInt32BE(data.length, 12 + 12 * n)
    offset += data.length
  })
  const header = Buffer.alloc(128)
  header.writeUInt32BE(offset, 0)
  header.writeUInt32BE(0x02400000, 8)
  header.write('mntrRGB XYZ ', 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  ;[0.9642, 1, 0.8249].forEach((value, n) => header.writeInt32BE(Math.round(value * 65_536), 68 + 4 * n))
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)])
}

export interface FileKind {
  readonly name: string
  /** The bit depth the result must have. */
  readonly bitDepth: 8 | 16
  make(widthPx: number, heightPx: number): Promise<Buffer>
}

const kind = (name: string, bitDepth: 8 | 16, make: FileKind['make']): FileKind => ({ name, bitDepth, make })

/** Every kind of file that Atelier opens. */
export const fileKinds: readonly FileKind[] = [
  kind('PNG RGB', 8, (w, h) => pixels(w, h, 3, 1).png().toBuffer()),
  kind('PNG RGBA', 8, (w, h) => pixels(w, h, 4, 2).png().toBuffer()),
  kind('PNG gray', 8, (w, h) => pixels(w, h, 1, 3).toColourspace('b-w').png().toBuffer()),
  kind('PNG gray and alpha', 8, async (w, h) => packedPng(w, h, 8, 4, [])),
  kind('PNG 1 bit', 8, async (w, h) => packedPng(w, h, 1, 0, [])),
  kind('PNG 4 bit', 8, async (w, h) => packedPng(w, h, 4, 0, [])),
  kind('PNG palette', 8, async (w, h) => packedPng(w, h, 8, 3, [palette(256)])),
  kind('PNG palette of 2 bit with transparency', 8, async (w, h) =>
    packedPng(w, h, 2, 3, [palette(4), pngChunk('tRNS', Uint8Array.of(0, 128, 255))]),
  ),
  kind('PNG 16 bit RGB', 16, (w, h) => deepPixels(w, h, 3, 4).toColourspace('rgb16').png().toBuffer()),
  kind('PNG 16 bit RGBA', 16, (w, h) => deepPixels(w, h, 4, 5).toColourspace('rgb16').png().toBuffer()),
  kind('PNG 16 bit gray', 16, (w, h) => deepPixels(w, h, 1, 6).toColourspace('grey16').png().toBuffer()),
  kind('PNG with orientation', 8, async (w, h) =>
    packedPng(w, h, 8, 2, [pngChunk('eXIf', exifOrientation(6).subarray(6))]),
  ),
  kind('PNG Display P3', 8, (w, h) => withProfile(pixels(w, h, 3, 7).png().toBuffer(), 'p3')),
  kind('PNG wide gamut of 16 bit', 16, (w, h) =>
    withProfile(deepPixels(w, h, 3, 8).toColourspace('rgb16').png().toBuffer(), 'wide'),
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) =>
    kind(`JPEG orientation ${orientation}`, 8, (w, h) => rotatedJpeg(w, h, orientation)),
  ),
  kind('JPEG gray', 8, (w, h) => pixels(w, h, 1, 9).toColourspace('b-w').jpeg().toBuffer()),
  kind('JPEG Display P3', 8, (w, h) => pixels(w, h, 3, 10).withIccProfile('p3').jpeg().toBuffer()),
  kind('JPEG CMYK', 8, (w, h) => pixels(w, h, 3, 11).toColourspace('cmyk').jpeg().toBuffer()),
  kind('WebP lossy', 8, (w, h) => pixels(w, h, 3, 12).webp({ quality: 80 }).toBuffer()),
  kind('WebP lossless with alpha', 8, (w, h) => pixels(w, h, 4, 13).webp({ lossless: true }).toBuffer()),
  kind('AVIF', 8, (w, h) => pixels(w, h, 3, 14).avif({ quality: 70, effort: 0 }).toBuffer()),
  kind('TIFF', 8, (w, h) => pixels(w, h, 4, 15).tiff({ compression: 'lzw' }).toBuffer()),
  kind('TIFF 16 bit', 16, (w, h) =>
    deepPixels(w, h, 3, 16).toColourspace('rgb16').tiff({ compression: 'deflate' }).toBuffer(),
  ),
  kind('GIF', 8, (w, h) => pixels(w, h, 4, 17).gif().toBuffer()),
]

/** Files whose stored values cannot be kept: they are compared by what they show. */
export const shownKinds: ReadonlySet<string> = new Set(['JPEG CMYK'])
