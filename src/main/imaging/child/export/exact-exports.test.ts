import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { sharp } from '../../../platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  colorChunks,
  colorings,
  encodeSrgb,
  fixed,
  layouts,
  linearOf,
  solve,
  spaces,
  testImage,
  type Coloring,
  type Layout,
  type TestImage,
} from '../../../../../test/support/color-images.ts'
import { defaultExportOptions } from '../../../../shared/domain/export-options.ts'
import type { ExportRequest } from '../../imaging.ts'
import { depthConversion } from '../color/convert-numbers.ts'
import { srgbIcc } from '../color/known-spaces.ts'
import { readIcc } from '../color/read-icc.ts'
import { createCredentialsThread } from '../credentials/credentials-thread.ts'
import { readPngChunks } from '../../../platform/pure/png/png-chunk.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { exportImage } from './export-image.ts'
import { stageSamples } from './open-for-export.ts'

let folder: string
/** Nothing is signed, so it starts no thread. */
const credentials = createCredentialsThread()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-exact-'))
})
afterAll(() => rm(folder, { recursive: true }))

const losslessFormats = ['png', 'tiff', 'webp', 'avif'] as const
type SpaceName = keyof typeof spaces

interface Case {
  readonly layout: Layout
  readonly depth: 8 | 16
  readonly coloring: Coloring
  readonly space: SpaceName
  readonly seed: number
}

const anyCase = fc.record<Case>({
  layout: fc.constantFrom(...layouts),
  depth: fc.constantFrom(8, 16),
  coloring: fc.constantFrom(...colorings),
  space: fc.constantFrom(...(Object.keys(spaces) as SpaceName[])),
  seed: fc.nat(),
})

function imageOf({ layout, depth, coloring, space, seed }: Case): TestImage {
  let state = seed >>> 0
  const random = (full: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const value = state >>> 16
    return full === 255 ? value >>> 8 : value
  }
  return testImage({ layout, depth, chunks: colorChunks(coloring, spaces[space], layout.startsWith('gray')) }, random)
}

type Change = Partial<ExportRequest> & Pick<ExportRequest, 'format'>

async function exportAs(source: Buffer, change: Change): Promise<Buffer> {
  await exportNotes(source, change)
  return readFile(join(folder, `out.${change.format}`))
}

async function exportNotes(source: Buffer, change: Change): Promise<readonly string[]> {
  const { quality, size, sharpening, profile, bitDepth } = defaultExportOptions
  const sourcePath = join(folder, 'source')
  const targetPath = join(folder, `out.${change.format}`)
  await writeFile(sourcePath, source)
  const about = { sourcePath, targetPath, fileName: 'out', metadata: null, credentials: null, isLossless: true }
  const { notes } = await exportImage(
    { ...about, quality, size, sharpening, profile, bitDepth, ...change },
    { signal: new AbortController().signal, sign: async () => Buffer.alloc(0) },
    { budget: new ByteBudget(1e9), credentials },
  )
  return notes
}

/** RGB or RGBA; gray as three equal channels. */
async function decode(file: Buffer) {
  const { icc, depth, hasAlpha, channels } = await sharp(file).metadata()
  const isWide = depth === 'ushort'
  const raw = await sharp(file, { ignoreIcc: true })
    .toColourspace(isWide ? 'rgb16' : 'srgb')
    .raw({ depth: isWide ? 'ushort' : 'uchar' })
    .toBuffer()
  const bytes = Uint8Array.from(raw)
  const samples = isWide ? new Uint16Array(bytes.buffer) : bytes
  return { icc: icc ?? null, isWide, isGray: channels < 3, hasAlpha, samples }
}

function worst(found: ArrayLike<number>, right: ArrayLike<number>): number {
  expect(found).toHaveLength(right.length)
  return Array.from(found, (value, n) => Math.abs(value - right[n]!)).reduce((a, b) => Math.max(a, b), 0)
}

