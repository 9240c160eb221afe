import * as messages from '../../../shared/messages/en/tools.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'

export interface AgentLimits {
  /** USD; null = none. */
  readonly perSessionUsd: number | null
  readonly perDayUsd: number | null
}

/** What agents of this program have spent today, and what they may be spending at the moment. Shared by all sessions. */
export interface DaySpending {
  /** USD of the agents' finished attempts today, from the ledger. */
  finishedUsd(): Promise<number>
  inFlightUsd: number
}

/** The limits for agents, beside those that apply to everybody. One for each session. */
export class SpendGate {
  readonly #limits: () => AgentLimits
  readonly #day: DaySpending
  #sessionUsd = 0

  constructor(limits: () => AgentLimits, day: DaySpending) {
    this.#limits = limits
    this.#day = day
  }

  /** Why a call needs somebody's approval; empty = it does not. null = the price is unknown. */
  async objections(estimateUsd: number | null): Promise<string[]> {
    if (estimateUsd === 0) return []
    const { perSessionUsd, perDayUsd } = this.#limits()
    if (perSessionUsd === null && perDayUsd === null) return []
    if (estimateUsd === null) return [messages.priceNotKnown]
    const reasons: string[] = []
    const over = (limit: number | null, spent: number) => limit !== null && exceedsLimit(limit, spent, estimateUsd)
    if (over(perSessionUsd, this.#sessionUsd)) {
      reasons.push(messages.overSessionLimit(amounts(perSessionUsd, this.#sessionUsd)))
    }
    if (perDayUsd === null) return reasons
    const todayUsd = (await this.#day.finishedUsd()) + this.#day.inFlightUsd
    if (over(perDayUsd, todayUsd)) reasons.push(messages.overDayLimit(amounts(perDayUsd, todayUsd)))
    return reasons
  }

  /** Counts a call from now on. Returns a function to call with what it cost in the end; null = unknown. */
  reserve(estimateUsd: number | null): (paidUsd: number | null) => void {
    const reserved = estimateUsd ?? 0
    this.#sessionUsd += reserved
    this.#day.inFlightUsd += reserved
    let isOpen = true
    return (paidUsd) => {
      if (!isOpen) return
      isOpen = false
      this.#sessionUsd += (paidUsd ?? reserved) - reserved
      this.#day.inFlightUsd = Math.max(0, this.#day.inFlightUsd - reserved)
    }
  }
}

function amounts(limit: number | null, spent: number) {
  return { limit: formatMoney(limit ?? 0), spent: formatMoney(spent) }
}
