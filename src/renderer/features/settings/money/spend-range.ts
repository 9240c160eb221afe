import { formatLocale, joinSentences } from '../../../../shared/messages/formats.ts'
import type { DaySpan, SpendRow } from '../../../../shared/domain/ledger.ts'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { addDays, monthOf } from '../../../../shared/util/local-day.ts'

export const spendRanges = [
  { value: 'week', label: messages.sevenDays },
  { value: 'days-30', label: messages.thirtyDays },
  { value: 'month', label: messages.thisMonth },
  { value: 'all', label: messages.all },
] as const
export type SpendRange = (typeof spendRanges)[number]['value']

export function spanOf(range: SpendRange, today: string): DaySpan {
  switch (range) {
    case 'week':
      return { sinceDay: addDays(today, -6), untilDay: null }
    case 'days-30':
      return { sinceDay: addDays(today, -29), untilDay: null }
    case 'month':
      return { sinceDay: monthOf(today).first, untilDay: null }
    case 'all':
      return { sinceDay: null, untilDay: null }
  }
}

/** One bar of the chart: a day, or a month if there are too many days. */
export interface SpendBar {
  /** `2026-11-20` or `2026-11`. */
  readonly key: string
  readonly usd: number
  readonly perhapsUsd: number
  /** Number of requests in neither amount: their price is not known. */
  readonly unpriced: number
}

/** More bars than this are too thin to distinguish. */
const dayBarsMax = 120

/** Returns a bar for every day of the period, including days without spending. */
export function toBars(rows: readonly SpendRow[], { sinceDay }: DaySpan, today: string): readonly SpendBar[] {
  const first = sinceDay ?? rows[0]?.key ?? today
  const last = [today, rows.at(-1)?.key ?? today].toSorted().at(-1) ?? today
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  const keyOf = days.length > dayBarsMax ? (day: string) => day.slice(0, 7) : (day: string) => day
  const bars = new Map(days.map((day) => [keyOf(day), { usd: 0, perhapsUsd: 0, unpriced: 0 }]))
  for (const { key, usd, perhapsUsd, unpriced } of rows) {
    const bar = bars.get(keyOf(key))
    if (bar === undefined) continue
    bar.usd += usd
    bar.perhapsUsd += perhapsUsd
    bar.unpriced += unpriced
  }
  return [...bars].map(([key, bar]) => ({ key, ...bar }))
}

/** Whether there is anything to say of it. */
export function isSpent({ usd, perhapsUsd, unpriced }: SpendBar): boolean {
  return usd + perhapsUsd > 0 || unpriced > 0
}

const dayNames = new Intl.DateTimeFormat(formatLocale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const monthNames = new Intl.DateTimeFormat(formatLocale, { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** Formats as "Nov 20" or "Nov 2026". */
export function barName(key: string): string {
  const isMonth = key.length === 7
  return (isMonth ? monthNames : dayNames).format(new Date(`${isMonth ? `${key}-01` : key}T00:00:00Z`))
}

/** What the chart shows, in a sentence: the total, and the bar that is highest. */
export function describeBars(bars: readonly SpendBar[]): string {
  const amountOf = ({ usd, perhapsUsd }: SpendBar) => usd + perhapsUsd
  const highest = bars.toSorted((a, b) => amountOf(b) - amountOf(a))[0]
  const unpriced = bars.reduce((sum, bar) => sum + bar.unpriced, 0)
  const rest = unpriced > 0 && messages.totalUnpriced({ count: unpriced })
  if (highest === undefined || amountOf(highest) === 0) return rest || messages.emptyChartDescription
  const description = messages.chartDescription({
    total: formatMoney(bars.reduce((sum, bar) => sum + amountOf(bar), 0)),
    name: barName(highest.key),
    highest: formatMoney(amountOf(highest)),
  })
  return joinSentences(description, rest)
}
