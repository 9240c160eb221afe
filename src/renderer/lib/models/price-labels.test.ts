import { describe, expect, it } from 'vitest'
import type { PriceRule } from '../../../shared/domain/model-card.ts'
import { estimateLabel, formatUsd, priceLabel } from './price-labels.ts'

const current = { type: 'current' } as const
const words = (price: PriceRule) => priceLabel({ price, state: current })
const facts = { asOf: '2026-11-01', isSure: true }

describe('formatUsd', () => {
  it.each([
    [0, 'free'],
    [0.05, '$0.05'],
    [0.1, '$0.10'],
    [0.053, '$0.053'],
    [0.003, '$0.003'],
    [0.0006, '$0.0006'],
    [0.00213, '$0.0021'],
    [1.5, '$1.50'],
    [12.3456, '$12.35'],
  ])('formats %d as %s', (usd, text) => {
    expect(formatUsd(usd)).toBe(text)
  })
})

const row = (usd: number, quality: 'draft' | 'hd' | null = null) => ({ quality, maxPixels: null, usd })

describe('priceLabel', () => {
  it('shows a single price, the lowest of several, or a price per megapixel', () => {
    expect(words({ per: 'image', ...facts, rows: [row(0.05)] }).text).toBe('$0.05')
    expect(words({ per: 'image', ...facts, rows: [row(0.2, 'hd'), row(0.011)] }).text).toBe('from $0.011')
    expect(words({ per: 'megapixel', ...facts, firstUsd: 0.03, nextUsd: 0.015, inputUsd: 0 }).text).toBe('$0.03/MP')
  })

  it('cites the date of the price list and marks prices not from the vendor', () => {
    expect(words({ per: 'image', ...facts, rows: [row(0.05)] }).tip).toBe(
      'From the vendor’s price list, Nov 1, 2026, excluding tax.',
    )
    const unsure = words({ per: 'image', ...facts, isSure: false, rows: [row(0.05)] })
    expect(unsure.text).toBe('~$0.05')
    expect(unsure.tip).toContain('not from the vendor’s price list, Nov 1, 2026')
  })

  it('shows no price for a retired model and the reason for an unknown price', () => {
    const retired = { type: 'retired', on: null, successor: null, isServedElsewhere: false, note: null } as const
    expect(priceLabel({ price: { per: 'free' }, state: retired }).text).toBe('–')
    expect(words({ per: 'unknown', note: 'By the second of computing.' })).toEqual({
      text: 'price unknown',
      tip: 'By the second of computing.',
    })
  })
})

describe('estimateLabel', () => {
  it('shows free, a price, an uncertain price, or an unknown price', () => {
    expect(estimateLabel({ usd: 0, asOf: null, isSure: true }).text).toBe('free')
    expect(estimateLabel({ usd: 0.12, asOf: '2026-11-01', isSure: true }).text).toBe('$0.12')
    expect(estimateLabel({ usd: 0.12, asOf: '2026-11-01', isSure: false }).text).toBe('~$0.12')
    expect(estimateLabel({ usd: null, asOf: null, isSure: false }).text).toBe('price unknown')
  })
})
