import * as fc from 'fast-check'
import { sharp } from '../../../platform/pure/sharp.ts'
import { describe, expect, it } from 'vitest'
import { coverMarkRegions, markRegionBounds } from '../../../../shared/domain/mark-regions.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import { decodeCoverage } from '../mask/decode-coverage.ts'
import { drawMarkupMask } from './draw-markup-mask.ts'
import { measureMask } from './measure-mask.ts'

const { signal } = new AbortController()
const box = (x: number, y: number, widthPx: number, heightPx: number): Mark => ({
  id: 'm',
  shape: 'box',
  color: 'red',
  text: '',
  rect: { x, y, widthPx, heightPx },
})
const rect = fc.tuple(
  fc.integer({ min: -40, max: 90 }),
  fc.integer({ min: -40, max: 90 }),
  fc.nat({ max: 60 }),
  fc.nat({ max: 60 }),
)

describe('a mask made from marks', () => {
  it('is what they touch, pixel for pixel, at any width', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rect, { maxLength: 3 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 40 }),
        async (rects, widthPx, heightPx) => {
          const size = { widthPx, heightPx }
          const marks = rects.map((each) => box(...each))
          const maskPng = await drawMarkupMask({ marks, size }, signal)
          const covered = coverMarkRegions(marks, size, { x: 0, y: 0, ...size })
          expect(Buffer.compare(await decodeCoverage(maskPng, size, 'mask'), covered)).toBe(0)
          expect(await measureMask({ maskPng, size }, signal)).toEqual(markRegionBounds(marks, size))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is a gray PNG of a few kilobytes for 24 megapixels', async () => {
    const size = { widthPx: 6_000, heightPx: 4_000 }
    const png = await drawMarkupMask({ marks: [box(700, 900, 2_001, 1_003)], size }, signal)
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 6_000, height: 4_000, channels: 1 })
    expect(png.length).toBeLessThan(40_000)
  })

  it('stops when it is canceled', async () => {
    const size = { widthPx: 4_000, heightPx: 4_000 }
    await expect(drawMarkupMask({ marks: [], size }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'request/cancelled',
    })
  })
})
