import { describe, expect, it } from 'vitest'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { tilesSource } from '../shapes/tiles-source.ts'
import { selectSubject } from './select-pixels.ts'
import { guidedModel, applyModel } from './subject/guided-filter.ts'
import { toLab } from './subject/find-subject.ts'

const none = new AbortController().signal

/** A pseudorandom number that is always the same for a position. */
function noise(x: number, y: number): number {
  return ((Math.imul(x, 73_856_093) ^ Math.imul(y, 19_349_663)) >>> 8) % 24
}

function image(colorAt: (x: number, y: number) => readonly [number, number, number]) {
  const areas: Rect[] = []
  const read = (area: Rect): Promise<Uint8ClampedArray> => {
    areas.push(area)
    const pixels = new Uint8ClampedArray(area.widthPx * area.heightPx * 4)
    for (let i = 0; i < pixels.length / 4; i++) {
      const x = area.x + (i % area.widthPx)
      const y = area.y + Math.floor(i / area.widthPx)
      const [red, green, blue] = colorAt(x, y)
      pixels[i * 4] = red
      pixels[i * 4 + 1] = green
      pixels[i * 4 + 2] = blue
      pixels[i * 4 + 3] = 255
    }
    return Promise.resolve(pixels)
  }
  return { read, areas }
}

/** Intersection over union of the two masks. */
async function likeness(size: Size, of: ReturnType<typeof image>, isSubject: (x: number, y: number) => boolean) {
  const tiles = await selectSubject(size, of.read, none)
  const coverage = tilesSource(size, tiles).read({ x: 0, y: 0, ...size })
  let shared = 0
  let either = 0
  for (let i = 0; i < size.widthPx * size.heightPx; i++) {
    const expected = isSubject(i % size.widthPx, Math.floor(i / size.widthPx)) ? 255 : 0
    const found = typeof coverage === 'string' ? 0 : coverage[i]!
    shared += Math.min(found, expected)
    either += Math.max(found, expected)
  }
  return shared / either
}

const isPear = (x: number, y: number) => Math.hypot(x - 250, y - 175) < 65 || Math.hypot((x - 250) * 1.6, y - 110) < 55

const isBust = (x: number, y: number) =>
  Math.hypot(x - 125, y - 115) < 45 || (y > 160 && Math.abs(x - 125) < 30 + (y - 160) / 4)

describe('selectSubject', () => {
  it('finds a subject on a noisy, shaded background with a precise edge', async () => {
    const size = { widthPx: 450, heightPx: 300 }
    const of = image((x, y) => {
      const grain = noise(x, y)
      return isPear(x, y)
        ? [190 + grain, 160 + grain, 40 + grain / 2]
        : [60 + grain + x / 10, 90 + grain, 120 + grain + y / 10]
    })
    expect(await likeness(size, of, isPear)).toBeGreaterThan(0.96)
  })

  it('finds a subject that touches the lower border', async () => {
    const size = { widthPx: 250, heightPx: 300 }
    const of = image((x, y) => {
      const grain = noise(x, y)
      return isBust(x, y) ? [180 + grain, 70 + grain, 60 + grain] : [200 + grain, 205 + grain, 210 + grain]
    })
    expect(await likeness(size, of, isBust)).toBeGreaterThan(0.9)
  })

  it('finds nothing in an image of one color', async () => {
    const size = { widthPx: 300, heightPx: 200 }
    expect(await selectSubject(size, image(() => [90, 120, 80]).read, none)).toEqual(new Map())
  })

  it('reads a large image in strips and rereads the area of the subject', async () => {
    const size = { widthPx: 2_600, heightPx: 1_700 }
    const of = image((x, y) => (Math.hypot(x - 1_300, y - 850) < 600 ? [220, 40, 30] : [30, 60, 40]))
    expect(await likeness(size, of, (x, y) => Math.hypot(x - 1_300, y - 850) < 600)).toBeGreaterThan(0.98)
    expect(Math.max(...of.areas.map(({ widthPx, heightPx }) => widthPx * heightPx))).toBeLessThanOrEqual(
      4 * 1024 * 1024,
    )
    expect(of.areas.map(({ y }) => y)).toEqual([0, 1_536, 0])
  }, 20_000)

  it('handles a very narrow image', async () => {
    const size = { widthPx: 400, heightPx: 3 }
    await expect(
      selectSubject(size, image((x) => (x > 150 && x < 250 ? [250, 0, 0] : [0, 0, 0])).read, none),
    ).resolves.toBeDefined()
  })
})

describe('toLab', () => {
  it.each([
    [
      [255, 255, 255],
      [100, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [255, 0, 0],
      [53.24, 80.09, 67.2],
    ],
    [
      [0, 0, 255],
      [32.3, 79.19, -107.86],
    ],
  ])('converts %j', (rgb, lab) => {
    const planes = { widthPx: 1, heightPx: 1, channels: rgb.map((value) => Float32Array.of(value)) }
    toLab(planes).channels.forEach((channel, i) => expect(channel[0]).toBeCloseTo(lab[i]!, 1))
  })
})

describe('guidedModel', () => {
  it('snaps a rough border to the edge in the guide', () => {
    const [widthPx, heightPx] = [40, 30]
    const step = (at: number) => Float32Array.from({ length: widthPx * heightPx }, (_, i) => (i % widthPx < at ? 0 : 1))
    const guide = {
      widthPx,
      heightPx,
      channels: [step(20), step(20), step(20)].map((plane) => plane.map((v) => v * 200)),
    }
    const rough = { widthPx, heightPx, values: step(20).map((value, i) => ((i * 7) % 11 < 2 ? 1 - value : value)) }
    const fitted = applyModel(guidedModel(guide, rough, 6, 10), guide)
    const row = fitted.values.subarray(15 * widthPx, 16 * widthPx)
    expect(row[19]).toBeLessThan(0.3)
    expect(row[20]).toBeGreaterThan(0.7)
  })
})
