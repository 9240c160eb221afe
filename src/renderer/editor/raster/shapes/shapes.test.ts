import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import type { CoverageSource } from '../../document/raster.ts'
import { TileRaster } from '../tile-raster.ts'
import { ellipseSource } from './ellipse-source.ts'
import { gradientSource } from './gradient-source.ts'
import { polygonSource } from './polygon-source.ts'
import { rectSource } from './rect-source.ts'
import { tilesSource } from './tiles-source.ts'

const side = 24
const whole = { x: 0, y: 0, widthPx: side, heightPx: side }

function pixelsOf(source: CoverageSource, part: Rect = whole): Uint8Array {
  const read = source.read(part)
  if (typeof read !== 'string') return read
  return new Uint8Array(part.widthPx * part.heightPx).fill(read === 'full' ? 255 : 0)
}

/** Rows of hexadecimal digits: 0 = nothing, f = full. */
function draw(source: CoverageSource, part: Rect): string[] {
  const pixels = pixelsOf(source, part)
  return Array.from({ length: part.heightPx }, (_, y) =>
    Array.from(pixels.subarray(y * part.widthPx, (y + 1) * part.widthPx), (value) => (value >> 4).toString(16)).join(
      '',
    ),
  )
}

/** The share of 16 × 16 points of each pixel that are inside. */
function sampled(isInside: (x: number, y: number) => boolean): number[] {
  const points = 16
  return Array.from({ length: side * side }, (_, i) => {
    let inside = 0
    for (let sub = 0; sub < points * points; sub++) {
      const x = (i % side) + ((sub % points) + 0.5) / points
      const y = Math.floor(i / side) + (Math.floor(sub / points) + 0.5) / points
      if (isInside(x, y)) inside++
    }
    return (255 * inside) / points ** 2
  })
}

function windingAt(points: readonly Point[], x: number, y: number): number {
  let winding = 0
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length]!
    if (a.y <= y === b.y <= y) return
    if (a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x) < x) winding += a.y < b.y ? 1 : -1
  })
  return winding
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))
}

/** The pixels are the same whether the image is read at once or in parts of any size. */
function expectPartsToAgree(source: CoverageSource, stepPx: number): void {
  const all = pixelsOf(source)
  for (let y = 0; y < side; y += stepPx) {
    for (let x = 0; x < side; x += stepPx) {
      const part = { x, y, widthPx: Math.min(stepPx, side - x), heightPx: Math.min(stepPx, side - y) }
      const pixels = pixelsOf(source, part)
      pixels.forEach((value, i) => {
        const at = (y + Math.floor(i / part.widthPx)) * side + x + (i % part.widthPx)
        if (Math.abs(value - all[at]!) > 1) expect.fail(`${value} instead of ${all[at]} at ${x + i}, ${y}`)
      })
    }
  }
}

/** In quarters of a pixel. */
const length = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((quarters) => quarters / 4)
const coordinate = length(-6, side + 6)
const contour = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 14 })
const box = fc.record({
  x: coordinate,
  y: coordinate,
  widthPx: length(1, 30),
  heightPx: length(1, 30),
})

describe('rectSource', () => {
  const rect = { x: 1.25, y: 1, widthPx: 2.25, heightPx: 1.5 }
  const part = { x: 0, y: 0, widthPx: 5, heightPx: 4 }

  it('covers each pixel by its overlap', () => {
    expect(draw(rectSource(rect, true), part)).toEqual(['00000', '0bf80', '06840', '00000'])
  })

  it('covers whole pixels whose center is inside when hard', () => {
    expect(draw(rectSource(rect, false), part)).toEqual(['00000', '0ff00', '00000', '00000'])
  })

  it('bounds whole pixels and answers inside and outside without pixels', () => {
    const source = rectSource({ x: 3.5, y: 4, widthPx: 10, heightPx: 10.5 }, true)
    expect(source.bounds).toEqual({ x: 3, y: 4, widthPx: 11, heightPx: 11 })
    expect(source.read({ x: 4, y: 4, widthPx: 9, heightPx: 10 })).toBe('full')
    expect(source.read({ x: 14, y: 4, widthPx: 9, heightPx: 10 })).toBe('none')
  })

  it('is empty without extent', () => {
    expect(rectSource({ x: 3, y: 3, widthPx: 0, heightPx: 5 }, true).read(whole)).toBe('none')
    expect(rectSource({ x: 3.6, y: 3, widthPx: 0.5, heightPx: 5 }, false).bounds.widthPx).toBe(0)
  })
})

