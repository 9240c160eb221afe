import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'

export function formatStepPrice(usd: number): string {
  return usd === 0 ? messages.free : formatMoney(usd)
}

/** The price of several steps: those without a known one are not free. */
export function formatStepsPrice({ usd, unpriced }: { readonly usd: number; readonly unpriced: number }): string {
  if (unpriced === 0) return formatStepPrice(usd)
  return usd === 0 ? messages.priceUnknown : messages.atLeast({ price: formatMoney(usd) })
}
