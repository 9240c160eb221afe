import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { coverCrop, coveredSize, coverFrame } from './cover-frame.ts'

const size = (widthPx: number, heightPx: number) => ({ widthPx, heightPx })
const nothing = { size: null, source: null }
const at = (x: number, y: number, widthPx: number, heightPx: number) => ({ x, y, widthPx, heightPx })

it('crops the middle of an image of another shape', () => {
  expect(coverCrop(size(800, 600), size(512, 512))).toEqual(at(100, 0, 600, 600))
  expect(coverCrop(size(300, 600), size(64, 64))).toEqual(at(0, 150, 300, 300))
  expect(coverCrop(size(200, 100), size(1_024, 512))).toEqual(at(0, 0, 200, 100))
})

it('crops the part that matches the sent part, for the same box', () => {
  const part = { crop: at(100, 50, 200, 100), frame: size(512, 256), box: at(0, 0, 512, 256) }
  expect(coverFrame(size(800, 400), size(400, 200), { ...nothing, sent: part })).toEqual({
    ...part,
    crop: at(200, 100, 400, 200),
  })
  expect(coverFrame(size(800, 800), size(400, 200), { ...nothing, sent: part })).toEqual({
    ...part,
    crop: at(200, 300, 400, 200),
  })
})

it('covers the requested size without a source, and the expanded frame with one', () => {
  const drawn = { size: size(512, 512), sent: null, source: null }
  expect(coveredSize({}, drawn)).toEqual(size(512, 512))
  const whole = { crop: at(100, 0, 600, 600), frame: size(512, 512), box: at(0, 0, 512, 512) }
  expect(coverFrame(size(800, 600), size(512, 512), drawn)).toEqual(whole)
  const sent = { ...whole, crop: at(0, 0, 600, 400) }
  expect(coveredSize({ frame: at(-100, 0, 600, 400) }, { ...drawn, sent, source: size(500, 400) })).toEqual(
    size(600, 400),
  )
})

it('never exceeds the image', () => {
  const side = fc.integer({ min: 1, max: 3_000 })
  const sizes = fc.record({ widthPx: side, heightPx: side })
  fc.assert(
    fc.property(sizes, sizes, fc.double({ min: 0, max: 1, noNaN: true }), (image, over, share) => {
      const x = Math.floor(share * (over.widthPx - 1))
      const y = Math.floor((1 - share) * (over.heightPx - 1))
      const part = at(x, y, over.widthPx - x, over.heightPx - y)
      const sent = { crop: part, frame: over, box: at(0, 0, 1, 1) }
      const { crop } = coverFrame(image, over, { ...nothing, sent })!
      expect(Math.min(crop.x, crop.y, crop.widthPx - 1, crop.heightPx - 1)).toBeGreaterThanOrEqual(0)
      expect(crop.x + crop.widthPx).toBeLessThanOrEqual(image.widthPx)
      expect(crop.y + crop.heightPx).toBeLessThanOrEqual(image.heightPx)
    }),
  )
})
