import type { CostEstimate } from '../../shared/domain/generation.ts'
import { AppError } from '../../shared/errors/index.ts'
import { exceedsLimit } from '../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import * as messages from '../../shared/messages/en/cli-generate.ts'
import { readNumberOption } from './read-options.ts'

/** Reads the maximum total cost; null where it was not given. */
export function readMaxCost(text: string | undefined): number | null {
  return readNumberOption(text, { name: '--max-cost-usd', min: 0, max: 1_000_000 })
}

/** @throws money/over-cap where the cost may exceed that, or is unknown */
export function requireWithinCost(maxUsd: number, estimates: readonly CostEstimate[]): void {
  const prices = estimates.map(({ usd }) => usd).filter((usd) => usd !== null)
  if (prices.length < estimates.length) {
    throw new AppError('money/over-cap', messages.priceUnknown)
  }
  const usd = prices.reduce((sum, each) => sum + each, 0)
  if (!exceedsLimit(maxUsd, 0, usd)) return
  throw new AppError('money/over-cap', messages.tooExpensive({ cost: formatMoney(usd), limit: formatMoney(maxUsd) }))
}

/** No user can approve a cost later: the maximum is given beforehand. */
export function toArgumentError(thrown: unknown): never {
  if (!(thrown instanceof AppError) || thrown.code !== 'money/needs-approval') throw thrown
  throw new AppError(thrown.code, messages.setMaxCost({ reason: thrown.message }))
}
