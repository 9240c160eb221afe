import { expect, it } from 'vitest'
import { exportSize } from './export-picture.ts'

it.each([
  [4000, 3000, null, 4000, 3000],
  [4000, 3000, 2000, 2000, 1500],
  [3000, 4000, 1000, 750, 1000],
  [800, 600, 5000, 800, 600],
  [16_384, 3, 100, 100, 1],
  [1, 1, 1, 1, 1],
])('%i × %i with a longest side of %s is %i × %i', (widthPx, heightPx, longestSidePx, w, h) => {
  expect(exportSize({ widthPx, heightPx }, longestSidePx)).toEqual({ widthPx: w, heightPx: h })
})
