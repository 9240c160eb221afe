import { assert, constantFrom, integer, option, pre, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Size } from '../../shared/util/geometry.ts'
import { inputRule } from '../providers/core/define-model.ts'
import { fitFrame, type FittedFrame } from './fit-frame.ts'
import { isOnGrid, ratioOf } from './pixel-grid.ts'

const size = (widthPx: number, heightPx: number): Size => ({ widthPx, heightPx })
const sides = (max: number) => record({ widthPx: integer({ min: 1, max }), heightPx: integer({ min: 1, max }) })

/** Realistic vendor rules: something always fits. */
const rules = record({
  multiplePx: constantFrom(1, 2, 8, 16, 32, 64),
  minSidePx: constantFrom(1, 64, 256),
  maxSidePx: constantFrom(1_536, 2_048, 4_096),
  minPixels: constantFrom(1, 4_096, 262_144),
  maxPixels: constantFrom(1_048_576, 4_194_304, 9_437_184),
  maxRatio: constantFrom(1, 2.5, 3, 8),
}).map((changes) => inputRule(changes))

function expectBoxInside({ frame, box }: FittedFrame): void {
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.y).toBeGreaterThanOrEqual(0)
  expect(Math.abs(frame.widthPx - box.widthPx - 2 * box.x)).toBeLessThanOrEqual(1)
  expect(Math.abs(frame.heightPx - box.heightPx - 2 * box.y)).toBeLessThanOrEqual(1)
}

/** Rounding to whole pixels moves a side by up to one. */
function expectShapeKept(source: Size, { box }: FittedFrame): void {
  const scaleX = box.widthPx / source.widthPx
  const scaleY = box.heightPx / source.heightPx
  expect(Math.abs(scaleX - scaleY) * Math.min(source.widthPx, source.heightPx)).toBeLessThanOrEqual(
    Math.max(1, scaleX, scaleY) * 2,
  )
}

describe('fitFrame', () => {
  it('always satisfies the rule, keeps the shape and centers the image', () => {
    assert(
      property(sides(9_000), rules, option(sides(2_000), { nil: null }), (source, rule, shape) => {
        const fitted = fitFrame(source, rule, shape)!
        expect(isOnGrid(fitted.frame, rule)).toBe(true)
        expectBoxInside(fitted)
        expectShapeKept(source, fitted)
      }),
      { numRuns: 300 },
    )
  })

  it('never enlarges an image that already meets the minimum', () => {
    assert(
      property(sides(3_000), rules, (source, rule) => {
        pre(Math.min(source.widthPx, source.heightPx) >= rule.minSidePx)
        pre(source.widthPx * source.heightPx >= rule.minPixels)
        const { box } = fitFrame(source, rule, null)!
        expect(box.widthPx).toBeLessThanOrEqual(source.widthPx)
        expect(box.heightPx).toBeLessThanOrEqual(source.heightPx)
      }),
    )
  })

  it('leaves an image that fits unchanged', () => {
    assert(
      property(sides(4_000), rules, (source, rule) => {
        pre(isOnGrid(source, rule))
        expect(fitFrame(source, rule, null)).toEqual({ frame: source, box: { x: 0, y: 0, ...source } })
      }),
    )
    const rule = inputRule({ multiplePx: 16 })
    expect(fitFrame(size(1_024, 768), rule, null)?.box).toEqual({ x: 0, y: 0, widthPx: 1_024, heightPx: 768 })
  })

  it('pads to the next multiple instead of scaling', () => {
    const fitted = fitFrame(size(1_000, 750), inputRule({ multiplePx: 16 }), null)
    expect(fitted).toEqual({ frame: size(1_008, 752), box: { x: 4, y: 1, widthPx: 1_000, heightPx: 750 } })
  })

  it('scales a large image down once, without padding when a multiple allows it', () => {
    const rule = inputRule({ multiplePx: 16, maxPixels: 1_000_000 })
    expect(fitFrame(size(6_000, 4_000), rule, null)).toEqual({
      frame: size(1_200, 800),
      box: { x: 0, y: 0, widthPx: 1_200, heightPx: 800 },
    })
  })

  it('enlarges a tiny image only to the minimum', () => {
    const rule = inputRule({ minSidePx: 256, minPixels: 65_536 })
    expect(fitFrame(size(64, 128), rule, null)).toEqual({
      frame: size(256, 512),
      box: { x: 0, y: 0, widthPx: 256, heightPx: 512 },
    })
  })

  it('pads an image that is too long for the rule', () => {
    const fitted = fitFrame(size(2_000, 200), inputRule({ maxRatio: 2 }), null)
    expect(fitted).toEqual({ frame: size(2_000, 1_000), box: { x: 0, y: 400, widthPx: 2_000, heightPx: 200 } })
  })

  it('matches the shape of the response', () => {
    const fitted = fitFrame(size(1_000, 750), inputRule({ multiplePx: 16 }), size(1_536, 1_024))!
    expect(ratioOf(fitted.frame)).toBe(1.5)
    expect(fitted.box).toMatchObject({ widthPx: 1_000, heightPx: 750 })
    expect(fitFrame(size(500, 500), inputRule(), size(1_536, 1_024))).toEqual({
      frame: size(750, 500),
      box: { x: 125, y: 0, widthPx: 500, heightPx: 500 },
    })
  })

  it('fills the nearest of fixed sizes', () => {
    const rule = inputRule({ sizes: [size(512, 512), size(1_024, 1_024), size(1_152, 896)] })
    expect(fitFrame(size(300, 200), rule, null)).toEqual({
      frame: size(1_152, 896),
      box: { x: 0, y: 64, widthPx: 1_152, heightPx: 768 },
    })
    expect(fitFrame(size(600, 600), rule, null)?.frame).toEqual(size(512, 512))
    expect(fitFrame(size(600, 600), rule, size(1_152, 896))?.frame).toEqual(size(1_152, 896))
  })

  it('returns null when nothing can fit', () => {
    expect(fitFrame(size(100, 100), inputRule({ multiplePx: 512, minSidePx: 300, maxSidePx: 400 }), null)).toBeNull()
  })
})
