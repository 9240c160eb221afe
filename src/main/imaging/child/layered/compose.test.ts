import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import type { ComposeLayer } from '../../imaging.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { sharp } from '../source/sharp-engine.ts'
import { compose } from './compose.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-compose-'))
})
afterEach(() => rm(folder, { recursive: true }))

const signal = new AbortController().signal
const basePath = () => join(folder, 'base.png')
const resultPath = () => join(folder, 'result.png')

type Pixel = readonly [number, number, number, number?]

async function writeBase(widthPx: number, heightPx: number, channels: 3 | 4, at: (x: number, y: number) => Pixel) {
  const values = Uint8Array.from({ length: widthPx * heightPx * channels }, (_, n) => {
    const pixel = Math.floor(n / channels)
    return at(pixel % widthPx, Math.floor(pixel / widthPx))[n % channels] ?? 255
  })
  await sharp(values, { raw: { width: widthPx, height: heightPx, channels } })
    .png()
    .toFile(basePath())
}

async function composed(layers: readonly ComposeLayer[]): Promise<{ data: Buffer; channels: number }> {
  await compose({ originalPath: basePath(), layers, resultPath: resultPath() }, new ByteBudget(1e9), signal)
  const { data, info } = await sharp(resultPath()).raw().toBuffer({ resolveWithObject: true })
  return { data, channels: info.channels }
}

/** One tile, painted where `at` is true. */
function paint(opacity: number, at: (x: number, y: number) => Pixel | null, column = 0, row = 0): ComposeLayer {
  const rgba = new Uint8Array(256 * 256 * 4)
  for (let y = 0; y < 256; y++) {
    for (let x = 0; x < 256; x++) rgba.set((at(x, y) ?? [0, 0, 0, 0]) as number[], (y * 256 + x) * 4)
  }
  return { kind: 'paint', opacity, tiles: [{ column, row, deflated: deflateSync(rgba) }] }
}

const upright: Omit<Placement, 'centreX' | 'centreY'> = {
  scaleX: 1,
  scaleY: 1,
  rotationDeg: 0,
  isFlippedX: false,
  isFlippedY: false,
}

/** Six pixels, all different, three wide and two high. */
const six = [10, 50, 90, 130, 170, 210]
async function imageOfSix(changes: Partial<Placement>): Promise<ComposeLayer> {
  const path = join(folder, 'six.png')
  const values = Uint8Array.from(six.flatMap((value) => [value, value, value]))
  await sharp(values, { raw: { width: 3, height: 2, channels: 3 } })
    .png()
    .toFile(path)
  return { kind: 'picture', path, opacity: 1, placement: { centreX: 3.5, centreY: 3, ...upright, ...changes } }
}

describe('a paint layer', () => {
  it('is composited over the base premultiplied, by its own and the layer opacity', async () => {
    await writeBase(300, 20, 3, () => [100, 100, 100])
    const { data } = await composed([
      paint(0.5, (x) => (x === 0 ? [200, 0, 255, 255] : x === 1 ? [200, 0, 255, 128] : null)),
      paint(1, (x) => (x === 1 ? [0, 0, 0, 255] : null), 1),
    ])
    expect([...data.subarray(0, 9)]).toEqual([150, 50, 178, 125, 75, 139, 100, 100, 100])
    expect([...data.subarray(257 * 3, 258 * 3)]).toEqual([0, 0, 0])
  })

  it('keeps its color over a transparent base and adds to its alpha', async () => {
    await writeBase(4, 4, 4, (x) => [90, 90, 90, x === 0 ? 0 : 128])
    const { data, channels } = await composed([paint(1, (x) => (x < 2 ? [200, 40, 0, 128] : null))])
    expect(channels).toBe(4)
    expect([...data.subarray(0, 4)]).toEqual([200, 40, 0, 128])
    expect(data[7]).toBe(192)
    expect([...data.subarray(8, 12)]).toEqual([90, 90, 90, 128])
  })

  it('is refused when damaged, and nothing is written', async () => {
    await writeBase(4, 4, 3, () => [1, 2, 3])
    const layer = {
      kind: 'paint',
      opacity: 1,
      tiles: [{ column: 0, row: 0, deflated: Uint8Array.of(1, 2, 3) }],
    } as const
    await expect(composed([layer])).rejects.toMatchObject({ code: 'storage/corrupt' })
    await expect(sharp(resultPath()).metadata()).rejects.toThrow()
  })
})

/** The red values of part of an RGB image. */
const reds = (data: Buffer, widthPx: number, x: number, y: number, w: number, h: number) =>
  Array.from({ length: w * h }, (_, n) => data[((y + Math.floor(n / w)) * widthPx + x + (n % w)) * 3])

