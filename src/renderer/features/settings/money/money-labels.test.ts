import { describe, expect, it } from 'vitest'
import { sampleLedgerEntry } from '../../../../../test/support/window/sample-records.ts'
import { formatBesides, formatCost, formatDetails, formatSpent, formatSpentTotal, readAmount } from './money-labels.ts'

describe('spending labels', () => {
  it.each([
    [{ realUsd: 0.0315, estimateUsd: 0.04 }, '$0.032'],
    [{ estimateUsd: 0.04 }, 'about $0.04'],
    [{}, 'unknown'],
    [{ billed: 'no', estimateUsd: 0.04, outcome: 'refused' }, '–'],
    [{ billed: 'unknown', estimateUsd: 1.5, outcome: 'lost' }, 'about $1.50'],
  ] as const)('formats the cost of attempt %j as %s', (own, words) => {
    expect(formatCost(sampleLedgerEntry(own))).toBe(words)
  })

  it('names the amounts and requests that a total does not include', () => {
    expect(formatBesides({ perhapsUsd: 0, unpriced: 0 })).toBeNull()
    expect(formatBesides({ perhapsUsd: 0.3, unpriced: 2 })).toBe(
      '$0.30 more pending or possibly billed · 2 requests without a price',
    )
  })

  it.each([
    [{ usd: 0, unpriced: 0 }, '$0.00'],
    [{ usd: 0.5, unpriced: 0 }, '$0.50'],
    [{ usd: 0.5, unpriced: 1 }, '$0.50 · 1 request without a price'],
    [{ usd: 0, unpriced: 2 }, '2 requests without a price'],
  ])('formats what was spent, without calling what is unknown nothing: %j as %s', (row, words) => {
    expect(formatSpent(row)).toBe(words)
  })

  it.each([
    [[], '$0.00 billed.'],
    [[{ usd: 1 }, { usd: 0.5, perhapsUsd: 0.3 }], '$1.50 billed, $0.30 possibly billed.'],
    [[{ usd: 1 }, { unpriced: 1 }], '$1.00 billed. 1 request without a price.'],
    [[{ unpriced: 1 }, { unpriced: 1 }], '2 requests without a price.'],
  ])('formats the total of %j as %s', (rows, words) => {
    const empty = { key: 'openai', usd: 0, perhapsUsd: 0, unpriced: 0, attempts: 1, pictures: 1 }
    expect(formatSpentTotal(rows.map((row) => ({ ...empty, ...row })))).toBe(
      `${words} Amounts are those that services reported, otherwise from price lists.`,
    )
  })

  it('lists the details of an attempt with the usage units of the vendor', () => {
    const facts = { estimateUsd: 0.04, estimateAsOf: '2026-11-01', usage: { input_tokens: 120 }, requestId: 'req-1' }
    expect(formatDetails(sampleLedgerEntry(facts))).toEqual([
      'Estimate: $0.04, prices of Nov 1, 2026',
      'input tokens: 120',
      'Request ID: req-1',
    ])
    const nothing = { estimateUsd: null, estimateAsOf: null, usage: {}, requestId: null }
    expect(formatDetails(sampleLedgerEntry(nothing))).toEqual(['No estimate'])
  })

  it.each([
    ['', null],
    ['  ', null],
    ['2', 2],
    ['$ 2.50', 2.5],
    ['2,5', 2.5],
    ['0', undefined],
    ['-1', undefined],
    ['a lot', undefined],
    ['1.2.3', undefined],
    ['12345678', undefined],
  ])('reads “%s” as %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount)
  })

  it('reads 0 where nothing may be spent', () => {
    expect(readAmount('0', { isZeroAllowed: true })).toBe(0)
    expect(readAmount('$0.00', { isZeroAllowed: true })).toBe(0)
    expect(readAmount('-1', { isZeroAllowed: true })).toBeUndefined()
  })
})
