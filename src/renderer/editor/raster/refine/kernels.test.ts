import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blur } from './refine-tiles.ts'
import { dilate, erode } from './dilate.ts'
import { fillHoles } from './fill-holes.ts'
import { smooth } from './smooth.ts'

const side = 16
const size = { widthPx: side, heightPx: side }
const whole = { x: 0, y: 0, ...size }

type Kernel = (pixels: Uint8Array) => Uint8Array
const grown =
  (px: number): Kernel =>
  (pixels) =>
    dilate(pixels, size, whole, px)
const shrunk =
  (px: number): Kernel =>
  (pixels) =>
    erode(pixels, size, whole, px)

/** Few values, which gives plateaus as in masks, and arbitrary values, unlike any mask. */
const hard = fc.array(fc.constantFrom(0, 0, 255), { minLength: side * side, maxLength: side * side })
const soft = fc.array(fc.constantFrom(0, 0, 0, 60, 153, 255, 255), { minLength: side * side, maxLength: side * side })
const noise = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: side * side, maxLength: side * side })
const mask = fc.oneof(hard, soft, noise).map((values) => Uint8Array.from(values))
const radius = fc.integer({ min: 1, max: 24 }).map((quarters) => quarters / 4)

/** The values within a disc, clipped to the image. */
function around(pixels: Uint8Array, at: number, reach: number): number[] {
  const values: number[] = []
  for (let i = 0; i < pixels.length; i++) {
    const distance = Math.hypot((i % side) - (at % side), Math.floor(i / side) - Math.floor(at / side))
    if (distance <= reach) values.push(pixels[i]!)
  }
  return values
}

const mapEach = (pixels: Uint8Array, of: (at: number) => number) => Uint8Array.from(pixels, (_, at) => of(at))
const contains = (a: Uint8Array, b: Uint8Array) => a.every((value, at) => value >= b[at]!)

function draw(rows: readonly string[]): Uint8Array {
  const pixels = new Uint8Array(side * side)
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) pixels[y * side + x] = Number.parseInt(row[x]!, 16) * 17
  })
  return pixels
}

function show(pixels: Uint8Array, columns: number, rows: number): string[] {
  return Array.from({ length: rows }, (_, y) =>
    Array.from(pixels.subarray(y * side, y * side + columns), (value) => Math.round(value / 17).toString(16)).join(''),
  )
}

describe('dilate and erode', () => {
  it('take the maximum and minimum within the disc', () => {
    fc.assert(
      fc.property(mask, radius, (pixels, px) => {
        expect(grown(px)(pixels)).toEqual(mapEach(pixels, (at) => Math.max(...around(pixels, at, px))))
        expect(shrunk(px)(pixels)).toEqual(mapEach(pixels, (at) => Math.min(...around(pixels, at, px))))
      }),
    )
  })

  it('form a closing that removes nothing and an opening that adds nothing', () => {
    fc.assert(
      fc.property(mask, radius, (pixels, px) => {
        const closed = shrunk(px)(grown(px)(pixels))
        expect(contains(closed, pixels)).toBe(true)
        expect(contains(pixels, grown(px)(shrunk(px)(pixels)))).toBe(true)
        expect(shrunk(px)(grown(px)(closed))).toEqual(closed)
      }),
    )
  })

  it('preserve soft edges', () => {
    const pixels = draw(['0000000000', '00008c0000', '0000000000'])
    expect(show(grown(1)(pixels), 10, 3)).toEqual(['00008c0000', '0008ccc000', '00008c0000'])
  })

  it('give the same values for a part as for the whole', () => {
    fc.assert(
      fc.property(mask, fc.integer({ min: 1, max: 4 }), (pixels, px) => {
        const part = dilate(pixels, size, { x: 5, y: 4, widthPx: 6, heightPx: 7 }, px)
        const all = grown(px)(pixels)
        expect(part).toEqual(Uint8Array.from(part, (_, i) => all[(4 + Math.floor(i / 6)) * side + 5 + (i % 6)]!))
      }),
    )
  })
})

const clamp = (at: number) => Math.min(side - 1, Math.max(0, at))

/** The true curve, with edge pixels repeated beyond the border. */
function gaussian(pixels: Uint8Array, sigma: number): number[] {
  const reach = Math.ceil(4 * sigma)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return Array.from(pixels, (_, at) => {
    let sum = 0
    weights.forEach((down, dy) => {
      const row = clamp(Math.floor(at / side) + dy - reach) * side
      weights.forEach((across, dx) => {
        sum += down * across * pixels[row + clamp((at % side) + dx - reach)]!
      })
    })
    return sum / total / total
  })
}

describe('blur', () => {
  it('approximates a Gaussian for any width', () => {
    fc.assert(
      fc.property(hard, fc.integer({ min: 2, max: 12 }), (values, quarters) => {
        const pixels = Uint8Array.from(values)
        const sigma = quarters / 4
        const expected = gaussian(pixels, sigma)
        const wrong = Array.from(blur(pixels, size, whole, sigma), (value, at) => Math.abs(value - expected[at]!))
        expect(Math.max(...wrong)).toBeLessThan(sigma < 1 ? 24 : 9)
      }),
      { numRuns: 40 },
    )
  })

  it('leaves uniform masks unchanged and does nothing at zero width', () => {
    const pixels = new Uint8Array(side * side).fill(153)
    expect(blur(pixels, size, whole, 5)).toEqual(pixels)
    const dot = draw(['000', '0f0'])
    expect(blur(dot, size, whole, 0)).toEqual(dot)
  })

  it('gives the same values for a part as for the whole', () => {
    fc.assert(
      fc.property(noise, (values) => {
        const pixels = Uint8Array.from(values)
        const all = blur(pixels, size, whole, 0.8)
        const part = blur(pixels, size, { x: 7, y: 7, widthPx: 3, heightPx: 2 }, 0.8)
        expect(part).toEqual(Uint8Array.from(part, (_, i) => all[(7 + Math.floor(i / 3)) * side + 7 + (i % 3)]!))
      }),
    )
  })
})

