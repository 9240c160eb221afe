import { describe, expect, it } from 'vitest'
import reference from '../../../../../test/support/vision/pillow-reference.json' with { type: 'json' }
import type { ResampleFilter } from '../../imaging.ts'
import { resizeLikePillow } from './pillow-resize.ts'

/** The same formula as in the script that wrote the reference: noise without a random generator. */
function source(widthPx: number, heightPx: number) {
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => Math.imul(at, 2654435761) >>> 24)
  return { rgb, widthPx, heightPx }
}

describe('resizeLikePillow', () => {
  it.each(reference.cases)('matches Pillow exactly: $from to $to, $filter', ({ from, to, filter, rgb }) => {
    const target = { widthPx: to[0]!, heightPx: to[1]! }
    const resized = resizeLikePillow(source(from[0]!, from[1]!), target, filter as ResampleFilter)
    expect({ widthPx: resized.widthPx, heightPx: resized.heightPx }).toEqual(target)
    expect(Buffer.from(resized.rgb).toString('base64')).toBe(rgb)
  })

  it('returns an image of the target size unchanged', () => {
    const image = source(5, 4)
    expect(resizeLikePillow(image, image, 'bicubic')).toBe(image)
  })
})
