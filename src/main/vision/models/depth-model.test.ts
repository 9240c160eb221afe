import { expect, it } from 'vitest'
import reference from '../../../../test/support/vision/depth-reference.json' with { type: 'json' }
import { depthInputSize } from './depth-model.ts'
import type { ImageProcessor } from '../image-processor.ts'

const image: ImageProcessor = {
  shape: { resize: { type: 'exact', widthPx: 518, heightPx: 518 }, filter: 'bicubic', crop: null },
  sideMultiplePx: 14,
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
}
const sizeFor = (widthPx: number, heightPx: number, keepsAspectRatio = true) =>
  depthInputSize({ image, keepsAspectRatio }, { widthPx, heightPx })

it.each(reference.sizes)('an image of $from is resized to $to, as by the reference', ({ from, to }) => {
  expect(sizeFor(from[0]!, from[1]!)).toEqual({ widthPx: to[0], heightPx: to[1] })
})

it('a model that takes one size gets it whatever the shape', () => {
  expect(sizeFor(4_000, 1_000, false)).toEqual({ widthPx: 518, heightPx: 518 })
})

it('a panorama gets no more pixels than fit into memory, in its shape', () => {
  const { widthPx, heightPx } = sizeFor(20_000, 1_000)
  expect(widthPx * heightPx).toBeLessThan(1_300_000)
  expect(widthPx).toBeLessThanOrEqual(4_096)
  expect(widthPx / heightPx).toBeGreaterThan(18)
  expect([widthPx % 14, heightPx % 14]).toEqual([0, 0])
  expect(sizeFor(30_000, 1)).toMatchObject({ heightPx: 14 })
})
