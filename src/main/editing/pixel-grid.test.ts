import { assert, double, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PixelGrid } from '../../shared/domain/model-card.ts'
import { cheapestOnGrid, isOnGrid } from './pixel-grid.ts'

const grid: PixelGrid = {
  multiplePx: 16,
  minSidePx: 256,
  maxSidePx: 1_024,
  minPixels: 100_000,
  maxPixels: 1_000_000,
  maxRatio: 3,
}

describe('isOnGrid', () => {
  it.each([
    [512, 512, true],
    [1_008, 992, true],
    [510, 512, false],
    [240, 512, false],
    [1_040, 512, false],
    [256, 384, false],
    [1_008, 1_008, false],
    [1_024, 320, false],
  ])('%i × %i is %s', (widthPx, heightPx, isGood) => {
    expect(isOnGrid({ widthPx, heightPx }, grid)).toBe(isGood)
  })

  it('tolerates rounding of ratios such as a third', () => {
    expect(isOnGrid({ widthPx: 999, heightPx: 333 }, { ...grid, multiplePx: 1, maxPixels: 999_999 })).toBe(true)
  })
})

describe('cheapestOnGrid', () => {
  it('finds only sizes on the grid, for any height', () => {
    assert(
      property(double({ min: 1, max: 5_000, noNaN: true }), (height) => {
        const found = cheapestOnGrid(
          grid,
          () => [height],
          ({ widthPx }) => Math.abs(widthPx - height),
        )
        expect(found && isOnGrid(found, grid)).toBe(true)
      }),
    )
  })

  it('returns null when the grid has no sizes', () => {
    const never = { ...grid, minPixels: 2_000_000 }
    expect(
      cheapestOnGrid(
        never,
        () => [512],
        () => 1,
      ),
    ).toBeNull()
  })
})
