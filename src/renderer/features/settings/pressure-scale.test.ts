import { describe, expect, it } from 'vitest'
import { tabletSettingsSchema } from '../../../shared/domain/settings.ts'
import { firmnessOf, gammaOf } from './pressure-scale.ts'

describe('pen pressure slider', () => {
  it('covers the valid gamma range, with an unchanged curve in the middle', () => {
    expect(gammaOf(0)).toBe(1)
    for (const firmness of [-100, -37, 0, 50, 100]) {
      const gamma = gammaOf(firmness)
      expect(tabletSettingsSchema.safeParse({ pressureGamma: gamma }).success).toBe(true)
      expect(firmnessOf(gamma)).toBe(firmness)
    }
  })
})
