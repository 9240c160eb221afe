import { addCosts, noCost, settledCost, type CostSum } from '../../../shared/util/sum-costs.ts'
import { requireWithinCost } from '../generate/max-cost.ts'
import type { AdmittedCost, ToolContext } from '../tools/tool.ts'

/** The most that several calls may cost together. */
export interface CostBudget {
  /** Holds the estimate until the call has ended. @throws money/over-cap where the limit would be exceeded */
  readonly admit: ToolContext['admit']
  /** Like `admit`, for what may have been sent already: counts, and never refuses. */
  readonly count: ToolContext['admit']
  /** With what is held. */
  committed(): CostSum
}

/** @param maxUsd null = no limit. `spent`: by an earlier run of the same calls. */
export function createCostBudget(maxUsd: number | null, spent: CostSum = noCost): CostBudget {
  let settled = spent
  const held = new Set<CostSum>()
  const committed = () => addCosts(settled, ...held)

  function count({ usd, unpriced }: CostSum): AdmittedCost {
    const estimate = { usd, unpriced }
    held.add(estimate)
    return {
      // It counts by this until its end.
      queued: () => undefined,
      settle(paid) {
        if (held.delete(estimate)) settled = addCosts(settled, settledCost(estimate, paid))
      },
    }
  }

  return {
    count: (estimate) => Promise.resolve(count(estimate)),
    async admit(estimate) {
      if (maxUsd !== null) requireWithinCost(maxUsd, estimate, committed())
      return count(estimate)
    },
    committed,
  }
}
