import { describe, expect, it } from 'vitest'
import { toCells } from './tile-images.ts'
import { createGray, createTint, writeTint, type Tint } from './tint-pixels.ts'

const whole = { x: 0, y: 0, widthPx: 256, heightPx: 256 }
const red = createTint('#ff4d5e')

function drawn(
  level: number,
  paint: Uint8Array | null,
  edge: Uint8Array | null,
  stride = 256,
  tint: Tint = red,
  shift = 0,
) {
  const pixels = new Uint8ClampedArray(256 * 256 * 4)
  const effective = edge === null ? null : { values: edge, stride, shift }
  writeTint(new Uint32Array(pixels.buffer), toCells(whole, level), level, { paint, effective, tint })
  return (x: number, y: number) => [...pixels.subarray((y * 256 + x) * 4, (y * 256 + x) * 4 + 4)]
}

describe('writeTint', () => {
  const paint = new Uint8Array(65_536)
  const effective = new Uint8Array(65_536)
  for (let y = 0; y < 256; y++) {
    paint.fill(255, y * 256, y * 256 + 64)
    effective.fill(255, y * 256, y * 256 + 128)
  }

  it('draws paint in full color, the edge at half and nothing beyond', () => {
    const at = drawn(0, paint, effective)
    expect([at(63, 9), at(64, 9)[3], at(127, 9)[3], at(128, 9)[3]]).toEqual([[255, 77, 94, 255], 127, 127, 0])
  })

  it('shows the sent mask with its edge in black and white mode', () => {
    const at = drawn(0, paint, effective, 256, createGray(0.5))
    expect([at(63, 9), at(127, 9), at(128, 9)]).toEqual([
      [128, 128, 128, 255],
      [128, 128, 128, 255],
      [0, 0, 0, 255],
    ])
  })

  it('shows fresh paint before its edge has been computed', () => {
    expect(drawn(0, paint, null)(10, 10)[3]).toBe(255)
  })

  it('averages when scaled down', () => {
    const half = paint.map((_, i) => (i % 2 === 0 ? 255 : 0))
    expect(drawn(1, half, null)(20, 20)[3]).toBe(127)
    expect(drawn(5, paint, effective)(1, 7)[3]).toBe(255)
    expect(drawn(5, paint, effective)(3, 0)[3]).toBe(127)
  })

  it('scales up an edge computed at a coarser level', () => {
    const coarse = new Uint8Array(64 * 64)
    coarse[1] = 200
    const at = drawn(0, null, coarse, 64, red, 2)
    expect([at(3, 3)[3], at(4, 0)[3], at(7, 3)[3], at(8, 0)[3], at(4, 4)[3]]).toEqual([0, 100, 100, 0, 0])
  })

  it('reads the narrower effective mask at the right edge of the image', () => {
    const narrow = new Uint8Array(100 * 200).fill(255)
    const at = drawn(0, null, narrow, 100)
    expect([at(99, 199)[3], at(100, 0)[3], at(0, 200)[3]]).toEqual([127, 0, 0])
  })
})

describe('toCells', () => {
  it('covers every pixel of an unaligned area', () => {
    expect(toCells({ x: 5, y: 7, widthPx: 6, heightPx: 249 }, 2)).toEqual({ x: 1, y: 1, widthPx: 2, heightPx: 63 })
  })
})