describe('an image layer', () => {
  beforeEach(() => writeBase(7, 7, 3, () => [0, 0, 0]))

  it.each([
    ['unchanged', {}, 2, 2, 3, 2, six],
    ['flipped', { isFlippedX: true }, 2, 2, 3, 2, [90, 50, 10, 210, 170, 130]],
    ['upside down', { isFlippedY: true }, 2, 2, 3, 2, [130, 170, 210, 10, 50, 90]],
    ['rotated by 180°', { rotationDeg: 180 }, 2, 2, 3, 2, [210, 170, 130, 90, 50, 10]],
    ['rotated clockwise', { rotationDeg: 90, centreX: 3, centreY: 3.5 }, 2, 2, 2, 3, [130, 10, 170, 50, 210, 90]],
    [
      'rotated counterclockwise',
      { rotationDeg: -90, centreX: 3, centreY: 3.5 },
      2,
      2,
      2,
      3,
      [90, 210, 50, 170, 10, 130],
    ],
    [
      'flipped, then rotated',
      { rotationDeg: 90, isFlippedX: true, centreX: 3, centreY: 3.5 },
      2,
      2,
      2,
      3,
      [210, 90, 170, 50, 130, 10],
    ],
    ['beyond the corner', { centreX: 0.5, centreY: 0 }, 0, 0, 2, 1, [170, 210]],
  ] as const)(
    'keeps its exact pixels and adds nothing around them: %s',
    async (_how, changes, x, y, w, h, expected) => {
      const { data } = await composed([await imageOfSix(changes)])
      expect(reds(data, 7, x, y, w, h)).toEqual(expected)
      const sum = expected.reduce((total, value) => total + value, 0)
      expect(reds(data, 7, 0, 0, 7, 7).reduce((total, value) => total! + value!, 0)).toBe(sum)
    },
  )

  it('is spread over both neighbors when half a pixel off', async () => {
    const { data } = await composed([await imageOfSix({ centreX: 4 })])
    const [before, first, , last] = reds(data, 7, 2, 2, 4, 1)
    expect([before, first, last]).toEqual([5, 30, 45])
  })

  it('stays within its bounds when enlarged and keeps its mean when much smaller', async () => {
    await writeBase(40, 40, 3, () => [0, 0, 0])
    const larger = await composed([await imageOfSix({ centreX: 20, centreY: 20, scaleX: 10, scaleY: 10 })])
    expect(reds(larger.data, 40, 3, 20, 2, 1)).toEqual([0, 0])
    expect(reds(larger.data, 40, 5, 10, 1, 1)).toEqual([10])
    expect(reds(larger.data, 40, 34, 29, 1, 1)).toEqual([210])
    const path = join(folder, 'stripes.png')
    const stripes = Uint8Array.from({ length: 200 * 200 * 3 }, (_, n) => (Math.floor(n / 3) % 2) * 255)
    await sharp(stripes, { raw: { width: 200, height: 200, channels: 3 } })
      .png()
      .toFile(path)
    const placement = { ...upright, centreX: 20, centreY: 20, scaleX: 0.1, scaleY: 0.1 }
    const smaller = await composed([{ kind: 'picture', path, opacity: 1, placement }])
    for (const value of reds(smaller.data, 40, 12, 12, 16, 16)) expect(Math.abs(value! - 127.5)).toBeLessThan(12)
  })

  it('changes nothing when entirely outside the document', async () => {
    const { data } = await composed([await imageOfSix({ centreX: -20 })])
    expect(data.every((value) => value === 0)).toBe(true)
  })
})

describe('the base image', () => {
  it('keeps 16 bits per channel and exact values where no layer covers it', async () => {
    const deep = Uint16Array.from({ length: 33 * 7 * 3 }, (_, n) => (n * 1_237) % 65_536)
    await sharp(deep, { raw: { width: 33, height: 7, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toFile(basePath())
    await compose(
      {
        originalPath: basePath(),
        layers: [paint(1, (x, y) => (x === 3 && y === 2 ? [255, 128, 0, 255] : null))],
        resultPath: resultPath(),
      },
      new ByteBudget(1e9),
      signal,
    )
    const { data } = await sharp(resultPath())
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true })
    const values = new Uint16Array(Uint8Array.from(data).buffer)
    const at = (2 * 33 + 3) * 3
    expect([...values.subarray(at, at + 3)]).toEqual([65_535, 128 * 257, 0])
    values.set(deep.subarray(at, at + 3), at)
    expect(Buffer.compare(Buffer.from(values.buffer), Buffer.from(deep.buffer))).toBe(0)
    expect((await sharp(resultPath()).metadata()).depth).toBe('ushort')
  })

  it('keeps its color profile and values, and layers keep their appearance', async () => {
    const gray = new Uint8Array(16 * 16 * 3).fill(120)
    await sharp(gray, { raw: { width: 16, height: 16, channels: 3 } })
      .withIccProfile('p3')
      .png()
      .toFile(basePath())
    const before = await sharp(basePath(), { ignoreIcc: true }).raw().toBuffer()
    await composed([paint(1, (x) => (x === 5 ? [200, 60, 40, 255] : null))])
    const metadata = await sharp(resultPath()).metadata()
    expect(metadata.icc?.equals((await sharp(basePath()).metadata()).icc!)).toBe(true)
    const numbers = await sharp(resultPath(), { ignoreIcc: true }).raw().toBuffer()
    expect([...numbers.subarray(0, 15)]).toEqual([...before.subarray(0, 15)])
    // sRGB red is a less saturated red in Display P3.
    expect(numbers[15]!).toBeLessThan(200)
    const shown = await sharp(resultPath()).toColourspace('srgb').raw().toBuffer()
    for (const [n, value] of [200, 60, 40].entries()) expect(Math.abs(shown[15 + n]! - value)).toBeLessThanOrEqual(2)
  })
})

it('stops when canceled and leaves no file', async () => {
  await writeBase(600, 600, 3, () => [1, 2, 3])
  const controller = new AbortController()
  const request = { originalPath: basePath(), layers: [paint(1, () => [9, 9, 9, 9])], resultPath: resultPath() }
  const work = compose(request, new ByteBudget(1e9), controller.signal)
  controller.abort()
  await expect(work).rejects.toMatchObject({ code: 'request/cancelled' })
  await expect(sharp(resultPath()).metadata()).rejects.toThrow()
})
