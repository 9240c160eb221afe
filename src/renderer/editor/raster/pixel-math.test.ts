import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mixTileColors, eraseColors } from './pixel-math.ts'

const byte = fc.integer({ min: 0, max: 255 })
const color = fc.tuple(byte, byte, byte, byte)
type Rgba = readonly [number, number, number, number]

function toWord([red, green, blue, alpha]: Rgba): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function composite(ink: Rgba, under: Rgba | null, cover: number): Rgba {
  const out = new Uint32Array(1)
  const below = under === null ? null : Uint32Array.of(toWord(under))
  mixTileColors(
    { out, below, cover: Uint8Array.of(cover), at: 0, coverAt: 0, count: 1 },
    Uint32Array.of(toWord(ink)),
    0,
  )
  const [red = 0, green = 0, blue = 0, alpha = 0] = new Uint8Array(out.buffer)
  return [red, green, blue, alpha]
}

describe('mixTileColors', () => {
  it('composites with "over" and the ink alpha weighted by coverage', () => {
    fc.assert(
      fc.property(color, color, byte, (ink, under, cover) => {
        const weight = (ink[3] * cover) / 255 / 255
        const rest = (under[3] / 255) * (1 - weight)
        const alpha = weight + rest
        const mixed = composite(ink, under, cover)
        expect(Math.abs(mixed[3] - alpha * 255)).toBeLessThanOrEqual(0.501)
        if (mixed[3] === 0 || weight === 0) return
        for (const channel of [0, 1, 2] as const) {
          const exact = (ink[channel] * weight + under[channel] * rest) / alpha
          expect(Math.abs(mixed[channel] - exact)).toBeLessThanOrEqual(0.501)
        }
      }),
    )
  })

  it('leaves pixels unchanged at zero coverage and replaces them with opaque ink at full coverage', () => {
    fc.assert(
      fc.property(color, color, (ink, under) => {
        expect(composite(ink, under, 0)).toEqual(under)
        expect(composite([ink[0], ink[1], ink[2], 255], under, 255)).toEqual([ink[0], ink[1], ink[2], 255])
      }),
    )
  })

  it('yields the ink color over no tile, and transparent black if alpha rounds to zero', () => {
    expect(composite([10, 20, 30, 255], null, 100)).toEqual([10, 20, 30, 100])
    expect(composite([10, 20, 30, 1], null, 100)).toEqual([0, 0, 0, 0])
  })
})

describe('eraseColors', () => {
  it('lowers only the alpha, clearing the color when it reaches zero', () => {
    const below = Uint32Array.of(toWord([10, 20, 30, 200]), toWord([10, 20, 30, 200]), toWord([10, 20, 30, 1]))
    const out = new Uint32Array(3)
    eraseColors({ out, below, cover: Uint8Array.of(0, 51, 200), at: 0, coverAt: 0, count: 3 })
    expect([...new Uint8Array(out.buffer)]).toEqual([10, 20, 30, 200, 10, 20, 30, 160, 0, 0, 0, 0])
  })
})
