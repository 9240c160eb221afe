import type { CostEstimate } from '../../shared/domain/generation.ts'
import { AppError } from '../../shared/errors/index.ts'
import { exceedsLimit } from '../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import { readNumberOption } from './read-options.ts'

/** What the person would pay for all of it together; null where it was not said. */
export function readMaxCost(text: string | undefined): number | null {
  return readNumberOption(text, { name: '--max-cost-usd', min: 0, max: 1_000_000 })
}

/** @throws money/over-cap where it may cost more than that, or nobody knows */
export function requireWithinCost(maxUsd: number, estimates: readonly CostEstimate[]): void {
  const known = estimates.map(({ usd }) => usd).filter((usd) => usd !== null)
  if (known.length < estimates.length) {
    throw new AppError(
      'money/over-cap',
      'No price is known beforehand, so --max-cost-usd cannot be kept. Nothing was sent: choose another model, or leave it out.',
    )
  }
  const usd = known.reduce((sum, each) => sum + each, 0)
  if (!exceedsLimit(maxUsd, 0, usd)) return
  throw new AppError(
    'money/over-cap',
    `This would cost about ${formatMoney(usd)}, more than the ${formatMoney(maxUsd)} of --max-cost-usd. Nothing was sent.`,
  )
}