describe('ellipseSource', () => {
  it('covers pixels in proportion to the ellipse area', () => {
    fc.assert(
      fc.property(box, (rect) => {
        const { x, y, widthPx, heightPx } = rect
        const expected = sampled((px, py) => ((px - x) / widthPx - 0.5) ** 2 + ((py - y) / heightPx - 0.5) ** 2 < 0.25)
        expect(largestDifference(pixelsOf(ellipseSource(rect, true)), expected)).toBeLessThan(16)
      }),
      { numRuns: 20 },
    )
  })

  it('is round when hard', () => {
    expect(
      draw(ellipseSource({ x: 0, y: 0, widthPx: 6, heightPx: 6 }, false), { ...whole, widthPx: 6, heightPx: 6 }),
    ).toEqual(['0ffff0', 'ffffff', 'ffffff', 'ffffff', 'ffffff', '0ffff0'])
  })

  it('reads the same in parts and answers inside and outside without pixels', () => {
    const source = ellipseSource({ x: 1.3, y: 2.1, widthPx: 21, heightPx: 19 }, true)
    for (const step of [1, 5, 8]) expectPartsToAgree(source, step)
    expect(source.read({ x: 8, y: 8, widthPx: 6, heightPx: 6 })).toBe('full')
    expect(source.read({ x: 0, y: 0, widthPx: 3, heightPx: 3 })).toBe('none')
  })
})

describe('polygonSource', () => {
  it('fills by nonzero winding, even if the contour crosses itself', () => {
    fc.assert(
      fc.property(contour, (points) => {
        const expected = sampled((x, y) => windingAt(points, x, y) !== 0)
        expect(largestDifference(pixelsOf(polygonSource(points, true)), expected)).toBeLessThan(24)
      }),
      { numRuns: 20 },
    )
  })

  it('covers pixels whose center is inside when hard', () => {
    fc.assert(
      fc.property(contour, (points) => {
        pixelsOf(polygonSource(points, false)).forEach((value, i) => {
          const [x, y] = [(i % side) + 0.5, Math.floor(i / side) + 0.5]
          // A contour exactly through the center of a pixel may or may not count it.
          const expected = [-1e-9, 1e-9].map((by): number => (windingAt(points, x + by, y) === 0 ? 0 : 255))
          if (!expected.includes(value)) expect.fail(`${value} at ${x}, ${y}`)
        })
      }),
    )
  })

  it('reads the same in parts of any size', () => {
    fc.assert(
      fc.property(contour, fc.integer({ min: 1, max: 9 }), (points, step) => {
        expectPartsToAgree(polygonSource(points, true), step)
      }),
      { numRuns: 20 },
    )
  })

  it('leaves no hole where a lasso overlaps itself', () => {
    const round = Array.from({ length: 80 }, (_, i) => ({
      x: 12 + 9 * Math.cos((i / 80) * 2 * 2.3 * Math.PI),
      y: 12 + 9 * Math.sin((i / 80) * 2 * 2.3 * Math.PI),
    }))
    expect(pixelsOf(polygonSource(round, true))[12 * side + 12]).toBe(255)
    expect(draw(polygonSource(round, true), { x: 8, y: 8, widthPx: 8, heightPx: 8 })).toEqual(
      Array.from({ length: 8 }, () => 'ffffffff'),
    )
  })

  it('is independent of drawing direction', () => {
    const points = [
      { x: 2, y: 3 },
      { x: 20.5, y: 6 },
      { x: 9, y: 21 },
    ]
    expect(pixelsOf(polygonSource(points.toReversed(), true))).toEqual(pixelsOf(polygonSource(points, true)))
  })

  it('answers inside and outside without pixels, even beside a long slanted edge', () => {
    const source = polygonSource(
      [
        { x: 0, y: 0 },
        { x: 10_000, y: 10_000 },
        { x: 0, y: 10_000 },
      ],
      true,
    )
    expect(source.read({ x: 256, y: 5_120, widthPx: 256, heightPx: 256 })).toBe('full')
    expect(source.read({ x: 5_120, y: 256, widthPx: 256, heightPx: 256 })).toBe('none')
    expect(typeof source.read({ x: 5_120, y: 5_120, widthPx: 256, heightPx: 256 })).toBe('object')
    expect(source.bounds).toEqual({ x: 0, y: 0, widthPx: 10_000, heightPx: 10_000 })
  })

  it('is empty with fewer than three points', () => {
    expect(
      polygonSource(
        [
          { x: 1, y: 1 },
          { x: 5, y: 9 },
        ],
        true,
      ).read(whole),
    ).toBe('none')
  })
})

