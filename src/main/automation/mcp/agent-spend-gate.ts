import type { AgentLimits } from '../../../shared/domain/agent-settings.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'

/** What agents of this program have spent today, and what they may be spending at the moment. Shared by all sessions. */
export class DaySpending {
  /** USD of the agents' finished attempts today, from the ledger. */
  readonly #readFinishedUsd: () => Promise<number>
  /** Amounts that are being found out. */
  readonly #unknown = new Set<Promise<unknown>>()
  #inFlightUsd = 0

  constructor(readFinishedUsd: () => Promise<number>) {
    this.#readFinishedUsd = readFinishedUsd
  }

  get inFlightUsd(): number {
    return this.#inFlightUsd
  }

  /** Waits for amounts that are not known yet, so that `inFlightUsd` is complete after it. */
  async finishedUsd(): Promise<number> {
    await Promise.allSettled(this.#unknown)
    return this.#readFinishedUsd()
  }

  /** Returns a function that releases the amount. */
  reserve(usd: number): () => void {
    this.#inFlightUsd += usd
    let isOpen = true
    return () => {
      if (isOpen) this.#inFlightUsd = Math.max(0, this.#inFlightUsd - usd)
      isOpen = false
    }
  }

  /** As `reserve`, of an amount that is not known yet. Rejects if it cannot be found out. */
  async reserveLater(finding: Promise<number>): Promise<() => void> {
    const reserving = finding.then((usd) => this.reserve(usd))
    this.#unknown.add(reserving)
    return reserving.finally(() => this.#unknown.delete(reserving))
  }
}

/** The limits for agents, beside those that apply to everybody. One for each session. */
export class AgentSpendGate {
  readonly #limits: () => AgentLimits
  readonly #day: DaySpending
  #sessionUsd = 0

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
    const finishedUsd = estimateUsd === 0 || perDayUsd === null ? 0 : await this.#day.finishedUsd()
    const reasons = isApproved ? [] : this.#objections(estimateUsd, finishedUsd + this.#day.inFlightUsd)
    return reasons.length > 0 ? { reasons } : { settle: this.#reserve(estimateUsd ?? 0) }
  }

  #objections(estimateUsd: number | null, todayUsd: number): string[] {
    const { perSessionUsd, perDayUsd } = this.#limits()
    if (estimateUsd === 0 || (perSessionUsd === null && perDayUsd === null)) return []
    if (estimateUsd === null) return [messages.priceNotKnown]
    const over = (limit: number | null, spent: number) => limit !== null && exceedsLimit(limit, spent, estimateUsd)
    return [
      ...(over(perSessionUsd, this.#sessionUsd)
        ? [messages.overSessionLimit(amounts(perSessionUsd, this.#sessionUsd))]
        : []),
      ...(over(perDayUsd, todayUsd) ? [messages.overDayLimit(amounts(perDayUsd, todayUsd))] : []),
    ]
  }

  #reserve(reservedUsd: number): SettleSpend {
    this.#sessionUsd += reservedUsd
    const release = this.#day.reserve(reservedUsd)
    let isOpen = true
    return (paidUsd) => {
      if (!isOpen) return
      isOpen = false
      this.#sessionUsd += (paidUsd ?? reservedUsd) - reservedUsd
      release()
    }
  }
}

/** Called once with what a call cost in the end, USD; null = unknown. */
type SettleSpend = (paidUsd: number | null) => void

export type SpendDecision = { readonly reasons: readonly string[] } | { readonly settle: SettleSpend }

function amounts(limit: number | null, spent: number) {
  return { limit: formatMoney(limit ?? 0), spent: formatMoney(spent) }
}
