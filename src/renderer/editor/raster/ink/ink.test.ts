import { describe, expect, it } from 'vitest'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { createCloneInk } from './create-clone-ink.ts'
import { healPixels, createMembrane } from './heal-pixels.ts'
import { heal } from './heal.ts'
import { solidInk } from './solid-ink.ts'

const size = { widthPx: 1_300, heightPx: 700 }

/** Every pixel encodes its position. */
function pixelAt(x: number, y: number): readonly [number, number, number, number] {
  return [x % 256, y % 256, (x >> 8) * 16 + (y >> 8), 255]
}

function readImage(area: Rect): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(area.widthPx * area.heightPx * 4)
  for (let i = 0; i < pixels.length / 4; i++) {
    pixels.set(pixelAt(area.x + (i % area.widthPx), area.y + Math.floor(i / area.widthPx)), i * 4)
  }
  return pixels
}

function createInk(offset: { x: number; y: number }, read = (area: Rect) => Promise.resolve(readImage(area))) {
  const requested: Rect[] = []
  let readyCount = 0
  const ink = createCloneInk({
    read: (area) => {
      requested.push(area)
      return read(area)
    },
    size,
    offset,
    onReady: () => readyCount++,
  })
  return { ink, requested, readyCount: () => readyCount }
}

const texture = (x: number, y: number) => ((x * 7 + y * 13) % 5) * 4

/** The same equation, solved by many plain sweeps. */
function solved(width: number, height: number, kind: (i: number) => string, heightAt: (i: number) => number) {
  const values = Float64Array.from({ length: width * height }, (_, i) => (kind(i) === 'fixed' ? heightAt(i) : 0))
  for (let sweep = 0; sweep < 4_000; sweep++) {
    for (let i = 0; i < values.length; i++) {
      if (kind(i) !== 'free') continue
      const around = [
        ...(i % width > 0 ? [i - 1] : []),
        ...(i % width < width - 1 ? [i + 1] : []),
        ...(i >= width ? [i - width] : []),
        ...(i < values.length - width ? [i + width] : []),
      ].filter((by) => kind(by) !== 'outside')
      values[i] = around.reduce((sum, by) => sum + values[by]!, 0) / around.length
    }
  }
  return values
}

describe('solidInk', () => {
  it('returns the opaque color for areas of any size', () => {
    const ink = solidInk('#1280ff')
    const small = ink.read({ x: 5, y: 9, widthPx: 3, heightPx: 2 })!
    expect([...small]).toEqual(Array.from({ length: 6 }, () => [0x12, 0x80, 0xff, 255]).flat())
    expect(ink.read({ x: 0, y: 0, widthPx: 300, heightPx: 300 })!.subarray(-4)).toEqual(small.subarray(0, 4))
  })
})

describe('createCloneInk', () => {
  const part = { x: 10, y: 20, widthPx: 30, heightPx: 10 }

  it('returns null until the pixels are loaded, then those at the offset', async () => {
    const { ink, readyCount } = createInk({ x: 500, y: 100 })
    expect(ink.read(part)).toBeNull()
    await ink.whenReady([part])
    const pixels = ink.read(part)!
    expect([...pixels.subarray(0, 4)]).toEqual(pixelAt(510, 120))
    expect([...pixels.subarray(-4)]).toEqual(pixelAt(539, 129))
    // Two blocks: the part crosses a border.
    expect(readyCount()).toBe(2)
  })

  it('loads each block only once', async () => {
    const { ink, requested } = createInk({ x: 0, y: 0 })
    ink.read(part)
    ink.read(part)
    await ink.whenReady([part, { ...part, x: 50 }])
    ink.read(part)
    expect(requested).toEqual([{ x: 0, y: 0, widthPx: 512, heightPx: 512 }])
  })

  it('loads only blocks inside the image and is transparent outside', async () => {
    const { ink, requested } = createInk({ x: 1_280, y: -15 })
    await ink.whenReady([part])
    expect(requested).toEqual([{ x: 1_024, y: 0, widthPx: 276, heightPx: 512 }])
    const pixels = ink.read(part)!
    expect([...pixels.subarray(0, 4)]).toEqual(pixelAt(1_290, 5))
    expect([...pixels.subarray(10 * 4, 11 * 4)]).toEqual([0, 0, 0, 0])
    expect(createInk({ x: 5_000, y: 0 }).ink.read(part)).toEqual(new Uint8ClampedArray(30 * 10 * 4))
  })

  it('rejects if a block cannot be loaded and retries it', async () => {
    let fails = true
    const { ink, requested } = createInk({ x: 0, y: 0 }, (area) =>
      fails ? Promise.reject(new Error('unreadable')) : Promise.resolve(readImage(area)),
    )
    expect(ink.read(part)).toBeNull()
    await expect(ink.whenReady([part])).rejects.toThrow('unreadable')
    fails = false
    await ink.whenReady([part])
    expect(ink.read(part)).not.toBeNull()
    expect(requested.length).toBe(2)
  })

  it('rejects pending waits and stops notifying once disposed', async () => {
    const { ink, readyCount } = createInk({ x: 0, y: 0 })
    const waiting = ink.whenReady([part])
    ink.dispose()
    await expect(waiting).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(readyCount()).toBe(0)
  })
})

