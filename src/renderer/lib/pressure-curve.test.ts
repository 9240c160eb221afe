import { describe, expect, it } from 'vitest'
import { curvedPressure } from './pressure-curve.ts'

const at = (pressure: number, pressureGamma = 1, pressureMin = 0) =>
  curvedPressure(pressure, { pressureGamma, pressureMin })

describe('curvedPressure', () => {
  it('is linear by default', () => {
    expect([0, 0.25, 0.5, 1].map((pressure) => at(pressure))).toEqual([0, 0.25, 0.5, 1])
  })

  it('raises or lowers pressure by gamma and always ends at full', () => {
    expect(at(0.25, 0.5)).toBe(0.5)
    expect(at(0.5, 2)).toBe(0.25)
    for (const gamma of [0.25, 1, 4]) expect(at(1, gamma, 0.5)).toBe(1)
  })

  it('is zero up to the minimum and rises continuously from there', () => {
    expect(at(0.1, 1, 0.2)).toBe(0)
    expect(at(0.2, 1, 0.2)).toBe(0)
    expect(at(0.6, 1, 0.2)).toBeCloseTo(0.5)
  })
})
