import { formatLocale } from '../../../shared/messages/formats.ts'
import type { CostEstimate } from '../../../shared/domain/generation.ts'
import type { ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/model-info.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'

/** A price, and its source. */
export interface PriceLabel {
  readonly text: string
  readonly tip: string | null
}

const days = new Intl.DateTimeFormat(formatLocale, { dateStyle: 'medium', timeZone: 'UTC' })

/** `2026-12-01` → "Dec 1, 2026". */
export function formatDay(date: string): string {
  return days.format(new Date(`${date}T00:00:00Z`))
}

export function formatUsd(usd: number): string {
  return usd === 0 ? messages.free : formatMoney(usd)
}

function priceTip(asOf: string, isSure: boolean): string {
  return (isSure ? messages.priceList : messages.priceEstimate)({ day: formatDay(asOf) })
}

/** Returns the price of one image, as a model's row shows it. */
export function priceLabel({ price, state }: Pick<ModelCard, 'price' | 'state'>): PriceLabel {
  if (state.type === 'retired' && !state.isServedElsewhere) return { text: '–', tip: null }
  return ruleLabel(price)
}

function ruleLabel(price: PriceRule): PriceLabel {
  switch (price.per) {
    case 'free':
      return { text: messages.free, tip: null }
    case 'unknown':
      return { text: messages.priceUnknown, tip: price.note }
    case 'image': {
      const prices = price.rows.map(({ usd }) => usd)
      const lowest = Math.min(...prices)
      const amount = formatAmount(price.isSure, lowest)
      const isLeast = Math.max(...prices) > lowest
      return { text: isLeast ? messages.priceFrom({ amount }) : amount, tip: priceTip(price.asOf, price.isSure) }
    }
    case 'megapixel':
      return {
        text: messages.pricePerMegapixel({ amount: formatAmount(price.isSure, price.firstUsd) }),
        tip: priceTip(price.asOf, price.isSure),
      }
  }
}

function formatAmount(isSure: boolean, usd: number): string {
  return isSure || usd === 0 ? formatUsd(usd) : `~${formatUsd(usd)}`
}

/** Returns the estimated price of a request. */
export function estimateLabel({ usd, asOf, isSure }: CostEstimate): PriceLabel {
  if (usd === null) return { text: messages.priceUnknown, tip: null }
  return { text: formatAmount(isSure, usd), tip: asOf === null ? null : priceTip(asOf, isSure) }
}
