import { expect, it } from 'vitest'
import reference from '../../../../../test/support/vision/owl-reference.json' with { type: 'json' }
import { paddedTaps, resizePadded } from './resize-padded.ts'

it.each(reference.resized)('an image of $size is padded and resized as by SciPy', ({ size, values }) => {
  const [widthPx = 0, heightPx = 0] = size
  // The same formula as in the script that wrote the reference: noise without a random generator.
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => Math.imul(at, 2654435761) >>> 24)
  const resized = resizePadded({ rgb, widthPx, heightPx }, reference.sidePx)
  const bytes = Buffer.from(values, 'base64')
  const errors = [...resized].map((value, at) => Math.abs(value / 255 - bytes.readFloatLE(at * 4)))
  expect(errors).toHaveLength(reference.sidePx ** 2 * 3)
  // After normalization four times as much: still far below 1e-4.
  expect(Math.max(...errors)).toBeLessThan(1e-6)
})

it('the weights of each pixel sum to one, and are fewer where padding begins', () => {
  const sums = paddedTaps(300, 100, 16).map(({ weights }) => weights.reduce((sum, each) => sum + each, 0))
  expect(sums[0]).toBeCloseTo(1, 12)
  expect(sums.at(-1)).toBe(0)
  const mixed = sums.filter((sum) => sum > 0.001 && sum < 0.999)
  expect(mixed.length).toBeGreaterThan(0)
})
