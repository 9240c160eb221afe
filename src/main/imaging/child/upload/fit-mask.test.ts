import { expect, it } from 'vitest'
import { sharp } from '../source/sharp-engine.ts'
import { fitMask } from './fit-mask.ts'

const signal = new AbortController().signal

function maskOf(width: number, height: number, isPainted: (x: number, y: number) => boolean): Promise<Uint8Array> {
  const pixels = Uint8Array.from({ length: width * height }, (_, n) =>
    isPainted(n % width, Math.floor(n / width)) ? 255 : 0,
  )
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

const pixelsOf = async (png: Uint8Array) => sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })

it('scales a mask to an image of the same shape', async () => {
  const maskPng = await maskOf(30, 20, (x, y) => x >= 10 && x < 20 && y >= 5 && y < 10)
  const size = { widthPx: 300, heightPx: 200 }
  const { png, given, bounds } = await fitMask({ maskPng, size, isInverted: false }, signal)
  expect(given).toEqual({ widthPx: 30, heightPx: 20 })
  const { data, info } = await pixelsOf(png)
  expect([info.width, info.height]).toEqual([300, 200])
  expect(data[75 * 300 + 150]).toBe(255)
  expect(data[20 * 300 + 150]).toBe(0)
  // The soft edge is at most one pixel of the original wide.
  expect(bounds!.x).toBeGreaterThanOrEqual(90)
  expect(bounds!.x).toBeLessThanOrEqual(100)
  expect(bounds!.widthPx).toBeLessThanOrEqual(120)
})

it('keeps a mask of the same size, and inverts one on request', async () => {
  const maskPng = await maskOf(6, 4, (x) => x < 2)
  const size = { widthPx: 6, heightPx: 4 }
  const same = await fitMask({ maskPng, size, isInverted: false }, signal)
  expect([...(await pixelsOf(same.png)).data.subarray(0, 6)]).toEqual([255, 255, 0, 0, 0, 0])
  const inverted = await fitMask({ maskPng, size, isInverted: true }, signal)
  expect([...(await pixelsOf(inverted.png)).data.subarray(0, 6)]).toEqual([0, 0, 255, 255, 255, 255])
  expect(inverted.bounds).toEqual({ x: 2, y: 0, widthPx: 4, heightPx: 4 })
})

it('refuses another shape, and tells where nothing is painted', async () => {
  const maskPng = await maskOf(6, 4, () => false)
  const wrong = fitMask({ maskPng, size: { widthPx: 4, heightPx: 6 }, isInverted: false }, signal)
  await expect(wrong).rejects.toMatchObject({ code: 'request/invalid' })
  expect((await fitMask({ maskPng, size: { widthPx: 12, heightPx: 8 }, isInverted: false }, signal)).bounds).toBeNull()
})
