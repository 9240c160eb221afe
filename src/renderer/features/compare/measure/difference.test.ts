import { describe, expect, it } from 'vitest'
import { changedShare, formatShare, colorMap } from './difference.ts'

const counts = Array.from({ length: 256 }, (_, at) => ({ 0: 60, 3: 30, 255: 10 })[at] ?? 0)
const difference = { widthPx: 10, heightPx: 10, isScaled: false, counts, ssim: 1, map: { widthPx: 1, heightPx: 1 } }

describe('changed share', () => {
  it('counts pixels that differ by more than the tolerance', () => {
    expect([0, 2, 3, 254, 255].map((tolerance) => changedShare(difference, tolerance))).toEqual([0.4, 0.4, 0.1, 0.1, 0])
  })

  it.each([
    [0, 'none'],
    [0.0001, 'under 0.1%'],
    [0.1234, '12.3%'],
    [0.99999, '99.9%'],
    [1, '100%'],
  ])('formats %f as %s', (share, words) => expect(formatShare(share)).toBe(words))
})

describe('colorMap', () => {
  it('is transparent up to the tolerance and more opaque for larger differences', () => {
    const colors = colorMap(new Uint8Array([0, 4, 5, 255]), 4)
    const alphas = [3, 7, 11, 15].map((at) => colors[at])
    expect(alphas.slice(0, 2)).toEqual([0, 0])
    expect(alphas[2]).toBeGreaterThan(100)
    expect(alphas[3]).toBe(240)
    expect(Array.from(colors.slice(12, 15))).toEqual([168, 12, 32])
  })
})
