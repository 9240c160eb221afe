import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveMask, maskContextPx, maskReachPx, type MaskEdge } from './effective-mask.ts'

const size = 41
const rect = { x: 0, y: 0, widthPx: size, heightPx: size }
type Dot = readonly [x: number, y: number, value: number]

function paintAt(dots: readonly Dot[]) {
  const coverage = new Uint8Array(size * size)
  for (const [x, y, value] of dots) coverage[y * size + x] = value
  return { rect, coverage }
}

const effective = (dots: readonly Dot[], edge: MaskEdge) => effectiveMask(paintAt(dots), rect, edge)

function rampAt(d: number, { growPx, featherPx }: MaskEdge): number {
  if (d <= growPx) return 1
  const t = Math.min(1, (d - growPx) / featherPx)
  return 1 - t * t * (3 - 2 * t)
}

/**
 * Reference implementation from the definition: compares every pixel with every painted one, without strength levels.
 */
function dilated({ coverage }: { coverage: Uint8Array }, edge: MaskEdge): Uint8Array {
  const painted = [...coverage.keys()].filter((i) => coverage[i]! >= 8)
  return Uint8Array.from(coverage, (value, i) => {
    const arriving = painted.map((p) => {
      const ramp = rampAt(Math.hypot((p % size) - (i % size), Math.floor(p / size) - Math.floor(i / size)), edge)
      return ramp === 0 ? 0 : Math.max(1, Math.round(coverage[p]! * ramp))
    })
    return Math.max(value, ...arriving)
  })
}

const isNothing = (value: number) => value === 0

const coordinate = fc.integer({ min: 0, max: size - 1 })
const dots = fc.array(fc.tuple(coordinate, coordinate, fc.integer({ min: 1, max: 255 })), {
  minLength: 1,
  maxLength: 25,
})
/** In quarter pixels, as sliders produce them. */
const pixels = (max: number) => fc.integer({ min: 0, max: max * 4 }).map((quarters) => quarters / 4)
/** A feather below 4 px leaves every rim as it is. */
const thinEdge = fc.record({ growPx: pixels(9), featherPx: pixels(3) })
const anyEdge = fc.record({ growPx: pixels(9), featherPx: pixels(20) })

