import { AppError } from '../../../shared/errors/index.ts'
import { priceUnknown, tooExpensive } from '../../../shared/messages/en/cli-generate.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import type { ToolContext } from '../tools/tool.ts'

/** The most that several calls may cost together. */
export interface CostBudget {
  /** Holds the estimate until the call has ended. @throws money/over-cap where the limit would be exceeded */
  readonly admit: ToolContext['admit']
  /** Like `admit`, for what may have been sent already: counts, and never refuses. */
  readonly count: ToolContext['admit']
  /** USD, with what is held. */
  committedUsd(): number
}

/** @param maxUsd null = no limit. `spentUsd`: by an earlier run of the same calls. */
export function createCostBudget(maxUsd: number | null, spentUsd = 0): CostBudget {
  let committed = spentUsd

  function count(estimateUsd: number | null): (paidUsd: number | null) => void {
    const held = estimateUsd ?? 0
    committed += held
    let isSettled = false
    return (paidUsd) => {
      if (isSettled) return
      isSettled = true
      // What is unknown stays held.
      if (paidUsd !== null) committed += paidUsd - held
    }
  }

  return {
    count: (estimateUsd) => Promise.resolve(count(estimateUsd)),
    async admit(estimateUsd) {
      if (maxUsd !== null && estimateUsd === null) throw new AppError('money/over-cap', priceUnknown)
      if (maxUsd !== null && estimateUsd !== 0 && exceedsLimit(maxUsd, committed, estimateUsd ?? 0)) {
        const cost = formatMoney(committed + (estimateUsd ?? 0))
        throw new AppError('money/over-cap', tooExpensive({ cost, limit: formatMoney(maxUsd) }))
      }
      return count(estimateUsd)
    },
    committedUsd: () => committed,
  }
}
