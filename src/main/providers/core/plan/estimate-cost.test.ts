import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PriceRule } from '../../../../shared/domain/model-card.ts'
import { estimateCalls, type PricedWork } from './estimate-cost.ts'

const asOf = '2026-11-01'
const single: PricedWork = {
  calls: [1],
  size: { widthPx: 1_024, heightPx: 1_024 },
  quality: null,
  source: null,
  references: 0,
  options: [],
}

const estimateCost = (price: PriceRule, work: PricedWork) => estimateCalls(price, work).total

describe('estimateCalls', () => {
  it('prices free models at 0 and unknown prices as null', () => {
    expect(estimateCost({ per: 'free' }, single)).toEqual({ usd: 0, asOf: null, isSure: true })
    expect(estimateCost({ per: 'unknown', note: 'by the second' }, single)).toEqual({
      usd: null,
      asOf: null,
      isSure: false,
    })
  })

  describe('per image', () => {
    const price: PriceRule = {
      per: 'image',
      asOf,
      isSure: true,
      rows: [
        { quality: 'draft', maxPixels: 1_048_576, usd: 0.011 },
        { quality: 'draft', maxPixels: null, usd: 0.016 },
        { quality: 'standard', maxPixels: 1_048_576, usd: 0.042 },
        { quality: 'standard', maxPixels: 1_572_864, usd: 0.063 },
        { quality: 'hd', maxPixels: null, usd: 0.25 },
      ],
    }
    const wide = { widthPx: 1_536, heightPx: 1_024 }

    it.each([
      [{ quality: 'draft' }, 0.011, true],
      [{ quality: 'draft', size: wide }, 0.016, true],
      [{ quality: 'standard', size: wide, calls: [3] }, 0.189, true],
      [{ quality: 'hd', calls: [2, 2] }, 1, true],
      // The service chooses the quality: a guess.
      [{}, 0.042, false],
      // Unknown size: the most expensive of that quality, unless all cost the same.
      [{ quality: 'draft', size: null }, 0.016, false],
      [{ quality: 'hd', size: null }, 0.25, true],
      // Larger than any row.
      [{ quality: 'standard', size: { widthPx: 2_048, heightPx: 2_048 } }, null, false],
    ] as const)('prices %j at %s', (overrides, usd, isSure) => {
      expect(estimateCost(price, { ...single, ...overrides })).toEqual({ usd, asOf, isSure })
    })

    it('is unknown when an option is not covered by the price list', () => {
      const estimate = estimateCost({ ...price, unknownWith: ['quality'] }, { ...single, options: ['quality'] })
      expect(estimate.usd).toBeNull()
      expect(estimateCost({ ...price, unknownWith: ['quality'] }, { ...single, options: ['background'] }).usd).toBe(
        0.042,
      )
    })

    it('is unsure when the price list is', () => {
      expect(estimateCost({ ...price, isSure: false }, { ...single, quality: 'hd' }).isSure).toBe(false)
    })

    it.each([
      // A square source, one that is not, and a reference of unknown shape.
      [{ source: { widthPx: 1_000, heightPx: 1_050 } }, 0.092],
      [{ source: wide }, 0.112],
      [{ source: wide, references: 2 }, 0.252],
      [{ source: wide, calls: [1, 1] }, 0.224],
      [{ references: 1, calls: [2] }, 0.154],
    ] as const)('adds the input images to every call: %j costs %s', (overrides, usd) => {
      const inputs = { squareUsd: 0.05, oblongUsd: 0.07 }
      const estimate = estimateCost({ ...price, inputs }, { ...single, quality: 'standard', ...overrides })
      expect(estimate).toEqual({ usd, asOf, isSure: false })
    })

    it('is sure without a quality when the price does not depend on it', () => {
      const flat: PriceRule = { ...price, rows: [{ quality: null, maxPixels: null, usd: 0.04 }] }
      expect(estimateCost(flat, { ...single, calls: [3] })).toEqual({ usd: 0.12, asOf, isSure: true })
    })
  })

  describe('per megapixel', () => {
    const price: PriceRule = { per: 'megapixel', asOf, isSure: true, firstUsd: 0.03, nextUsd: 0.015, inputUsd: 0.015 }

    it.each([
      // 1024² is slightly more than a megapixel, so it counts as two.
      [{}, 0.045, true],
      [{ size: { widthPx: 1_000, heightPx: 1_000 }, calls: [1, 1] }, 0.06, true],
      [{ size: { widthPx: 2_000, heightPx: 2_000 } }, 0.075, true],
      // Input: 2 MP with every call, and a reference counted as one.
      [{ source: { widthPx: 1_500, heightPx: 1_000 }, calls: [1, 1] }, 0.15, true],
      [{ source: { widthPx: 1_500, heightPx: 1_000 }, calls: [2] }, 0.12, true],
      [{ references: 1 }, 0.06, false],
      [{ size: null }, null, false],
    ] as const)('prices %j at %s', (overrides, usd, isSure) => {
      expect(estimateCost(price, { ...single, ...overrides })).toEqual({ usd, asOf, isSure })
    })

    it('is sure with references when input images are free', () => {
      expect(estimateCost({ ...price, inputUsd: 0 }, { ...single, references: 2 }).isSure).toBe(true)
    })
  })

  it('totals the prices of the single calls', () => {
    const usd = fc.integer({ min: 0, max: 2_000_000 }).map((micro) => micro / 1e6)
    const facts = { asOf: fc.constant(asOf), isSure: fc.boolean() }
    const price: fc.Arbitrary<PriceRule> = fc.oneof(
      fc.constant<PriceRule>({ per: 'free' }),
      fc.constant<PriceRule>({ per: 'unknown', note: '' }),
      fc.record({
        per: fc.constant('image' as const),
        ...facts,
        rows: fc.tuple(fc.record({ quality: fc.constant(null), maxPixels: fc.constant(null), usd })),
        inputs: fc.option(fc.record({ squareUsd: usd, oblongUsd: usd })),
      }),
      fc.record({ per: fc.constant('megapixel' as const), ...facts, firstUsd: usd, nextUsd: usd, inputUsd: usd }),
    )
    const side = fc.integer({ min: 16, max: 4_096 })
    const size = fc.option(fc.record({ widthPx: side, heightPx: side }))
    const work: fc.Arbitrary<PricedWork> = fc.record({
      calls: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      size,
      quality: fc.constant(null),
      source: size,
      references: fc.integer({ min: 0, max: 8 }),
      options: fc.constant([]),
    })
    fc.assert(
      fc.property(price, work, (rule, pricedWork) => {
        const { total, each } = estimateCalls(rule, pricedWork)
        expect(each).toHaveLength(pricedWork.calls.length)
        if (total.usd === null) expect(each).toContain(null)
        else expect(each.reduce<number>((sum, next) => sum + (next ?? Number.NaN), 0)).toBeCloseTo(total.usd, 9)
      }),
    )
  })
})
