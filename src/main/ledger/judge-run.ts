import type { Admission, Caps } from '../../shared/domain/ledger.ts'
import { exceedsLimit } from '../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import type { Committed, Committeds } from '../database/index.ts'

export interface AskedRun {
  /** USD of the calls whose price is known. */
  readonly usd: number
  /** Calls whose price nobody knows beforehand. */
  readonly unpriced: number
}

export function sumEstimates(estimates: readonly (number | null)[]): AskedRun {
  const known = estimates.filter((usd) => usd !== null)
  return { usd: known.reduce((sum, usd) => sum + usd, 0), unpriced: estimates.length - known.length }
}

export function hasCaps({ perRunUsd, perDayUsd, perMonthUsd }: Caps): boolean {
  return perRunUsd !== null || perDayUsd !== null || perMonthUsd !== null
}

/** What the limits say to a run, with the reasons for people. Pure. */
export function judgeRun(caps: Caps, run: AskedRun, committed: Committeds): Admission {
  const reasons = [
    ...overLimit('one run', caps.perRunUsd, run, committed.run, 'In this run'),
    ...overLimit('a day', caps.perDayUsd, run, committed.day, 'Today'),
    ...overLimit('a month', caps.perMonthUsd, run, committed.month, 'This month'),
    ...withoutPrice(caps, run),
  ]
  return { is: reasons.length === 0 ? 'fine' : caps.onOver, reasons }
}

function overLimit(per: string, limit: number | null, { usd }: AskedRun, spent: Committed, when: string): string[] {
  const total = spent.billed + spent.perhaps + spent.waiting
  if (limit === null || !exceedsLimit(limit, total, usd)) return []
  const already = total === 0 ? '' : ` ${when} ${spentWords(spent)}.`
  const adding =
    total === 0 ? `This would cost ${money(usd)}.` : `This would add ${money(usd)} and make it ${money(total + usd)}.`
  return [`Your limit for ${per} is ${money(limit)}.${already} ${adding}`]
}

function spentWords({ billed, perhaps, waiting }: Committed): string {
  const parts = [
    billed > 0 ? `${money(billed)} has been spent` : null,
    perhaps > 0 ? `${money(perhaps)} is under way or may have been billed` : null,
    waiting > 0 ? `${money(waiting)} waits in the queue` : null,
  ].filter((part) => part !== null)
  const last = parts.pop() ?? ''
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

function withoutPrice(caps: Caps, { unpriced }: AskedRun): string[] {
  if (unpriced === 0 || !hasCaps(caps)) return []
  const what = unpriced === 1 ? 'this' : `${unpriced} of these`
  return [`No price is known beforehand for ${what}, so your limits cannot be kept.`]
}

const money = formatMoney
