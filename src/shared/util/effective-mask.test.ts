import { describe, expect, it } from 'vitest'
import { effectiveMask, maskReachPx } from './effective-mask.ts'

const size = 41
const rect = { x: 0, y: 0, widthPx: size, heightPx: size }

function paintAt(points: readonly (readonly [number, number, number])[]) {
  const coverage = new Uint8Array(size * size)
  for (const [x, y, value] of points) coverage[y * size + x] = value
  return { rect, coverage }
}

/** Straight from the definition, every pixel against every painted one. */
function bruteForce(coverage: Uint8Array, growPx: number, featherPx: number): Uint8Array {
  const painted = [...coverage.keys()].filter((i) => coverage[i]! >= 128)
  return Uint8Array.from(coverage, (own, i) => {
    const d = Math.min(
      ...painted.map((p) => Math.hypot((p % size) - (i % size), Math.floor(p / size) - Math.floor(i / size))),
    )
    const t = Math.min(1, Math.max(0, (d - growPx) / featherPx))
    return Math.max(own, d <= growPx ? 255 : Math.round(255 * (1 - t * t * (3 - 2 * t))))
  })
}

describe('effectiveMask', () => {
  it('is exactly the paint when grow and soft edge are 0', () => {
    const paint = paintAt([
      [5, 5, 255],
      [20, 7, 40],
    ])
    expect(effectiveMask(paint, rect, { growPx: 0, featherPx: 0 })).toEqual(paint.coverage)
  })

  it('agrees with the definition for scattered paint', () => {
    const paint = paintAt([
      [3, 4, 255],
      [30, 22, 128],
      [31, 22, 255],
      [12, 38, 200],
      [25, 9, 127],
    ])
    const result = effectiveMask(paint, rect, { growPx: 3, featherPx: 7 })
    expect(result).toEqual(bruteForce(paint.coverage, 3, 7))
  })

  it('gives the same answer for a part as for the whole', () => {
    const paint = paintAt([[20, 20, 255]])
    const edge = { growPx: 4, featherPx: 6 }
    const whole = effectiveMask(paint, rect, edge)
    const area = { x: 12, y: 15, widthPx: 9, heightPx: 7 }
    const part = effectiveMask(paint, area, edge)
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 9; x++) expect(part[y * 9 + x]).toBe(whole[(15 + y) * size + 12 + x])
  })

  it('reaches no further than it says', () => {
    const paint = paintAt([[20, 20, 255]])
    const edge = { growPx: 2.5, featherPx: 3 }
    const result = effectiveMask(paint, rect, edge)
    const reach = maskReachPx(edge)
    expect(result[20 * size + 20 + reach + 1]).toBe(0)
    expect(result[20 * size + 22]).toBe(255)
  })

  it('leaves faint paint as it is: it is not grown', () => {
    const paint = paintAt([[20, 20, 100]])
    expect(effectiveMask(paint, rect, { growPx: 5, featherPx: 5 })).toEqual(paint.coverage)
  })
})