describe('smooth', () => {
  it('averages the middle values of the disc', () => {
    fc.assert(
      fc.property(mask, fc.integer({ min: 1, max: 5 }), (pixels, px) => {
        const expected = mapEach(pixels, (at) => {
          const values = around(pixels, at, px + 0.5).toSorted((a, b) => a - b)
          const count = Math.min(values.length, 2 * px + 1)
          const first = Math.floor((values.length - count) / 2)
          return Math.round(values.slice(first, first + count).reduce((sum, value) => sum + value, 0) / count)
        })
        expect(smooth(pixels, size, whole, px)).toEqual(expected)
      }),
    )
  })

  it('straightens staircases, removes specks and preserves mask strength', () => {
    const stairs = Uint8Array.from({ length: side * side }, (_, at) =>
      Math.floor((at % side) / 4) * 2 + 4 < Math.floor(at / side) ? 153 : 0,
    )
    stairs[2 * side + 12] = 153
    const smoothed = smooth(stairs, size, whole, 3)
    expect(smoothed[2 * side + 12]).toBe(0)
    expect(smoothed[14 * side + 2]).toBe(153)
    const edge = Array.from({ length: 8 }, (_, x) => {
      const column = Array.from({ length: side }, (_row, y) => smoothed[y * side + x + 4]!)
      return column.reduce((sum, value) => sum + value, 0) / 153
    })
    const steps = edge.slice(1).map((height, i) => edge[i]! - height)
    // The stairs are two pixels high; the line descends by half a pixel each.
    expect(Math.max(...steps)).toBeLessThan(1.2)
  })
})

const edgeAt = (x: number) => 40 + 0.3 * x

describe('smooth with a large disc', () => {
  const largePx = 96
  const large = { widthPx: largePx, heightPx: largePx }
  /** Full below a diagonal line, with bumps of 5 × 5 above it. */
  const bumpy = Uint8Array.from({ length: largePx * largePx }, (_, at) => {
    const [x, y] = [at % largePx, Math.floor(at / largePx)]
    const isBump = x % 24 < 5 && y > edgeAt(x) - 5
    return y + 0.5 > edgeAt(x + 0.5) || isBump ? 255 : 0
  })

  it.each([16, 24, 40])('keeps a straight edge in place and removes bumps at %d px', (px) => {
    const smoothed = smooth(bumpy, large, { x: 0, y: 0, ...large }, px)
    for (let x = px; x < largePx - px; x++) {
      let full = 0
      for (let y = 0; y < largePx; y++) full += smoothed[y * largePx + x]! / 255
      // The bumps add their share to the edge: a fifth of 5 px.
      expect(largePx - full).toBeGreaterThan(edgeAt(x + 0.5) - 1.8)
      expect(largePx - full).toBeLessThan(edgeAt(x + 0.5) + 0.6)
    }
  })
})

/** By definition: repeatedly, each pixel the minimum of its neighbors, but never below its own value. */
function naive(pixels: Uint8Array): Uint8Array {
  const out = Uint8Array.from(pixels, (value, at) => {
    const x = at % side
    const y = Math.floor(at / side)
    return x === 0 || y === 0 || x === side - 1 || y === side - 1 ? value : 255
  })
  for (let isChanging = true; isChanging;) {
    isChanging = false
    for (let y = 1; y < side - 1; y++) {
      for (let x = 1; x < side - 1; x++) {
        const at = y * side + x
        const minimum = Math.min(out[at - 1]!, out[at + 1]!, out[at - side]!, out[at + side]!)
        const value = Math.max(pixels[at]!, Math.min(out[at]!, minimum))
        isChanging ||= value !== out[at]
        out[at] = value
      }
    }
  }
  return out
}

describe('fillHoles', () => {
  it('fills enclosed areas', () => {
    fc.assert(
      fc.property(mask, (pixels) => {
        expect(fillHoles(pixels, size)).toEqual(naive(pixels))
      }),
    )
  })

  it('is idempotent and never lowers coverage', () => {
    fc.assert(
      fc.property(mask, (pixels) => {
        const filled = fillHoles(pixels, size)
        expect(contains(filled, pixels)).toBe(true)
        expect(fillHoles(filled, size)).toEqual(filled)
      }),
    )
  })

  it('fills to the strength of the rim, closed by diagonals too, but leaves open shapes', () => {
    const pixels = draw(['00000000000', '000f0000880', '00f0f008008', '000f0008008', '00000000880', '0ff', '0f0'])
    expect(show(fillHoles(pixels, size), 11, 7)).toEqual([
      '00000000000',
      '000f0000880',
      '00fff008888',
      '000f0008888',
      '00000000880',
      '0ff00000000',
      '0f000000000',
    ])
  })
})
