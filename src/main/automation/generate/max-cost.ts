import type { RequestPlan } from '../../../shared/domain/generation.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import { noCost, type CostSum } from '../../../shared/util/sum-costs.ts'
import * as messages from '../../../shared/messages/en/cli-generate.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { readNumberOption } from '../read-options.ts'

/** Reads the maximum total cost; null where it was not given. */
export function readMaxCost(text: string | undefined): number | null {
  return readNumberOption(text, { name: '--max-cost-usd', min: 0, max: 1_000_000 })
}

/**
 * @param spent by an earlier run of the same
 * @throws money/over-cap where the cost may exceed the maximum, or is unknown
 */
export function requireWithinCost(maxUsd: number, { usd, unpriced }: CostSum, spent: CostSum = noCost): void {
  if (unpriced > 0) throw new AppError('money/over-cap', messages.priceUnknown)
  if (usd > 0 && spent.unpriced > 0) throw new AppError('money/over-cap', messages.spentUnknown)
  if (!exceedsLimit(maxUsd, spent.usd, usd)) return
  const amounts = { cost: formatMoney(spent.usd + usd), limit: formatMoney(maxUsd) }
  throw new AppError('money/over-cap', messages.tooExpensive(amounts))
}

/** Where the price is of a retired default's successor, which the user has not named, its refusal names it. */
export function namingSuccessors(plans: readonly Pick<RequestPlan, 'warnings'>[], check: () => void): void {
  try {
    check()
  } catch (thrown) {
    const notes = plans.flatMap(({ warnings }) => warnings.filter(({ code }) => code === 'model-retired'))
    if (notes.length === 0 || !(thrown instanceof AppError)) throw thrown
    throw new AppError(thrown.code, joinSentences(...notes.map(({ message }) => message), thrown.message))
  }
}

/** No user can approve a cost later: the maximum is given beforehand. */
export function toArgumentError(thrown: unknown): never {
  if (!(thrown instanceof AppError) || thrown.code !== 'money/needs-approval') throw thrown
  throw new AppError(thrown.code, messages.setMaxCost({ reason: thrown.message }))
}