/** The samples of the image in RGB or RGBA at the depth of a file. */
function expected({ samples, channels, depth }: TestImage, isWide: boolean): number[] {
  const full = isWide ? 65_535 : 255
  const level = (value: number): number => Math.round((value * full) / (depth === 16 ? 65_535 : 255))
  const pixels: number[] = []
  for (let at = 0; at < samples.length; at += channels) {
    const [first = 0, ...rest] = [...samples.subarray(at, at + channels)].map(level)
    pixels.push(...(channels < 3 ? [first, first, first] : [first]), ...rest)
  }
  return pixels
}

const spaceOf = ({ coloring, space }: Case) => {
  if (coloring === 'icc') return spaces[space]
  if (coloring === 'cicp-p3') return spaces['display-p3']
  if (coloring === 'gama-linear') return spaces.linear
  // As its profile stores it: unrounded, results differ by half a level of 65,535.
  if (coloring === 'chrm-adobe') return { ...spaces['adobe-rgb'], curve: { gamma: fixed(100_000 / 45_455) } }
  return spaces.srgb
}

/** Expects the profile to describe the same color space as the source. */
function expectSpace(icc: Buffer | null, wanted: Case, isGray: boolean) {
  const found = icc && readIcc(icc)
  const { xyz, curve } = spaceOf(wanted)
  expect(found).not.toBeNull()
  for (const x of [0.03, 0.2, 0.5, 0.8]) expect(found!.curves[0]!(x)).toBeCloseTo(linearOf(curve, x), 3)
  if (found!.type === 'gray' || isGray) return
  for (const [n, column] of xyz.entries()) {
    for (const [row, value] of column.entries()) expect(found!.toXyz[row]![n]).toBeCloseTo(value, 3)
  }
}

describe('a lossless export at the original size, depth and profile', () => {
  it.each(losslessFormats)('keeps every sample and the color space: %s', async (format) => {
    const property = fc.asyncProperty(anyCase, async (wanted) => {
      const image = imageOf(wanted)
      const file = await exportAs(image.png, { format })
      const found = await decode(file)
      expect(found.isWide).toBe(image.depth === 16 && (format === 'png' || format === 'tiff'))
      expect(found.hasAlpha).toBe(image.channels % 2 === 0)
      expect(worst(found.samples, expected(image, found.isWide))).toBe(0)
      if (format === 'png') expectSameChunks(image.png, file)
      else expectSpace(found.icc, wanted, image.isGray)
      if (wanted.coloring === 'icc' && found.isGray === image.isGray) {
        expect(found.icc).toEqual((await sharp(image.png).metadata()).icc)
      }
    })
    await fc.assert(property, { numRuns: format === 'avif' ? 25 : 60 })
  })
})

const colorChunksOf = (png: Buffer) =>
  [...readPngChunks(png)]
    .filter(({ type }) => ['cICP', 'sRGB', 'gAMA', 'cHRM'].includes(type))
    .map(({ type, data }) => [type, [...data]])

function expectSameChunks(source: Buffer, exported: Buffer) {
  const sourceChunks = colorChunksOf(source)
  const hasProfile = [...readPngChunks(source)].some(({ type }) => type === 'iCCP')
  expect(colorChunksOf(exported)).toEqual(sourceChunks.length > 0 || hasProfile ? sourceChunks : [['sRGB', [0]]])
  expect([...readPngChunks(exported)].some(({ type }) => type === 'iCCP')).toBe(hasProfile)
}

const exact = (value: number): number => value

