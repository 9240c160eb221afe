import type { AgentLimits } from '../../../shared/domain/agent-settings.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import { noCost, type CostSum } from '../../../shared/util/sum-costs.ts'
import { createCostBudget } from '../scripts/cost-budget.ts'
import type { Ledger } from '../../ledger/index.ts'
import type { AdmittedCost } from '../tools/tool.ts'

export type SpendDecision = { readonly reasons: readonly string[] } | { readonly admitted: AdmittedCost }

/** The limits for agents, beside those that apply to everybody. One for each session. */
export class AgentSpendGate {
  readonly #limits: () => AgentLimits
  /** Of the day, which all sessions of all programs share, only the ledger knows. */
  readonly #ledger: Pick<Ledger, 'agentsToday' | 'holdForAgent'>
  readonly #session = createCostBudget(null)

  constructor(limits: () => AgentLimits, ledger: Pick<Ledger, 'agentsToday' | 'holdForAgent'>) {
    this.#limits = limits
    this.#ledger = ledger
  }

  /**
   * Counts a call from now on, if the limits or somebody allow it. Checking and counting are one step: of calls made at
   * the same time, in this program or another one, none slips through.
   */
  async admit(estimate: CostSum, isApproved: boolean): Promise<SpendDecision> {
    if (isFree(estimate)) return { admitted: await this.#session.count(estimate) }
    const limits = isApproved ? noLimits : this.#limits()
    const session = this.#session.committed()
    if (objections(limits, estimate, session).length > 0) {
      return { reasons: objections(limits, estimate, session, await this.#ledger.agentsToday()) }
    }
    // Counts before anything is waited for.
    const counted = this.#session.count(estimate)
    try {
      const { today, release } = await this.#ledger.holdForAgent(estimate, limits.perDayUsd)
      const { settle } = await counted
      if (release !== null) return { admitted: { queued: release, settle: (paid) => [settle(paid), release()] } }
      settle(noCost)
      return { reasons: objections({ ...limits, perSessionUsd: null }, estimate, noCost, today) }
    } catch (thrown) {
      ;(await counted).settle(noCost)
      throw thrown
    }
  }
}

const noLimits: AgentLimits = { perSessionUsd: null, perDayUsd: null }

function isFree({ usd, unpriced }: CostSum): boolean {
  return usd === 0 && unpriced === 0
}

/** What is not known is never taken for free: neither a price, nor what was spent before. */
function objections(
  { perSessionUsd, perDayUsd }: AgentLimits,
  { usd, unpriced }: CostSum,
  session: CostSum,
  today: CostSum = noCost,
): string[] {
  if (perSessionUsd === null && perDayUsd === null) return []
  if (unpriced > 0) return [messages.priceNotKnown]
  return [
    ...(exceedsLimit(perSessionUsd, session.usd, usd)
      ? [messages.overSessionLimit(amounts(perSessionUsd, session))]
      : []),
    ...(exceedsLimit(perDayUsd, today.usd, usd) ? [messages.overDayLimit(amounts(perDayUsd, today))] : []),
    ...(isUnknown(perSessionUsd, session) || isUnknown(perDayUsd, today) ? [messages.spentNotKnown] : []),
  ]
}

/** Whether a limit cannot be checked. */
function isUnknown(limit: number | null, { unpriced }: CostSum): boolean {
  return limit !== null && unpriced > 0
}

function amounts(limit: number | null, { usd }: CostSum) {
  return { limit: formatMoney(limit ?? 0), spent: formatMoney(usd) }
}