describe('createMembrane', () => {
  it.each([
    ['a disc', 40, 40, (x: number, y: number) => (Math.hypot(x - 19.5, y - 19.5) < 16 ? 'free' : 'fixed')],
    [
      'a thin bend',
      40,
      30,
      (x: number, y: number) => (Math.abs(y - 15 - 8 * Math.sin(x / 6)) < 2.5 ? 'free' : 'fixed'),
    ],
    [
      'a stroke across the image border',
      33,
      21,
      (x: number, y: number) => (x < 20 && y > 4 && y < 17 ? 'free' : 'fixed'),
    ],
    [
      'an area without source pixels',
      30,
      30,
      (x: number, y: number) => (x > 22 ? 'outside' : x > 4 && y > 4 ? 'free' : 'fixed'),
    ],
  ] as const)('solves %s within 5 gray values, within 1 on average', (_, width, height, kindAt) => {
    const kind = (i: number) => kindAt(i % width, Math.floor(i / width))
    const heightAt = (i: number) => 4 * (i % width) + (i % 7) * 6 - (Math.floor(i / width) > 10 ? 40 : 0)
    const expected = solved(width, height, kind, heightAt)
    const values = createMembrane(width, height, kind).span(heightAt)
    const wrong = expected.map((value, i) => (kind(i) === 'free' ? Math.abs(value - values[i]!) : 0))
    expect(Math.max(...wrong)).toBeLessThan(5)
    expect(wrong.reduce((sum, value) => sum + value, 0) / wrong.length).toBeLessThan(1)
  })
})

describe('healPixels', () => {
  const area = { x: 7, y: 9, widthPx: 48, heightPx: 40 }
  const count = area.widthPx * area.heightPx
  const rgba = (value: (x: number, y: number) => number) => {
    const pixels = new Uint8ClampedArray(count * 4)
    for (let i = 0; i < count; i++) {
      const gray = value(i % area.widthPx, Math.floor(i / area.widthPx))
      pixels.set([gray, gray / 2, 255 - gray, 255], i * 4)
    }
    return pixels
  }
  const disc = Uint8Array.from({ length: count }, (_, i) => {
    const distance = Math.hypot((i % area.widthPx) - 24, Math.floor(i / area.widthPx) - 20)
    return Math.max(0, Math.min(255, 255 * (15 - distance)))
  })

  it('returns the source unchanged if it already matches', () => {
    expect(healPixels({ area, coverage: disc, target: rgba(texture), source: rgba(texture) })).toEqual(rgba(texture))
  })

  it('adopts the shading of the target and keeps the texture of the source', () => {
    const target = rgba((x, y) => 60 + 2 * x + texture(x, y))
    const source = rgba((x, y) => 150 - y + texture(x, y))
    const healed = healPixels({ area, coverage: disc, target, source })
    for (let i = 0; i < count; i++) {
      expect(Math.abs(healed[i * 4]! - target[i * 4]!)).toBeLessThanOrEqual(3)
      if (disc[i] === 0) expect(healed[i * 4]).toBe(target[i * 4])
    }
  })

  it('keeps the target where the source is transparent', () => {
    const target = rgba((_, y) => 40 + y)
    const source = rgba(() => 200)
    for (let i = 0; i < count; i++) if (i % area.widthPx > 24) source.fill(0, i * 4, i * 4 + 4)
    const healed = healPixels({ area, coverage: disc, target, source })
    expect(healed[(20 * area.widthPx + 30) * 4]).toBe(60)
    expect(Math.abs(healed[(20 * area.widthPx + 20) * 4]! - 60)).toBeLessThan(2)
  })

  it('gives the same result in the worker and rejects when aborted', async () => {
    const request = { area, coverage: disc, target: rgba((x) => 90 + x), source: rgba((_, y) => 60 + y) }
    expect(await heal(request, new AbortController().signal)).toEqual(healPixels(request))
    await expect(heal(request, AbortSignal.abort())).rejects.toMatchObject({ code: 'request/cancelled' })
  })

  it('returns the source unchanged if the membrane has no fixed boundary', () => {
    const everywhere = new Uint8Array(count).fill(255)
    const source = rgba((x, y) => 3 * x + y)
    expect(healPixels({ area, coverage: everywhere, target: rgba(() => 10), source })).toEqual(source)
  })
})
