import { expect, it } from 'vitest'
import { imageProcessorSchema } from '../image-processor.ts'
import { mattingInputSize } from './matting-model.ts'

const normalized = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], resample: 2 }
const modnet = imageProcessorSchema.parse({ ...normalized, size: { shortest_edge: 512 }, size_divisibility: 32 })
const fixed = imageProcessorSchema.parse({ ...normalized, size: { width: 1_024, height: 768 } })

it.each([
  [
    { widthPx: 1_000, heightPx: 500 },
    { widthPx: 1_024, heightPx: 512 },
  ],
  [
    { widthPx: 450, heightPx: 600 },
    { widthPx: 512, heightPx: 672 },
  ],
  // Longer than the model can take: both sides shrink.
  [
    { widthPx: 16_000, heightPx: 400 },
    { widthPx: 4_096, heightPx: 96 },
  ],
  [
    { widthPx: 1, heightPx: 16_000 },
    { widthPx: 32, heightPx: 4_096 },
  ],
])('%o becomes %o by its shorter side', (image, expected) => {
  expect(mattingInputSize(modnet, image)).toEqual(expected)
})

it('a fixed size is used for every image', () => {
  expect(mattingInputSize(fixed, { widthPx: 10, heightPx: 900 })).toEqual({ widthPx: 1_024, heightPx: 768 })
})
