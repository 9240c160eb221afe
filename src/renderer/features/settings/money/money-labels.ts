import type { LedgerEntry, SpendRow } from '../../../../shared/domain/ledger.ts'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { formatDay } from '../../../lib/models/price-labels.ts'

export const outcomeLabels: Readonly<Record<LedgerEntry['outcome'], string>> = {
  'under-way': messages.pending,
  done: messages.done,
  refused: messages.refused,
  failed: messages.failed,
  cancelled: messages.canceled,
  lost: messages.unknown,
}

export const billedLabels: Readonly<Record<LedgerEntry['billed'], string>> = {
  yes: messages.billed,
  no: messages.notBilled,
  unknown: messages.mayHaveBeenBilled,
}

export const operationLabels: Readonly<Record<LedgerEntry['operation'], string>> = {
  generate: messages.newImage,
  edit: messages.edit,
  variations: messages.variations,
  rewrite: messages.prompt,
}

/** Formats an attempt's cost: as billed by the service, or the estimate with "about". */
export function formatCost({ realUsd, estimateUsd, billed, outcome }: LedgerEntry): string {
  if (billed === 'no' && outcome !== 'under-way') return '–'
  if (realUsd !== null) return formatMoney(realUsd)
  return estimateUsd === null ? messages.unknownCost : messages.aboutAmount({ amount: formatMoney(estimateUsd) })
}

/** Formats a sum with the number of requests whose price is in no sum: “$1.00 · 2 requests without a price”. */
export function formatSpent({ usd, unpriced }: Pick<SpendRow, 'usd' | 'unpriced'>): string {
  const amount = usd > 0 || unpriced === 0 ? [formatMoney(usd)] : []
  return [...amount, ...(unpriced > 0 ? [messages.requestsWithoutPrice({ count: unpriced })] : [])].join(' · ')
}

/** The sum of all rows, in sentences. */
export function formatSpentTotal(rows: readonly SpendRow[]): string {
  const sum = (pick: (row: SpendRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const [usd, perhaps, unpriced] = [sum((row) => row.usd), sum((row) => row.perhapsUsd), sum((row) => row.unpriced)]
  const billed = formatMoney(usd)
  return joinSentences(
    perhaps > 0
      ? messages.totalPossiblyBilled({ billed, possibly: formatMoney(perhaps) })
      : (usd > 0 || unpriced === 0) && messages.totalBilled({ billed }),
    unpriced > 0 && messages.totalUnpriced({ count: unpriced }),
    messages.totalHint,
  )
}

/** Formats what a sum leaves out: "$0.30 more may have been billed · 2 without a known price"; null = nothing. */
export function formatBesides({ perhapsUsd, unpriced }: Pick<SpendRow, 'perhapsUsd' | 'unpriced'>): string | null {
  const parts = [
    perhapsUsd > 0 ? messages.morePossiblyBilled({ amount: formatMoney(perhapsUsd) }) : null,
    unpriced > 0 ? messages.requestsWithoutPrice({ count: unpriced }) : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' · ')
}

/** Returns further details of an attempt: the estimate and its price date, the vendor's units, the request id. */
export function formatDetails({ estimateUsd, estimateAsOf, usage, requestId }: LedgerEntry): string[] {
  return [
    estimateLine(estimateUsd, estimateAsOf),
    // Tokens, credits or seconds, as the service counts them.
    ...Object.entries(usage).map(([unit, count]) => `${unit.replaceAll('_', ' ')}: ${count}`),
    ...(requestId === null ? [] : [messages.requestId({ id: requestId })]),
  ]
}

function estimateLine(usd: number | null, asOf: string | null): string {
  if (usd === null) return messages.noEstimate
  const amount = formatMoney(usd)
  return asOf === null ? messages.estimate({ amount }) : messages.estimateAsOf({ amount, day: formatDay(asOf) })
}

/** Parses a typed amount: `2`, `2.50`, `$2,50`; empty = none. undefined = not a positive amount. */
export function readAmount(text: string, { isZeroAllowed = false } = {}): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[$\s]/g, '').replace(',', '.')
  if (plain === '') return null
  const amount = /^\d{1,6}(\.\d{1,4})?$/.test(plain) ? Number(plain) : Number.NaN
  return amount > 0 || (isZeroAllowed && amount === 0) ? amount : undefined
}