describe('gradientSource', () => {
  const size = { widthPx: 100, heightPx: 20 }

  it('ramps linearly from full to none', () => {
    const pixels = pixelsOf(gradientSource('linear', { x: 10, y: 5 }, { x: 61, y: 5 }, size), {
      x: 0,
      y: 3,
      widthPx: 100,
      heightPx: 1,
    })
    expect([pixels[5], pixels[10], pixels[35], pixels[60], pixels[70]]).toEqual([255, 253, 128, 2, 0])
  })

  it('is constant perpendicular to its direction', () => {
    const source = gradientSource('linear', { x: 0, y: 0 }, { x: 20, y: 20 }, size)
    const pixels = pixelsOf(source, { x: 0, y: 0, widthPx: 20, heightPx: 20 })
    expect(pixels[5 * 20 + 10]).toBe(pixels[10 * 20 + 5])
    expect(pixels[5 * 20 + 10]).toBe(pixels[15 * 20])
  })

  it('is circular and full in the center when radial', () => {
    const source = gradientSource('radial', { x: 50, y: 10 }, { x: 60, y: 10 }, size)
    const pixels = pixelsOf(source, { x: 0, y: 0, ...size })
    expect(pixels[9 * 100 + 49]).toBe(237)
    expect(pixels[9 * 100 + 45]).toBe(pixels[5 * 100 + 49])
    expect(pixels[10 * 100 + 61]).toBe(0)
  })

  it('answers before the start and past the end without pixels', () => {
    const source = gradientSource('linear', { x: 40, y: 5 }, { x: 60, y: 5 }, size)
    expect(source.read({ x: 0, y: 0, widthPx: 40, heightPx: 20 })).toBe('full')
    expect(source.read({ x: 60, y: 0, widthPx: 40, heightPx: 20 })).toBe('none')
    expect(
      gradientSource('radial', { x: 9, y: 9 }, { x: 19, y: 9 }, size).read({ x: 60, y: 0, widthPx: 9, heightPx: 9 }),
    ).toBe('none')
  })

  it('is empty without a direction', () => {
    expect(gradientSource('linear', { x: 4, y: 5 }, { x: 4, y: 5 }, size).read(whole)).toBe('none')
  })
})

describe('tilesSource', () => {
  it('reproduces its tiles', () => {
    const raster = new TileRaster()
    const size = { widthPx: 700, heightPx: 300 }
    const painted = raster.combine(
      raster.empty(size, 1),
      ellipseSource({ x: 100, y: 20, widthPx: 480, heightPx: 260 }, true),
      'add',
    )
    const tiles = new Map(
      raster.tiles(painted).map((tile, index) => [index, tile === null ? null : raster.pixels(tile)]),
    )
    const again = raster.combine(raster.empty(size, 1), tilesSource(size, tiles), 'add')
    const all = { x: 0, y: 0, ...size }
    expect(raster.read(again, all)).toEqual(raster.read(painted, all))
    expect(pixelsOf(tilesSource(size, tiles), { x: 200, y: 100, widthPx: 200, heightPx: 180 })).toEqual(
      raster.read(painted, { x: 200, y: 100, widthPx: 200, heightPx: 180 }),
    )
  })

  it('is empty where there are no tiles', () => {
    const tiles = new Map([
      [1, new Uint8Array(65_536).fill(9)],
      [2, null],
    ])
    const source = tilesSource({ widthPx: 700, heightPx: 300 }, tiles)
    expect(source.bounds).toEqual({ x: 256, y: 0, widthPx: 256, heightPx: 256 })
    expect(source.read({ x: 0, y: 0, widthPx: 256, heightPx: 256 })).toBe('none')
  })
})
