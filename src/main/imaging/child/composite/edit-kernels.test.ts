import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blurPlane, blurWeighted } from './blur-plane.ts'
import { distanceField, distanceUnit } from './distance-field.ts'
import { powerOfTwoFrom, transformImage } from './fourier.ts'
import { fromOklab, toOklab } from './oklab.ts'
import { likelyShifts } from './phase-correlation.ts'
import { affineOf, composeAffine, inPlace } from './placement.ts'
import { shrinkToPlanes } from './planes.ts'
import { resample } from './resample.ts'
import { enlargePixels } from './scale-pixels.ts'
import { stretchField } from './seam-membrane.ts'

const lab = { lightness: 0, a: 0, b: 0 }
const rgb = { red: 0, green: 0, blue: 0 }

function noise(length: number, seed = 1): Float32Array {
  return Float32Array.from({ length }, (_, n) => Math.imul(n + seed * 7919, 0x9e3779b1) >>> 24)
}

describe('transformImage', () => {
  it('matches the discrete Fourier sum', () => {
    const [width, height] = [8, 4]
    const values = noise(width * height)
    const [real, imaginary] = [Float64Array.from(values), new Float64Array(values.length)]
    transformImage(real, imaginary, width, height, 'forward')
    for (const [u, v] of [
      [0, 0],
      [3, 1],
      [7, 3],
    ] as const) {
      let [re, im] = [0, 0]
      values.forEach((value, n) => {
        const turn = -2 * Math.PI * ((u * (n % width)) / width + (v * Math.floor(n / width)) / height)
        re += value * Math.cos(turn)
        im += value * Math.sin(turn)
      })
      expect(real[v * width + u]).toBeCloseTo(re, 6)
      expect(imaginary[v * width + u]).toBeCloseTo(im, 6)
    }
  })

  it('is undone by the inverse transform', () => {
    const values = noise(32 * 16)
    const [real, imaginary] = [Float64Array.from(values), new Float64Array(values.length)]
    transformImage(real, imaginary, 32, 16, 'forward')
    transformImage(real, imaginary, 32, 16, 'inverse')
    expect(real.every((value, n) => Math.abs(value / values.length - values[n]!) < 1e-9)).toBe(true)
  })

  it('rounds lengths up to powers of two', () => {
    expect([1, 2, 3, 64, 65].map(powerOfTwoFrom)).toEqual([2, 2, 4, 64, 128])
  })
})

describe('blurPlane', () => {
  const size = { widthPx: 61, heightPx: 47 }

  it.each([0.8, 2, 7])('spreads a point as a Gaussian of %d px', (sigma) => {
    const point = new Float32Array(61 * 47)
    point[23 * 61 + 30] = 1
    const blurred = blurPlane(point, size, sigma)
    const [mean, variance] = [0, 0].map((_, power) =>
      blurred.reduce((sum, value, n) => sum + value * ((n % 61) - 30) ** (power + 1), 0),
    ) as [number, number]
    expect(blurred.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4)
    expect(mean).toBeCloseTo(0, 4)
    expect(Math.sqrt(variance)).toBeCloseTo(sigma, 1)
  })

  it('keeps a uniform plane unchanged up to the edges', () => {
    const even = new Float32Array(61 * 47).fill(42)
    expect(blurPlane(even, size, 5).every((value) => Math.abs(value - 42) < 1e-3)).toBe(true)
  })

  it('lets no values of zero weight bleed in', () => {
    const half = Float32Array.from({ length: 61 * 47 }, (_, n) => (n % 61 < 30 ? 10 : 250))
    const weights = half.map((value) => (value === 10 ? 1 : 0))
    const blurred = blurWeighted(half, weights, size, 4)
    expect(blurred[20 * 61 + 29]).toBeCloseTo(10, 3)
  })
})

describe('distanceField', () => {
  it('is within 2% of the true distance and exact along rows and columns', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(1599), { minLength: 1, maxLength: 5 }),
        (widthPx, heightPx, indices) => {
          const seeds = new Uint8Array(widthPx * heightPx)
          for (const index of indices) seeds[index % seeds.length] = 1
          const field = distanceField(seeds, { widthPx, heightPx }, 1000)
          const at = indices.map(
            (index) => [(index % seeds.length) % widthPx, Math.floor((index % seeds.length) / widthPx)] as const,
          )
          field.forEach((distance, n) => {
            const [x, y] = [n % widthPx, Math.floor(n / widthPx)]
            const truth = Math.min(...at.map(([sx, sy]) => Math.hypot(x - sx, y - sy)))
            expect(Math.abs(distance / distanceUnit - truth)).toBeLessThanOrEqual(0.021 * truth + 1e-9)
          })
        },
      ),
      { numRuns: 60 },
    )
    const line = distanceField(Uint8Array.of(0, 0, 1, 0, 0, 0), { widthPx: 6, heightPx: 1 }, 9)
    expect([...line].map((distance) => distance / distanceUnit)).toEqual([2, 1, 0, 1, 2, 3])
  })

  it('is capped at its limit when there are no seeds nearby', () => {
    expect([...distanceField(new Uint8Array(4), { widthPx: 2, heightPx: 2 }, 3)]).toEqual([15, 15, 15, 15])
  })
})

