import { expect, it } from 'vitest'
import { responseBox, possibleFits } from './response-box.ts'

const frame = { widthPx: 1024, heightPx: 1024 }
const box = { x: 0, y: 171, widthPx: 1024, heightPx: 682 }

it('is the box itself when the response has the size of the frame', () => {
  expect(responseBox({ frame, box }, frame)).toEqual(box)
})

it('is scaled to a response of another size', () => {
  expect(responseBox({ frame, box }, { widthPx: 2048, heightPx: 2048 })).toEqual({
    x: 0,
    y: 342,
    widthPx: 2048,
    heightPx: 1364,
  })
})

it('stays inside a response of another shape and is never empty', () => {
  const thin = { frame, box: { x: 1020, y: 0, widthPx: 4, heightPx: 1024 } }
  expect(responseBox(thin, { widthPx: 64, heightPx: 64 })).toEqual({ x: 63, y: 0, widthPx: 1, heightPx: 64 })
})

it('keeps its proportions when a response of another shape was cropped or extended', () => {
  const square = { frame, box: { x: 0, y: 0, ...frame } }
  expect(possibleFits(square, { widthPx: 2048, heightPx: 2050 })).toEqual(['stretched'])
  const wide = { widthPx: 1536, heightPx: 1024 }
  expect(possibleFits(square, wide)).toEqual(['stretched', 'cut', 'widened'])
  expect(responseBox(square, wide, 'cut')).toEqual({ x: 0, y: -256, widthPx: 1536, heightPx: 1536 })
  expect(responseBox(square, wide, 'widened')).toEqual({ x: 256, y: 0, widthPx: 1024, heightPx: 1024 })
})