describe('effectiveMask', () => {
  it('equals the paint when grow and feather are 0', () => {
    const paint = paintAt([
      [5, 5, 255],
      [20, 7, 40],
    ])
    expect(effectiveMask(paint, rect, { growPx: 0, featherPx: 0 })).toEqual(paint.coverage)
  })

  it('is the distance to the paint scaled by its strength', () => {
    fc.assert(
      fc.property(dots, anyEdge, fc.integer({ min: 8, max: 255 }), (painted, edge, strength) => {
        const paint = paintAt(painted.map(([x, y]) => [x, y, strength]))
        expect(effectiveMask(paint, rect, edge)).toEqual(dilated(paint, edge))
      }),
    )
  })

  it('approximates gray dilation to within one level', () => {
    fc.assert(
      fc.property(dots, thinEdge, (painted, edge) => {
        const paint = paintAt(painted)
        const exact = dilated(paint, edge)
        const difference = Array.from(effectiveMask(paint, rect, edge), (value, i) => exact[i]! - value)
        expect(Math.min(...difference)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...difference)).toBeLessThan(48)
      }),
    )
  })

  it('is 0 exactly where only the faintest paint, or none, is in reach', () => {
    fc.assert(
      fc.property(dots, anyEdge, (painted, edge) => {
        const paint = paintAt(painted)
        expect(Array.from(effectiveMask(paint, rect, edge), isNothing)).toEqual(
          Array.from(dilated(paint, edge), isNothing),
        )
      }),
    )
  })

  it('covers the same pixels for combined masks as for each alone, at nearly the same strength', () => {
    fc.assert(
      fc.property(dots, dots, thinEdge, (paintedA, paintedB, edge) => {
        const a = paintAt(paintedA)
        const b = paintAt(paintedB)
        const union = { rect, coverage: a.coverage.map((value, i) => Math.max(value, b.coverage[i]!)) }
        const separate = effectiveMask(b, rect, edge)
        effectiveMask(a, rect, edge).forEach((value, i) => (separate[i] = Math.max(separate[i]!, value)))
        const together = effectiveMask(union, rect, edge)
        expect(Array.from(together, isNothing)).toEqual(Array.from(separate, isNothing))
        expect(Math.max(...Array.from(together, (value, i) => Math.abs(value - separate[i]!)))).toBeLessThan(48)
      }),
    )
  })

  it('gives the same result for an area as for the whole', () => {
    fc.assert(
      fc.property(dots, anyEdge, (painted, edge) => {
        const paint = paintAt(painted)
        const whole = effectiveMask(paint, rect, edge)
        const area = { x: 18, y: 15, widthPx: 5, heightPx: 7 }
        const context = Math.min(15, maskContextPx(edge))
        const around = { x: 18 - context, y: 15 - context, widthPx: 5 + 2 * context, heightPx: 7 + 2 * context }
        const part = new Uint8Array(around.widthPx * around.heightPx)
        for (let y = 0; y < around.heightPx; y++)
          for (let x = 0; x < around.widthPx; x++)
            part[y * around.widthPx + x] = paint.coverage[(around.y + y) * size + around.x + x]!
        fc.pre(context === maskContextPx(edge))
        const result = effectiveMask({ rect: around, coverage: part }, area, edge)
        for (let y = 0; y < 7; y++)
          for (let x = 0; x < 5; x++) expect(result[y * 5 + x]).toBe(whole[(15 + y) * size + 18 + x])
      }),
    )
  })

  it('reaches no further than maskReachPx', () => {
    const edge = { growPx: 2.5, featherPx: 3 }
    const result = effective([[20, 20, 255]], edge)
    expect(result[20 * size + 20 + maskReachPx(edge) + 1]).toBe(0)
    expect(result[20 * size + 22]).toBe(255)
  })

  it('gives a 60 % mask an edge no stronger than its inside', () => {
    const square: Dot[] = []
    for (let y = 15; y < 25; y++) for (let x = 15; x < 25; x++) square.push([x, y, 153])
    const result = effective(square, { growPx: 4, featherPx: 8 })
    expect(Math.max(...result)).toBe(153)
    expect(result[20 * size + 12]).toBe(153)
    expect(result[20 * size + 8]).toBeGreaterThan(20)
  })

  it('treats an anti-aliased rim as paint, so that it leaves no streaks', () => {
    const square: Dot[] = []
    for (let y = 15; y < 25; y++) {
      for (let x = 15; x < 25; x++) square.push([x, y, 153])
      square.push([25, y, 20 + ((y * 37) % 110)])
    }
    const result = effective(square, { growPx: 4, featherPx: 8 })
    const column = Array.from({ length: 6 }, (_, i) => result[(17 + i) * size + 28]!)
    expect(column).toEqual(column.map(() => 153))
  })

  it('does not widen the faintest paint', () => {
    const paint = paintAt([[20, 20, 7]])
    expect(effectiveMask(paint, rect, { growPx: 5, featherPx: 5 })).toEqual(paint.coverage)
  })

  it('is continuous across the borders of its blocks', () => {
    const wide = { x: 0, y: 0, widthPx: 1_100, heightPx: 40 }
    const coverage = new Uint8Array(1_100 * 40)
    for (const x of [505, 511, 512, 530, 1_030]) coverage[20 * 1_100 + x] = 200
    const edge = { growPx: 5, featherPx: 12 }
    const result = effectiveMask({ rect: wide, coverage }, wide, edge)
    for (let x = 480; x < 560; x++) {
      const nearest = Math.min(...[505, 511, 512, 530].map((at) => Math.abs(at - x)))
      const ramp = rampAt(nearest, edge)
      expect(result[20 * 1_100 + x]).toBe(ramp === 0 ? 0 : Math.max(1, Math.round(200 * ramp)))
    }
  })
})