describe('OKLab', () => {
  it('gives the published value for white and no hue for grays', () => {
    toOklab(255, 255, 255, lab)
    expect([lab.lightness, lab.a, lab.b].map((value) => Math.round(value * 1000) / 1000 + 0)).toEqual([1, 0, 0])
    toOklab(100, 100, 100, lab)
    expect(Math.hypot(lab.a, lab.b)).toBeLessThan(1e-3)
  })

  it('gives the published value for pure red', () => {
    toOklab(255, 0, 0, lab)
    expect([lab.lightness, lab.a, lab.b].map((value) => Number(value.toFixed(3)))).toEqual([0.628, 0.225, 0.126])
  })

  it('converts to OKLab and back within 0.15 of a level', () => {
    const level = fc.double({ min: 0, max: 255, noNaN: true })
    fc.assert(
      fc.property(level, level, level, (red, green, blue) => {
        toOklab(red, green, blue, lab)
        fromOklab(lab.lightness, lab.a, lab.b, rgb)
        for (const [found, wanted] of [
          [rgb.red, red],
          [rgb.green, green],
          [rgb.blue, blue],
        ] as const)
          expect(Math.abs(found - wanted)).toBeLessThan(0.15)
      }),
    )
  })

  it('clamps to the range of a channel', () => {
    fromOklab(1.4, 0.3, 0.3, rgb)
    expect([rgb.red, rgb.green, rgb.blue].every((value) => value >= 0 && value <= 255)).toBe(true)
  })
})

describe('resample', () => {
  const image = {
    widthPx: 24,
    heightPx: 20,
    rgba: Uint8Array.from({ length: 24 * 20 * 4 }, (_, at) => (at % 4 === 3 ? 255 : Math.imul(at, 0x9e3779b1) >>> 24)),
  }
  const still = affineOf(inPlace, image)
  const red = (x: number, y: number): number => image.rgba[(y * 24 + x) * 4]!

  it('copies the exact pixels of any area when placed unchanged', () => {
    const area = { x: 3, y: 5, widthPx: 9, heightPx: 8 }
    const { red: found } = resample(image, false, still, area)
    expect([...found]).toEqual(Array.from({ length: 72 }, (_, n) => red(3 + (n % 9), 5 + Math.floor(n / 9))))
  })

  it('copies neighboring pixels when shifted by whole pixels and repeats the edge', () => {
    const moved = { ...still, cx: 4, cy: -3 }
    const { red: found } = resample(image, false, moved, { x: 0, y: 0, widthPx: 24, heightPx: 20 })
    expect(found[10 * 24 + 7]).toBe(red(11, 7))
    expect(found[0]).toBe(red(4, 0))
    expect(found[19 * 24 + 23]).toBe(red(23, 16))
  })

  it('keeps a linear gradient straight when shifted, scaled and rotated slightly', () => {
    const rgba = Uint8Array.from({ length: 200 * 200 * 4 }, (_, at) => {
      const n = at >> 2
      return at % 4 === 3 ? 255 : at % 4 === 0 ? n % 200 : Math.floor(n / 200)
    })
    const affine = affineOf({ shiftX: 1.3, shiftY: -2.7, scale: 1.01, rotation: 0.02 }, { widthPx: 200, heightPx: 200 })
    const area = { x: 60, y: 60, widthPx: 80, heightPx: 80 }
    const { red: columns, green: rows } = resample({ widthPx: 200, heightPx: 200, rgba }, false, affine, area)
    for (let n = 0; n < columns.length; n += 7) {
      const [x, y] = [60.5 + (n % 80), 60.5 + Math.floor(n / 80)]
      expect(columns[n]).toBeCloseTo(affine.ax * x + affine.bx * y + affine.cx - 0.5, 1)
      expect(rows[n]).toBeCloseTo(affine.ay * x + affine.by * y + affine.cy - 0.5, 1)
    }
  })

  it('ignores the colors of transparent pixels', () => {
    const rgba = Uint8Array.from({ length: 12 * 4 }, (_, at) => {
      const isClear = at >> 2 < 6
      return at % 4 === 3 ? (isClear ? 0 : 255) : isClear ? 255 : 40
    })
    const half = { ...still, cx: 0.5, cy: 0 }
    const found = resample({ widthPx: 12, heightPx: 1, rgba }, true, half, { x: 0, y: 0, widthPx: 12, heightPx: 1 })
    expect(found.opacity![5]).toBeCloseTo(0.5, 1)
    expect(found.red[5]).toBeCloseTo(40, 0)
  })

  it('handles an image of one pixel', () => {
    const single = { widthPx: 1, heightPx: 1, rgba: Uint8Array.of(7, 8, 9, 255) }
    const enlarged = { ax: 0.1, bx: 0, cx: 0, ay: 0, by: 0.1, cy: 0 }
    const { red: found } = resample(single, false, enlarged, { x: 0, y: 0, widthPx: 10, heightPx: 10 })
    expect(found.every((value) => Math.abs(value - 7) < 1e-3)).toBe(true)
  })
})

