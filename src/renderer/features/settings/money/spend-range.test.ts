import { describe, expect, it } from 'vitest'
import { barName, describeBars, isSpent, spanOf, toBars } from './spend-range.ts'

const today = '2026-11-20'
const row = (key: string, usd: number, perhapsUsd = 0, unpriced = 0) => ({
  key,
  usd,
  perhapsUsd,
  unpriced,
  attempts: 1,
  pictures: 1,
})

describe('spend ranges', () => {
  it('include today and count whole days', () => {
    expect(spanOf('week', today)).toEqual({ sinceDay: '2026-11-14', untilDay: null })
    expect(spanOf('days-30', '2026-03-01')).toEqual({ sinceDay: '2026-01-31', untilDay: null })
    expect(spanOf('month', today)).toEqual({ sinceDay: '2026-11-01', untilDay: null })
    expect(spanOf('all', today)).toEqual({ sinceDay: null, untilDay: null })
  })
})

describe('spend bars', () => {
  it('include days without spending', () => {
    const bars = toBars([row('2026-11-15', 1), row('2026-11-20', 2, 0.5)], spanOf('week', today), today)
    expect(bars.map(({ usd }) => usd)).toEqual([0, 1, 0, 0, 0, 0, 2])
    expect(bars.at(-1)).toEqual({ key: today, usd: 2, perhapsUsd: 0.5, unpriced: 0 })
  })

  it('start at the first day for the whole range, and group by month for long ranges', () => {
    expect(toBars([row('2026-11-18', 1)], spanOf('all', today), today)).toHaveLength(3)
    const months = toBars(
      [row('2026-01-31', 1), row('2026-02-01', 2), row('2026-02-03', 3)],
      spanOf('all', today),
      today,
    )
    expect(months.slice(0, 3)).toEqual([
      { key: '2026-01', usd: 1, perhapsUsd: 0, unpriced: 0 },
      { key: '2026-02', usd: 5, perhapsUsd: 0, unpriced: 0 },
      { key: '2026-03', usd: 0, perhapsUsd: 0, unpriced: 0 },
    ])
    expect(months).toHaveLength(11)
  })

  it('keep a future day, for example after traveling west', () => {
    expect(toBars([row('2026-11-21', 1)], spanOf('week', today), today).at(-1)).toMatchObject({
      key: '2026-11-21',
      usd: 1,
    })
  })

  it('keep days whose requests have no known price', () => {
    const bars = toBars([row('2026-11-18', 0, 0, 1), row('2026-11-18', 0, 0, 2)], spanOf('week', today), today)
    expect(bars.filter(isSpent)).toEqual([{ key: '2026-11-18', usd: 0, perhapsUsd: 0, unpriced: 3 }])
  })

  it('have labels', () => {
    expect([barName('2026-11-02'), barName('2026-11')]).toEqual(['Nov 2', 'Nov 2026'])
  })
})

describe('the sentence for a chart of spending', () => {
  it('names the total and the highest bar, with what is possibly billed', () => {
    const bars = toBars([row('2026-11-15', 1), row('2026-11-17', 2, 0.5)], spanOf('week', today), today)
    expect(describeBars(bars)).toBe(
      `Bar chart of spending: $3.50 in all. Highest bar: ${barName('2026-11-17')}, $2.50. The table has the same numbers.`,
    )
  })

  it('says of how many requests the price is not known', () => {
    const unknown = row('2026-11-18', 0, 0, 1)
    const sentenceFor = (...rows: ReturnType<typeof row>[]) => describeBars(toBars(rows, spanOf('week', today), today))
    expect(sentenceFor(row('2026-11-15', 1), unknown)).toMatch(/\$1\.00 in all.* 1 request without a price\.$/)
    expect(sentenceFor(unknown)).toBe('1 request without a price.')
  })

  it('says that nothing was spent', () => {
    expect(describeBars(toBars([], spanOf('week', today), today))).toBe(
      'Bar chart of spending: nothing in this period.',
    )
  })
})
