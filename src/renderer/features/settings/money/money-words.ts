import type { LedgerEntry, SpendRow } from '../../../../shared/domain/ledger.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { formatCount } from '../../../lib/format.ts'
import { formatDay } from '../../../lib/price-words.ts'

export const outcomeWords: Readonly<Record<LedgerEntry['outcome'], string>> = {
  'under-way': 'Under way',
  done: 'Done',
  refused: 'Refused',
  failed: 'Failed',
  cancelled: 'Canceled',
  lost: 'Not known',
}

export const billedWords: Readonly<Record<LedgerEntry['billed'], string>> = {
  yes: 'Billed',
  no: 'Not billed',
  unknown: 'May have been billed',
}

export const operationWords: Readonly<Record<LedgerEntry['operation'], string>> = {
  generate: 'New image',
  edit: 'Edit',
  variations: 'Variations',
  rewrite: 'Prompt',
}

/** What an attempt cost: what the service said, or "about" what was expected. */
export function costWords({ realUsd, estimateUsd, billed, outcome }: LedgerEntry): string {
  if (billed === 'no' && outcome !== 'under-way') return '–'
  if (realUsd !== null) return formatMoney(realUsd)
  return estimateUsd === null ? 'not known' : `about ${formatMoney(estimateUsd)}`
}

/** What a sum leaves out: "$0.30 more may have been billed · 2 without a known price". null = nothing. */
export function besidesWords({ perhapsUsd, unpriced }: Pick<SpendRow, 'perhapsUsd' | 'unpriced'>): string | null {
  const parts = [
    perhapsUsd > 0 ? `${formatMoney(perhapsUsd)} more under way or perhaps billed` : null,
    unpriced > 0 ? `${formatCount(unpriced, 'attempt')} without a known price` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' · ')
}

/** All else that is known of an attempt: what was expected by which prices, the vendor's own units, its number. */
export function detailWords({ estimateUsd, estimateAsOf, usage, requestId }: LedgerEntry): string[] {
  const prices = estimateAsOf === null ? '' : `, by prices of ${formatDay(estimateAsOf)}`
  return [
    estimateUsd === null ? 'No price was known beforehand' : `Expected: ${formatMoney(estimateUsd)}${prices}`,
    // Tokens, credits or seconds, as the service counts them.
    ...Object.entries(usage).map(([unit, count]) => `${unit.replaceAll('_', ' ')}: ${count}`),
    ...(requestId === null ? [] : [`Request ${requestId}`]),
  ]
}

/** An amount somebody typed: `2`, `2.50`, `$2,50`; empty = none. undefined = not an amount above nothing. */
export function readAmount(text: string): number | null | undefined {
  const plain = text.replace(/[$\s]/g, '').replace(',', '.')
  if (plain === '') return null
  const amount = /^\d{1,6}(\.\d{1,4})?$/.test(plain) ? Number(plain) : Number.NaN
  return amount > 0 ? amount : undefined
}
