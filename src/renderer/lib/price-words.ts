import type { CostEstimate } from '../../shared/domain/generation.ts'
import type { ModelCard, PriceRule } from '../../shared/domain/model-card.ts'
import { formatMoney } from '../../shared/util/format-money.ts'

/** A short text, and what else there is to know about it. */
export interface Words {
  readonly text: string
  readonly tip: string | null
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

/** `2026-12-01` → "1 Dec 2026". */
export function formatDay(date: string): string {
  return days.format(new Date(`${date}T00:00:00Z`))
}

/** Of a price: as an amount of money, or that there is none. */
export function formatUsd(usd: number): string {
  return usd === 0 ? 'free' : formatMoney(usd)
}

function priceTip(asOf: string, isSure: boolean): string {
  const source = isSure ? 'The vendor’s price list' : 'Not from the vendor’s own price list; read'
  return `${source} of ${formatDay(asOf)}, without tax.`.replace('read of', 'read on')
}

/** The price of one picture, as a model's row shows it. */
export function priceWords({ price, state }: Pick<ModelCard, 'price' | 'state'>): Words {
  if (state.is === 'retired' && !state.isServedElsewhere) return { text: '–', tip: null }
  return ruleWords(price)
}

function ruleWords(price: PriceRule): Words {
  switch (price.per) {
    case 'free':
      return { text: 'free', tip: null }
    case 'unknown':
      return { text: 'varies', tip: price.note }
    case 'image': {
      const prices = price.rows.map(({ usd }) => usd)
      const least = Math.min(...prices)
      const from = Math.max(...prices) > least ? 'from ' : ''
      return { text: `${from}${sure(price.isSure, least)}`, tip: priceTip(price.asOf, price.isSure) }
    }
    case 'megapixel':
      return { text: `${sure(price.isSure, price.firstUsd)}/MP`, tip: priceTip(price.asOf, price.isSure) }
  }
}

function sure(isSure: boolean, usd: number): string {
  return isSure || usd === 0 ? formatUsd(usd) : `~${formatUsd(usd)}`
}

/** What a request comes to, as the button says it. */
export function estimateWords({ usd, asOf, isSure }: CostEstimate): Words {
  if (usd === null) return { text: 'price unknown', tip: 'Price not published.' }
  return { text: sure(isSure, usd), tip: asOf === null ? null : priceTip(asOf, isSure) }
}
