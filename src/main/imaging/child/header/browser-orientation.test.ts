import { describe, expect, it } from 'vitest'
import { browserOrientation, swapsSides } from './browser-orientation.ts'

const all = [1, 2, 3, 4, 5, 6, 7, 8] as const

describe('browserOrientation', () => {
  it.each(['jpeg', 'png', 'tiff'] as const)('applies the orientation tag of %s', (format) => {
    expect(all.map((tag) => browserOrientation(format, tag))).toEqual(all)
  })

  it.each(['webp', 'avif', 'gif'] as const)('ignores the orientation tag of %s', (format) => {
    expect(all.map((tag) => browserOrientation(format, tag))).toEqual(all.map(() => 1))
  })

  it.each([undefined, 0, 9, -1, 1.5, Number.NaN, 65_535])('treats %s as upright', (tag) => {
    expect(browserOrientation('jpeg', tag)).toBe(1)
  })

  it('swaps sides for quarter turns only', () => {
    expect(all.map(swapsSides)).toEqual([false, false, false, false, true, true, true, true])
  })
})
