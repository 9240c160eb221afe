import { rm, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Rect } from '../../../src/shared/util/geometry.ts'
import { photoPng } from '../../support/small-images.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const size = { widthPx: 301, heightPx: 203 }

async function photo(name: string): Promise<{ path: string; rgba: Uint8Array }> {
  const png = photoPng(size)
  await writeFile(real.at(name), png)
  return { path: real.at(name), rgba: Uint8Array.from(await sharp(png).ensureAlpha().raw().toBuffer()) }
}

/** The expected value of every cell, computed pixel by pixel. */
function averages(rgba: Uint8Array, { x, y, widthPx, heightPx }: Rect, level: number): number[] {
  const step = 2 ** level
  const result: number[] = []
  for (let top = y; top < y + heightPx; top += step) {
    for (let left = x; left < x + widthPx; left += step) {
      for (let channel = 0; channel < 4; channel++) {
        let [sum, count] = [0, 0]
        for (let row = top; row < Math.min(top + step, y + heightPx); row++) {
          for (let column = left; column < Math.min(left + step, x + widthPx); column++, count++) {
            sum += rgba[(row * size.widthPx + column) * 4 + channel]!
          }
        }
        result.push(sum / count)
      }
    }
  }
  return result
}

function largestError(found: Uint8Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length)
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0)
}

describe('a region of an image', () => {
  it('has the exact pixels at level 0', async () => {
    const { path, rgba } = await photo('exact.png')
    const area = { x: 37, y: 101, widthPx: 111, heightPx: 57 }
    const region = await real.imaging.readRegion({ sourcePath: path, area, level: 0 })
    expect(largestError(region, averages(rgba, area, 0))).toBe(0)
  })

  it.each([
    ['the whole image with odd sides', { x: 0, y: 0, ...size }],
    ['a tile', { x: 64, y: 128, widthPx: 128, heightPx: 64 }],
    ['a tile cut by both edges', { x: 256, y: 192, widthPx: 45, heightPx: 11 }],
    ['an unaligned part', { x: 13, y: 7, widthPx: 171, heightPx: 95 }],
    ['a single pixel', { x: 300, y: 202, widthPx: 1, heightPx: 1 }],
  ])('is averaged at every level: %s', async (_, area) => {
    const { path, rgba } = await photo('levels.png')
    for (const level of [1, 2, 3, 4, 5, 6, 9]) {
      const region = await real.imaging.readRegion({ sourcePath: path, area, level })
      const expected = averages(rgba, area, level)
      const columns = Math.ceil(area.widthPx / 2 ** level)
      const whole = expected.map(
        (_value, i) => (Math.floor(i / 4) % columns) + 1 < columns && i + 4 * columns < expected.length,
      )
      // Each kept level rounds once, and cells cut by the edge have slightly too much weight in the next level.
      expect(
        largestError(
          region.filter((_value, i) => whole[i]),
          expected.filter((_value, i) => whole[i]),
        ),
      ).toBeLessThan(1.5)
      expect(largestError(region, expected)).toBeLessThan(level < 3 ? 1 : 12)
    }
  })

  it('is available early for an image that decodes slowly, and exact later', async () => {
    const [widthPx, heightPx] = [8003, 5001]
    const stripes = new Uint8Array(widthPx * heightPx * 3)
    for (let i = 0; i < stripes.length; i++) stripes[i] = Math.floor(i / 3 / widthPx / 64) * 3
    const raw = { raw: { width: widthPx, height: heightPx, channels: 3 as const } }
    await writeFile(real.at('large.png'), await sharp(stripes, raw).png({ compressionLevel: 1 }).toBuffer())
    const read = (y: number, rows: number, level: number) =>
      real.imaging.readRegion({ sourcePath: real.at('large.png'), area: { x: 0, y, widthPx, heightPx: rows }, level })
    const coarse = await read(0, heightPx, 4)
    expect(coarse.length).toBe(501 * 313 * 4)
    for (const row of [2, 101, 310]) expect(coarse[row * 501 * 4]).toBe(Math.floor((row * 16) / 64) * 3)
    expect([...(await read(5000, 1, 0)).subarray(-4)]).toEqual([78 * 3, 78 * 3, 78 * 3, 255])
  })

  it('is upright and in sRGB, whatever the file says', async () => {
    const raw = Uint8Array.from({ length: 20 * 10 * 3 }, (_, i) => (i % 60 < 30 ? 250 : 20))
    const turned = sharp(raw, { raw: { width: 20, height: 10, channels: 3 } }).withMetadata({ orientation: 6 })
    await writeFile(real.at('turned.jpg'), await turned.jpeg({ quality: 100 }).toBuffer())
    const area = { x: 0, y: 0, widthPx: 10, heightPx: 20 }
    const region = await real.imaging.readRegion({ sourcePath: real.at('turned.jpg'), area, level: 0 })
    expect([region[4 * 10 * 2]! > 200, region[4 * 10 * 17]! < 60]).toEqual([true, true])
  })

  it('weights colors by their opacity', async () => {
    const pixels = Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 0, 255, 0, 0, 255, 0, 255, 0, 0])
    await writeFile(
      real.at('alpha.png'),
      await sharp(pixels, { raw: { width: 2, height: 2, channels: 4 } })
        .png()
        .toBuffer(),
    )
    const area = { x: 0, y: 0, widthPx: 2, heightPx: 2 }
    const region = await real.imaging.readRegion({ sourcePath: real.at('alpha.png'), area, level: 1 })
    expect([...region]).toEqual([255, 0, 0, 128])
  })

  it('is served from memory once decoded', async () => {
    const { path } = await photo('kept.png')
    const area = { x: 0, y: 0, widthPx: 16, heightPx: 16 }
    const before = await real.imaging.readRegion({ sourcePath: path, area, level: 0 })
    await rm(path)
    expect(await real.imaging.readRegion({ sourcePath: path, area, level: 0 })).toEqual(before)
  })

  it.each([
    { x: 300, y: 0, widthPx: 2, heightPx: 1 },
    { x: 0, y: 203, widthPx: 1, heightPx: 1 },
    { x: -1, y: 0, widthPx: 2, heightPx: 2 },
    { x: 0, y: 0, widthPx: 0, heightPx: 5 },
  ])('must be inside the image: %o', async (area) => {
    const { path } = await photo('bounds.png')
    await expect(real.imaging.readRegion({ sourcePath: path, area, level: 0 })).rejects.toMatchObject({
      code: 'request/invalid',
    })
  })

  it('is reported as not found when the file is missing, and read once it exists', async () => {
    const area = { x: 0, y: 0, widthPx: 4, heightPx: 4 }
    const request = { sourcePath: real.at('late.png'), area, level: 0 }
    await expect(real.imaging.readRegion(request)).rejects.toMatchObject({ code: 'storage/not-found' })
    await photo('late.png')
    expect((await real.imaging.readRegion(request)).length).toBe(64)
  })

  it('is not waited for when canceled', async () => {
    const { path } = await photo('aborted.png')
    const stop = new AbortController()
    const reading = real.imaging.readRegion(
      { sourcePath: path, area: { x: 0, y: 0, ...size }, level: 0 },
      { signal: stop.signal },
    )
    stop.abort()
    await expect(reading).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
