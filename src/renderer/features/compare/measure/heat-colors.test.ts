import { describe, expect, it } from 'vitest'
import { colorMap } from './heat-colors.ts'

describe('colorMap', () => {
  it('is clear where nothing differs by more than what is let pass, and stronger the more it does', () => {
    const colors = colorMap(new Uint8Array([0, 4, 5, 255]), 4)
    const alphas = [3, 7, 11, 15].map((at) => colors[at])
    expect(alphas.slice(0, 2)).toEqual([0, 0])
    expect(alphas[2]).toBeGreaterThan(100)
    expect(alphas[3]).toBe(240)
    expect(Array.from(colors.slice(12, 15))).toEqual([168, 12, 32])
  })
})
