import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SizeRule } from '../../shared/domain/model-card.ts'
import { frameSizeOf, frameStepsOf } from './frame-size.ts'

const gridOf = (multiplePx: number): SizeRule => ({
  kind: 'grid',
  multiplePx,
  minSidePx: 64,
  maxSidePx: 4_096,
  minPixels: 4_096,
  maxPixels: 4_194_304,
  maxRatio: 8,
  default: { widthPx: 512, heightPx: 512 },
})

it('frames have the shape of the document as far as the grid allows', () => {
  expect(frameSizeOf({ widthPx: 600, heightPx: 400 }, { sizes: gridOf(64) })).toEqual({ widthPx: 576, heightPx: 384 })
  expect(frameSizeOf({ widthPx: 900, heightPx: 900 }, { sizes: gridOf(64) })).toEqual({ widthPx: 512, heightPx: 512 })
  expect(frameSizeOf({ widthPx: 300, heightPx: 400 }, { sizes: gridOf(8) })).toEqual({ widthPx: 384, heightPx: 512 })
})

it('sizes are on the grid, within the shapes a model takes, and near 512 pixels, for any document', () => {
  const side = fc.integer({ min: 1, max: 16_384 })
  fc.assert(
    fc.property(side, side, fc.constantFrom(8, 16, 32, 64), (widthPx, heightPx, multiplePx) => {
      const size = frameSizeOf({ widthPx, heightPx }, { sizes: gridOf(multiplePx) })
      const [short, long] = [size.widthPx, size.heightPx].toSorted((a, b) => a - b) as [number, number]
      expect([short % multiplePx, long % multiplePx]).toEqual([0, 0])
      expect(short).toBeGreaterThanOrEqual(64)
      expect(long).toBeGreaterThanOrEqual(448)
      expect(long).toBeLessThanOrEqual(576)
      expect(long / short).toBeLessThanOrEqual(9)
      expect(size.widthPx >= size.heightPx).toBe(widthPx >= heightPx || size.widthPx === size.heightPx)
    }),
  )
})

it('at least one step is sampled, and no more than needed', () => {
  const steps = { min: 1, max: 100, default: 20 }
  expect(frameStepsOf({ steps }, 0.6)).toBe(8)
  expect(frameStepsOf({ steps: { ...steps, default: 4 } }, 0.6)).toBe(4)
  expect(frameStepsOf({ steps: { ...steps, default: 1 } }, 0.3)).toBe(4)
  expect(frameStepsOf({ steps }, 0)).toBe(20)
})
