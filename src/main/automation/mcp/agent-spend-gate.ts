import type { AgentLimits } from '../../../shared/domain/agent-settings.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import { addCosts, noCost, sumCosts, type CostSum } from '../../../shared/util/sum-costs.ts'
import { createCostBudget } from '../scripts/cost-budget.ts'
import type { Ledger } from '../../ledger/index.ts'
import type { SettleCost } from '../tools/tool.ts'

/** What the ledger knows of what agents have spent today. */
export interface AgentSpending {
  readonly finished: CostSum
  /** By estimates. */
  readonly underWay: CostSum
}

/** What agents of this program have spent today, and what they may be spending at the moment. Shared by all sessions. */
export class DaySpending {
  readonly #readLedger: () => Promise<AgentSpending>
  /** Counts for other processes what is known of a price. */
  readonly hold: Ledger['holdForAgent']
  /** Amounts that are being found out. */
  readonly #unknown = new Set<Promise<unknown>>()
  readonly #inFlight = new Set<{ readonly cost: CostSum }>()

  constructor(readLedger: () => Promise<AgentSpending>, hold: Ledger['holdForAgent']) {
    this.#readLedger = readLedger
    this.hold = hold
  }

  /** Waits for amounts that are not known yet, so that `with` is complete after it. */
  async ledger(): Promise<AgentSpending> {
    await Promise.allSettled(this.#unknown)
    return this.#readLedger()
  }

  /** All of today. What is in flight has entries under way, and so may have what another process began: more counts. */
  with({ finished, underWay }: AgentSpending): CostSum {
    const inFlight = addCosts(...[...this.#inFlight].map(({ cost }) => cost))
    return addCosts(finished, {
      usd: Math.max(inFlight.usd, underWay.usd),
      unpriced: Math.max(inFlight.unpriced, underWay.unpriced),
    })
  }

  /** Returns a function that releases the amount. */
  reserve(cost: CostSum): () => void {
    const reserved = { cost }
    this.#inFlight.add(reserved)
    return () => void this.#inFlight.delete(reserved)
  }

  /** As `reserve`, of an amount that is not known yet. Rejects if it cannot be found out. */
  async reserveLater(finding: Promise<CostSum>): Promise<() => void> {
    const reserving = finding.then(async (cost) => {
      // Also where other processes cannot be told.
      const release = this.reserve(cost)
      const held = await this.hold(cost.usd, null).catch(() => ({ release: null }))
      return () => {
        release()
        held.release?.()
      }
    })
    this.#unknown.add(reserving)
    return reserving.finally(() => this.#unknown.delete(reserving))
  }
}

const nothingSpent: AgentSpending = { finished: noCost, underWay: noCost }

/** The limits for agents, beside those that apply to everybody. One for each session. */
export class AgentSpendGate {
  readonly #limits: () => AgentLimits
  readonly #day: DaySpending
  readonly #session = createCostBudget(null)

  constructor(limits: () => AgentLimits, day: DaySpending) {
    this.#limits = limits
    this.#day = day
  }

  /**
   * Counts a call from now on, if the limits or somebody allow it. Checking and counting are one step: of calls made at
   * the same time, none slips through.
   * @param estimateUsd null = the price is unknown
   */
  async admit(estimateUsd: number | null, isApproved: boolean): Promise<SpendDecision> {
    const { perDayUsd } = this.#limits()
    const ledger = estimateUsd === 0 || perDayUsd === null ? nothingSpent : await this.#day.ledger()
    const reasons = isApproved ? [] : this.#objections(estimateUsd, this.#day.with(ledger))
    if (reasons.length > 0) return { reasons }
    const settle = await this.#reserve(estimateUsd)
    const { finished } = ledger
    try {
      const leftUsd = isApproved || perDayUsd === null ? null : perDayUsd - finished.usd
      const { beforeUsd, release } = await this.#day.hold(estimateUsd ?? 0, leftUsd)
      if (release !== null) return { settle: (paid) => [settle(paid), release()] }
      settle(noCost)
      return { reasons: [messages.overDayLimit(amounts(perDayUsd, addCosts(finished, sumCosts([beforeUsd]))))] }
    } catch (thrown) {
      settle(noCost)
      throw thrown
    }
  }

  #objections(estimateUsd: number | null, today: CostSum): string[] {
    const { perSessionUsd, perDayUsd } = this.#limits()
    if (estimateUsd === 0 || (perSessionUsd === null && perDayUsd === null)) return []
    if (estimateUsd === null) return [messages.priceNotKnown]
    const session = this.#session.committed()
    const over = (limit: number | null, { usd }: CostSum) => limit !== null && exceedsLimit(limit, usd, estimateUsd)
    return [
      ...(over(perSessionUsd, session) ? [messages.overSessionLimit(amounts(perSessionUsd, session))] : []),
      ...(over(perDayUsd, today) ? [messages.overDayLimit(amounts(perDayUsd, today))] : []),
      ...(isUnknown(perSessionUsd, session) || isUnknown(perDayUsd, today) ? [messages.spentNotKnown] : []),
    ]
  }

  /** Counts before it returns. */
  async #reserve(estimateUsd: number | null): Promise<SettleCost> {
    const release = this.#day.reserve(sumCosts([estimateUsd]))
    const settle = await this.#session.count(estimateUsd)
    return (paid) => {
      settle(paid)
      release()
    }
  }
}

export type SpendDecision = { readonly reasons: readonly string[] } | { readonly settle: SettleCost }

/** Whether a limit cannot be checked. */
function isUnknown(limit: number | null, { unpriced }: CostSum): boolean {
  return limit !== null && unpriced > 0
}

function amounts(limit: number | null, { usd }: CostSum) {
  return { limit: formatMoney(limit ?? 0), spent: formatMoney(usd) }
}