/** Relative colorimetric, clipped in linear light, in floating point; levels are not rounded. */
function reference(image: TestImage, wanted: Case, to: 'srgb' | 'display-p3', full: number): number[] {
  const from = spaceOf(wanted)
  // A profile stores numbers to 1/65,536 and is used as stored; sRGB without a profile uses the values of its standard.
  const round = wanted.coloring === 'none' || wanted.coloring === 'srgb-chunk' ? exact : fixed
  const columns = from.xyz.map(([x, y, z]) => [round(x), round(y), round(z)] as const)
  if (to === 'srgb' && round === exact) return expected(image, full === 65_535)
  const target = spaces[to].xyz.map(([x, y, z]) => [fixed(x), fixed(y), fixed(z)] as const)
  const encode = (linear: number): number => full * encodeSrgb(Math.min(1, Math.max(0, linear)), fixed)
  const top = image.depth === 16 ? 65_535 : 255
  const levels: number[] = []
  for (let at = 0; at < image.samples.length; at += image.channels) {
    const pixel = [...image.samples.subarray(at, at + image.channels)].map((value) => value / top)
    const isGray = image.channels < 3
    const [r, g, b] = [0, 1, 2].map((n) => linearOf(from.curve, pixel[isGray ? 0 : n]!, round)) as [
      number,
      number,
      number,
    ]
    const at3 = (n: 0 | 1 | 2): number => columns[0]![n] * r + columns[1]![n] * g + columns[2]![n] * b
    const linear = isGray ? [r, g, b] : solve(target, [at3(0), at3(1), at3(2)])
    levels.push(...linear.map(encode), ...pixel.slice(isGray ? 1 : 3).map((value) => value * full))
  }
  return levels
}

describe('a color conversion', () => {
  const anyTarget = fc.constantFrom('srgb' as const, 'display-p3' as const)
  it.each(['8', '16'] as const)('is accurate to one level at %s bits', async (bitDepth) => {
    const property = fc.asyncProperty(anyCase, anyTarget, async (wanted, profile) => {
      const image = imageOf(wanted)
      const found = await decode(await exportAs(image.png, { format: 'tiff', profile, bitDepth }))
      const full = bitDepth === '16' ? 65_535 : 255
      const right = reference(image, wanted, profile, full)
      expect(worst(found.samples, right)).toBeLessThanOrEqual(1)
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it.each([
    ['icc', 'display-p3', 'display-p3'],
    ['cicp-p3', 'srgb', 'display-p3'],
    ['icc', 'srgb', 'srgb'],
  ] as const)('changes no sample when the target equals the source: %s %s to %s', async (coloring, space, profile) => {
    for (const depth of [8, 16] as const) {
      const image = imageOf({ layout: 'rgba', depth, coloring, space, seed: depth })
      for (const format of ['png', 'tiff'] as const) {
        const found = await decode(await exportAs(image.png, { format, profile }))
        expect(worst(found.samples, image.samples)).toBe(0)
      }
    }
  })
})

it('stages many samples in a temporary file and removes it', async () => {
  const image = imageOf({ layout: 'rgba', depth: 16, coloring: 'none', space: 'srgb', seed: 7 })
  const { widthPx, heightPx } = image
  const staging = {
    from: { widthPx, heightPx, channels: 4, depth: 16 } as const,
    depth: 16 as const,
    convert: depthConversion(16, 16),
    icc: srgbIcc,
    beside: join(folder, 'large.tiff'),
  }
  const held = await stageSamples(sharp(image.png), staging)
  const filed = await stageSamples(sharp(image.png), { ...staging, heldBytesMax: 0 })
  expect(await readFile(filed.input)).toEqual(held.input)
  await filed.close()
  await expect(stat(filed.input as string)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('notes what a format cannot hold', async () => {
  const deep = imageOf({ layout: 'rgb', depth: 16, coloring: 'icc', space: 'adobe-rgb', seed: 3 })
  expect((await exportNotes(deep.png, { format: 'webp' }))[0]).toContain('8 bits per channel')
  expect(await exportNotes(deep.png, { format: 'tiff' })).toEqual([])
  const cmyk = await sharp(deep.png).toColourspace('cmyk').tiff().toBuffer()
  expect((await exportNotes(cmyk, { format: 'tiff' }))[0]).toContain('converted to sRGB')
})