describe('shrinkToPlanes', () => {
  it('gives each pixel the mean of the area it covers, at any ratio', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (fromPx, toPx) => {
        fc.pre(toPx <= fromPx)
        const rgba = Uint8Array.from({ length: fromPx * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at * 37) % 256))
        const line = { widthPx: fromPx, heightPx: 1, rgba }
        const { red } = shrinkToPlanes(
          line,
          { x: 0, y: 0, widthPx: fromPx, heightPx: 1 },
          { widthPx: toPx, heightPx: 1 },
        )
        red.forEach((found, n) => {
          const [from, to] = [(n * fromPx) / toPx, ((n + 1) * fromPx) / toPx]
          let sum = 0
          for (let x = 0; x < fromPx; x++) sum += Math.max(0, Math.min(to, x + 1) - Math.max(from, x)) * rgba[x * 4]!
          expect(found).toBeCloseTo(sum / (to - from), 2)
        })
      }),
    )
  })
})

describe('stretchField', () => {
  it('continues a gradient known at its borders', () => {
    const size = { widthPx: 33, heightPx: 21 }
    const known = Float32Array.from({ length: 33 * 21 }, (_, n) => {
      const [x, y] = [n % 33, Math.floor(n / 33)]
      return x < 2 || y < 2 || x > 30 || y > 18 ? 1 : 0
    })
    const slope = Float32Array.from(known, (_, n) => (n % 33) * 2 + Math.floor(n / 33))
    const values = slope.map((value, n) => (known[n]! > 0 ? value : 0))
    const field = stretchField({ ...size, values, known })
    field.forEach((value, n) => expect(Math.abs(value - slope[n]!)).toBeLessThan(0.6))
  })

  it('is flat when nothing is known', () => {
    const nothing = new Float32Array(12)
    expect([...stretchField({ widthPx: 4, heightPx: 3, values: nothing, known: nothing })]).toEqual(Array(12).fill(0))
  })
})

describe('likelyShifts', () => {
  it('ranks the true shift of a texture first', () => {
    const size = { widthPx: 100, heightPx: 80 }
    const texture = blurPlane(noise(140 * 120), { widthPx: 140, heightPx: 120 }, 1.5)
    const cut = (x0: number, y0: number): Float32Array =>
      Float32Array.from({ length: 8000 }, (_, n) => texture[(y0 + Math.floor(n / 100)) * 140 + x0 + (n % 100)]! - 128)
    // The content at p in the first image is at p + (5, −3) in the second.
    const [best] = likelyShifts(cut(20, 20), cut(15, 23), size, 8)
    expect(best!.x).toBeCloseTo(5, 0)
    expect(best!.y).toBeCloseTo(-3, 0)
  })
})

describe('affine placements', () => {
  it('compose like successive transforms', () => {
    const a = affineOf({ shiftX: 3, shiftY: -1, scale: 1.02, rotation: 0.03 }, { widthPx: 50, heightPx: 40 })
    const b = affineOf({ shiftX: -2, shiftY: 5, scale: 0.97, rotation: -0.01 }, { widthPx: 50, heightPx: 40 })
    const both = composeAffine(a, b)
    const [x, y] = [b.ax * 7 + b.bx * 9 + b.cx, b.ay * 7 + b.by * 9 + b.cy]
    expect(both.ax * 7 + both.bx * 9 + both.cx).toBeCloseTo(a.ax * x + a.bx * y + a.cx, 9)
    expect(both.ay * 7 + both.by * 9 + both.cy).toBeCloseTo(a.ay * x + a.by * y + a.cy, 9)
  })

  it('keep the center fixed when only scaling and rotating', () => {
    const { ax, bx, cx, ay, by, cy } = affineOf(
      { shiftX: 0, shiftY: 0, scale: 1.03, rotation: 0.1 },
      { widthPx: 50, heightPx: 40 },
    )
    expect(ax * 25 + bx * 20 + cx).toBeCloseTo(25, 9)
    expect(ay * 25 + by * 20 + cy).toBeCloseTo(20, 9)
  })
})

describe('enlargePixels', () => {
  it('keeps content in place', () => {
    const rgba = Uint8Array.from({ length: 40 * 30 * 4 }, (_, at) => (at % 4 === 3 ? 255 : ((at >> 2) % 40) * 5))
    const larger = enlargePixels({ widthPx: 40, heightPx: 30, rgba }, { widthPx: 100, heightPx: 75 })
    for (let x = 10; x < 90; x++) {
      expect(Math.abs(larger.rgba[(30 * 100 + x) * 4]! - ((x + 0.5) / 2.5 - 0.5) * 5)).toBeLessThan(0.8)
    }
  })
})
