import { describe, expect, it } from 'vitest'
import { sharp } from '../source/sharp-engine.ts'
import { expandMask, measureMask } from './measure-mask.ts'

const size = { widthPx: 6, heightPx: 4 }
const signal = new AbortController().signal

async function maskOf(painted: (x: number, y: number) => number): Promise<Uint8Array> {
  const pixels = Uint8Array.from({ length: 24 }, (_, n) => painted(n % 6, Math.floor(n / 6)))
  return sharp(pixels, { raw: { width: 6, height: 4, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

async function rowsOf(png: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  return Array.from({ length: info.height }, (_, y) =>
    [...data.subarray(y * info.width, (y + 1) * info.width)]
      .map((each) => (each === 0 ? '.' : each === 255 ? '#' : '+'))
      .join(''),
  )
}

describe('measureMask', () => {
  it('finds the smallest rectangle around every painted pixel, however faint', async () => {
    const maskPng = await maskOf((x, y) => (x === 1 && y === 3 ? 1 : x === 4 && y === 1 ? 255 : 0))
    expect(await measureMask({ maskPng, size }, signal)).toEqual({ x: 1, y: 1, widthPx: 4, heightPx: 3 })
    expect(await measureMask({ maskPng: await maskOf(() => 0), size }, signal)).toBeNull()
  })

  it('refuses a mask of another size', async () => {
    const other = { widthPx: 7, heightPx: 4 }
    await expect(measureMask({ maskPng: await maskOf(() => 0), size: other }, signal)).rejects.toMatchObject({
      code: 'request/invalid',
    })
  })
})

describe('expandMask', () => {
  it('marks the whole new area', async () => {
    const frame = { x: -1, y: 0, widthPx: 9, heightPx: 5 }
    expect(await rowsOf(await expandMask({ maskPng: null, size, frame }, signal))).toEqual([
      '#......##',
      '#......##',
      '#......##',
      '#......##',
      '#########',
    ])
  })

  it('keeps painted pixels in place and drops those outside the frame', async () => {
    const maskPng = await maskOf((x, y) => (x === 0 && y === 0 ? 255 : x === 5 && y === 2 ? 90 : 0))
    const frame = { x: 2, y: 1, widthPx: 5, heightPx: 3 }
    expect(await rowsOf(await expandMask({ maskPng, size, frame }, signal))).toEqual(['....#', '...+#', '....#'])
  })
})
