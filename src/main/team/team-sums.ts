import type { TeamLimits } from '../../shared/domain/team.ts'
import * as messages from '../../shared/messages/en/team.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import type { Journal } from './journal.ts'

export interface Sums {
  /** Millionths of a dollar, reserved amounts included. */
  readonly day: number
  readonly month: number
}

/** Rounded up: a limit errs on the dear side. */
export function toMicro(usd: number): number {
  // The tolerance keeps 0.07 × 1,000,000 = 70,000.00000000001 from becoming 70,001.
  return Math.ceil(usd * 1e6 - 1e-4)
}

export function toUsd(micro: number): number {
  return micro / 1e6
}

/** Day in UTC, `2026-11-26`. */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** Sums over a day and over its month. Pure. */
export function sumJournals(journals: Iterable<Journal>, day: string): Sums {
  const month = day.slice(0, 7)
  let sums = { day: 0, month: 0 }
  for (const { reservations } of journals) {
    for (const reservation of reservations.values()) {
      if (!reservation.day.startsWith(month)) continue
      const { micro } = reservation
      sums = { day: sums.day + (reservation.day === day ? micro : 0), month: sums.month + micro }
    }
  }
  return sums
}

/** Why `micro` more does not fit, for display; empty = it does. `sums`: without it. Pure. */
export function reasonsAgainst(limits: TeamLimits, sums: Sums, micro: number): string[] {
  const reasons = [
    overLimit(messages.dayReason, limits.perDayUsd, sums.day, micro),
    overLimit(messages.monthReason, limits.perMonthUsd, sums.month, micro),
  ].filter((reason) => reason !== null)
  return reasons.length === 0 ? [] : [...reasons, messages.wouldAdd({ amount: formatMoney(toUsd(micro)) })]
}

function overLimit(
  text: typeof messages.dayReason,
  limitUsd: number | null,
  total: number,
  micro: number,
): string | null {
  if (limitUsd === null || micro === 0 || total + micro <= Math.round(limitUsd * 1e6)) return null
  return text({ limit: formatMoney(limitUsd), total: formatMoney(toUsd(total)) })
}
