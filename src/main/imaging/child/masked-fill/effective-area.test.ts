import { describe, expect, it } from 'vitest'
import { effectiveMask } from '../../../../shared/util/mask/effective-mask.ts'
import { applyEffectiveMask, boundsOfCoverage } from './effective-area.ts'

const size = { widthPx: 60, heightPx: 40 }

function paint(...pixels: readonly (readonly [x: number, y: number, coverage: number])[]): Uint8Array {
  const coverage = new Uint8Array(size.widthPx * size.heightPx)
  for (const [x, y, value] of pixels) coverage[y * size.widthPx + x] = value
  return coverage
}

describe('boundsOfCoverage', () => {
  it('includes every painted pixel, however faint', () => {
    expect(boundsOfCoverage(paint([10, 5, 1], [7, 9, 255], [30, 8, 3]), size)).toEqual({
      x: 7,
      y: 5,
      widthPx: 24,
      heightPx: 5,
    })
  })

  it.each([
    [0, 0],
    [59, 39],
  ])('finds a single pixel at %i, %i', (x, y) => {
    expect(boundsOfCoverage(paint([x, y, 255]), size)).toEqual({ x, y, widthPx: 1, heightPx: 1 })
  })

  it('is null when nothing is painted', () => {
    expect(boundsOfCoverage(paint(), size)).toBeNull()
  })
})

describe('applyEffectiveMask', () => {
  it.each([
    { growPx: 0, featherPx: 0 },
    { growPx: 3, featherPx: 0 },
    { growPx: 2.5, featherPx: 7 },
    { growPx: 100, featherPx: 20 },
  ])('gives the same mask as processing the whole image, with %o', (edge) => {
    const whole = { x: 0, y: 0, ...size }
    const made = paint([3, 3, 255], [20, 20, 200], [21, 20, 90], [50, 39, 128])
    const expected = effectiveMask({ rect: whole, coverage: made.slice() }, whole, edge)
    applyEffectiveMask(made, size, edge)
    expect(made).toEqual(expected)
  })

  it('returns the bounds of the grown and feathered mask', () => {
    const made = paint([3, 20, 255])
    expect(applyEffectiveMask(made, size, { growPx: 2, featherPx: 3 })).toEqual({
      x: 0,
      y: 15,
      widthPx: 9,
      heightPx: 11,
    })
  })

  it('returns null when nothing is painted', () => {
    expect(applyEffectiveMask(paint(), size, { growPx: 2, featherPx: 3 })).toBeNull()
  })
})
