import { writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photoPng } from '../../support/small-images.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const size = { widthPx: 320, heightPx: 200 }

async function gray(name: string, valueAt: (x: number, y: number) => number): Promise<string> {
  const { widthPx: width, heightPx: height } = size
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, n) => {
    const pixel = Math.floor(n / 3)
    return valueAt(pixel % width, Math.floor(pixel / width))
  })
  await writeFile(
    real.at(name),
    await sharp(rgb, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  )
  return real.at(name)
}

const ramp = async (name: string, width: number, valueAt: (x: number) => number) => {
  const bytes = Uint8Array.from({ length: width * 8 * 3 }, (_, n) => valueAt(Math.floor(n / 3) % width))
  await sharp(bytes, { raw: { width, height: 8, channels: 3 } })
    .png()
    .toFile(real.at(name))
  return real.at(name)
}

const pixels = async (name: string, rgba: readonly (readonly number[])[]) => {
  const raw = { width: rgba.length, height: 1, channels: 4 as const }
  await sharp(Uint8Array.from(rgba.flat()), { raw }).png().toFile(real.at(name))
  return real.at(name)
}

const measure = (firstPath: string, secondPath: string, longestSidePx = 2048) =>
  real.imaging.measureDifference({ firstPath, secondPath, longestSidePx })

describe('the difference between two images', () => {
  it('is zero for identical images', async () => {
    await writeFile(real.at('photo.png'), photoPng(size))
    const { counts, ssim, isScaled, map, mapBytes } = await measure(real.at('photo.png'), real.at('photo.png'))
    expect(counts[0]).toBe(size.widthPx * size.heightPx)
    expect(ssim).toBeCloseTo(1, 9)
    expect([isScaled, map]).toEqual([false, size])
    expect(mapBytes.every((difference) => difference === 0)).toBe(true)
  })

  it('is counted per pixel and mapped to its position', async () => {
    const plain = await gray('plain.png', () => 100)
    const changed = await gray('changed.png', (x, y) => (x < 80 && y < 50 ? 140 : x === 319 && y === 199 ? 101 : 100))
    const { counts, mapBytes, ssim } = await measure(plain, changed)
    expect([counts[0], counts[1], counts[40]]).toEqual([320 * 200 - 4001, 1, 4000])
    expect([mapBytes[0], mapBytes[79], mapBytes[80], mapBytes[320 * 200 - 1]]).toEqual([40, 40, 0, 1])
    expect(ssim).toBeLessThan(1)
  })

  it('keeps one changed pixel visible in a smaller map', async () => {
    const plain = await gray('even.png', () => 7)
    const dotted = await gray('dot.png', (x, y) => (x === 200 && y === 100 ? 255 : 7))
    const { map, mapBytes } = await measure(plain, dotted, 32)
    expect(map).toEqual({ widthPx: 32, heightPx: 20 })
    expect(
      [...mapBytes].flatMap((difference, pixel) =>
        difference > 0 ? [[pixel % 32, Math.floor(pixel / 32), difference]] : [],
      ),
    ).toEqual([[20, 10, 248]])
  })

  it('of different sizes is measured at the size of the first, and says so', async () => {
    const plain = await gray('base.png', () => 60)
    const large = real.at('large.png')
    await sharp(plain).resize(640, 400).png().toFile(large)
    const { widthPx, heightPx, isScaled, counts } = await measure(plain, large)
    expect([widthPx, heightPx, isScaled]).toEqual([320, 200, true])
    expect(counts[0]).toBe(320 * 200)
  })

  it('of different sizes is aligned to the pixel', async () => {
    // The same slope in half as many pixels: a shift of half a pixel would differ by 4 everywhere.
    const first = await ramp('ramp.png', 30, (x) => 8 * x)
    const { mapBytes } = await measure(first, await ramp('half-ramp.png', 15, (x) => 16 * x + 4))
    const inside = [...mapBytes].filter((_, n) => n % 30 >= 6 && n % 30 < 24)
    expect(Math.max(...inside)).toBeLessThanOrEqual(1)
  })

  it('reflects what is visible: none between transparent pixels, all between transparent and black', async () => {
    const clear = [255, 0, 0, 0] as const
    const first = await pixels('clear.png', [clear, clear, [100, 100, 100, 128], [9, 9, 9, 255]])
    const second = await pixels('seen.png', [
      [0, 255, 9, 0],
      [0, 0, 0, 255],
      [120, 100, 100, 128],
      [9, 19, 9, 255],
    ])
    expect([...(await measure(first, second)).mapBytes]).toEqual([0, 255, 10, 10])
  })

  it('fails for a broken or missing file, and stops when canceled', async () => {
    const plain = await gray('one.png', () => 60)
    await writeFile(real.at('broken.png'), 'no image')
    await expect(measure(plain, real.at('broken.png'))).rejects.toHaveProperty('code', expect.stringMatching(/^media/))
    await expect(measure(plain, real.at('gone.png'))).rejects.toMatchObject({ code: 'storage/not-found' })
    const abort = new AbortController()
    // Large and not read before, so that there is work to cancel.
    await sharp({ create: { width: 2000, height: 1500, channels: 3, background: '#456' } })
      .png()
      .toFile(real.at('wide.png'))
    const request = { firstPath: real.at('wide.png'), secondPath: plain, longestSidePx: 64 }
    const measuring = real.imaging.measureDifference(request, { signal: abort.signal })
    abort.abort()
    await expect(measuring).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
