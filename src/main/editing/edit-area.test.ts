import { expect, it } from 'vitest'
import { frameOfRatio } from './edit-area.ts'

it.each([
  [600, 400, 3, 2, { x: 0, y: 0, widthPx: 600, heightPx: 400 }],
  [600, 400, 16, 9, { x: -55, y: 0, widthPx: 711, heightPx: 400 }],
  [600, 400, 1, 1, { x: 0, y: -100, widthPx: 600, heightPx: 600 }],
])('frames an image of %i × %i as %i:%i with %j', (widthPx, heightPx, a, b, frame) => {
  expect(frameOfRatio({ widthPx, heightPx }, { widthPx: a, heightPx: b })).toEqual(frame)
})
