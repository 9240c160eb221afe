import { describe, expect, it } from 'vitest'
import { tints, toCells, writeTint } from './tint-pixels.ts'

const whole = { x: 0, y: 0, widthPx: 256, heightPx: 256 }

function drawn(
  level: number,
  paint: Uint8Array | null,
  effective: Uint8Array | null,
  effectiveWidthPx = 256,
  tint = tints.mask,
) {
  const pixels = new Uint8ClampedArray(256 * 256 * 4)
  writeTint(new Uint32Array(pixels.buffer), toCells(whole, level), level, { paint, effective, effectiveWidthPx, tint })
  return (x: number, y: number) => [...pixels.subarray((y * 256 + x) * 4, (y * 256 + x) * 4 + 4)]
}

describe('writeTint', () => {
  const paint = new Uint8Array(65_536)
  const effective = new Uint8Array(65_536)
  for (let y = 0; y < 256; y++) {
    paint.fill(255, y * 256, y * 256 + 64)
    effective.fill(255, y * 256, y * 256 + 128)
  }

  it('is #ff4d5e at 45 % on paint, half of that on the edge, nothing beyond', () => {
    const at = drawn(0, paint, effective)
    expect([at(63, 9), at(64, 9)[3], at(127, 9)[3], at(128, 9)[3]]).toEqual([[255, 77, 94, 115], 57, 57, 0])
  })

  it('is #4cc38a at 35 % for the sampling area', () => {
    expect(drawn(0, paint, null, 256, tints.sampling)(10, 10)).toEqual([76, 195, 138, 89])
  })

  it('shows fresh paint before its edge has been computed', () => {
    expect(drawn(0, paint, null)(10, 10)[3]).toBe(115)
  })

  it('averages when made small', () => {
    const half = paint.map((_, i) => (i % 2 === 0 ? 255 : 0))
    expect(drawn(1, half, null)(20, 20)[3]).toBe(57)
    expect(drawn(5, paint, effective)(1, 7)[3]).toBe(115)
    expect(drawn(5, paint, effective)(3, 0)[3]).toBe(57)
  })

  it('reads the narrower effective mask at the right edge of the picture', () => {
    const narrow = new Uint8Array(100 * 200).fill(255)
    const at = drawn(0, null, narrow, 100)
    expect([at(99, 199)[3], at(100, 0)[3], at(0, 200)[3]]).toEqual([57, 0, 0])
  })

  it('covers every pixel of an odd part', () => {
    expect(toCells({ x: 5, y: 7, widthPx: 6, heightPx: 249 }, 2)).toEqual({ x: 1, y: 1, widthPx: 2, heightPx: 63 })
  })
})
