import type { Admission, Caps } from '../../shared/domain/ledger.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/limits.ts'
import { formatLocale, joinSentences } from '../../shared/messages/formats.ts'
import { exceedsLimit } from '../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import { localDay, monthOf } from '../../shared/util/local-day.ts'
import { type CostSum, sumCosts } from '../../shared/util/sum-costs.ts'
import type { Committed, Committeds, Database } from '../database/index.ts'
import type { Admitter } from '../jobs/attempt-ledger.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'

/** Whether a run is within the user's limits. */
export interface SpendingLimits extends Admitter {
  /** Returns how the limits would judge a run with these estimates, USD; null = unknown price. Reserves nothing. */
  check(estimates: readonly (number | null)[]): Promise<Admission>
}

interface SpendingLimitsNeeds {
  readonly database: Pick<Database, 'call'>
  /** null = the limits could not be read and have not been set again. */
  readonly caps: () => Caps | null
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

/** Longer than a run takes from admission to being on disk; shorter than a user waits before retrying. */
const holdMs = 120_000
const noLimits = { run: null, day: null, month: null }

export function createSpendingLimits(needs: SpendingLimitsNeeds): SpendingLimits {
  const { database, caps, clock } = needs
  return {
    async check(estimates) {
      const limits = caps()
      const run = sumCosts(estimates)
      if (isFree(run)) return { type: 'fine', reasons: [] }
      if (limits === null) return { type: 'stop', reasons: [messages.limitsUnreadable] }
      if (!hasCaps(limits)) return { type: 'fine', reasons: [] }
      return judgeRun(limits, run, await database.call('ledger.committed', { runId: null, ...daysNow(clock) }))
    },

    async admit({ runId, estimates, approve }) {
      const limits = caps()
      const run = sumCosts(estimates)
      if (isFree(run)) return () => Promise.resolve()
      if (limits === null) throw new AppError('money/limits-unreadable', messages.limitsUnreadableNotSent)
      if (!hasCaps(limits)) return () => Promise.resolve()
      const within = await holdWithin(limits, run, runId, needs)
      if (within.hold !== null) return () => release(within.hold, needs)
      if (limits.onOver === 'stop' || approve === undefined) throw refusal(limits, within.reasons)
      if (!(await approve({ ...run, reasons: within.reasons }))) throw AppError.cancelled()
      const current = caps()
      // Limits may have been lowered while the user was being asked.
      if (current?.onOver !== 'ask') throw refusal({ ...limits, onOver: 'stop' }, within.reasons)
      const { hold } = await database.call('ledger.hold', {
        runId,
        ...daysNow(clock),
        usd: run.usd,
        holdMs,
        limits: noLimits,
      })
      return () => release(hold, needs)
    },
  }
}

/** Reserves the money if all limits allow it. `hold`: null = they do not, for these reasons. */
async function holdWithin(
  limits: Caps,
  run: CostSum,
  runId: string | null,
  { database, clock }: SpendingLimitsNeeds,
): Promise<{ readonly hold: number | null; readonly reasons: readonly string[] }> {
  const query = { runId, ...daysNow(clock) }
  if (run.unpriced > 0) {
    return { hold: null, reasons: judgeRun(limits, run, await database.call('ledger.committed', query)).reasons }
  }
  const { perRunUsd, perDayUsd, perMonthUsd } = limits
  const { committed, hold } = await database.call('ledger.hold', {
    ...query,
    usd: run.usd,
    holdMs,
    limits: { run: perRunUsd, day: perDayUsd, month: perMonthUsd },
  })
  return { hold, reasons: hold === null ? judgeRun(limits, run, committed).reasons : [] }
}

async function release(hold: number | null, { database, logger }: SpendingLimitsNeeds): Promise<void> {
  if (hold === null) return
  try {
    await database.call('ledger.release', { hold })
  } catch (thrown) {
    // The hold expires by itself.
    logger.error('ledger.not-released', { error: thrown })
  }
}

function isFree({ usd, unpriced }: CostSum): boolean {
  return usd === 0 && unpriced === 0
}

function refusal({ onOver }: Caps, reasons: readonly string[]): AppError {
  const text = joinSentences(...reasons)
  return onOver === 'stop'
    ? new AppError('money/over-cap', messages.overLimitStopped({ reasons: text }))
    : new AppError('money/needs-approval', messages.overLimitUnconfirmed({ reasons: text }))
}

function hasCaps({ perRunUsd, perDayUsd, perMonthUsd }: Caps): boolean {
  return perRunUsd !== null || perDayUsd !== null || perMonthUsd !== null
}

/** Applies the limits to a run and returns user-readable reasons. Pure. */
function judgeRun(caps: Caps, run: CostSum, committed: Committeds): Admission {
  const reasons = [
    ...overLimit(messages.runLimit, caps.perRunUsd, run, committed.run, messages.spentInRun),
    ...overLimit(messages.dayLimit, caps.perDayUsd, run, committed.day, messages.spentToday),
    ...overLimit(messages.monthLimit, caps.perMonthUsd, run, committed.month, messages.spentThisMonth),
    ...withoutPrice(caps, run),
  ]
  return { type: reasons.length === 0 ? 'fine' : caps.onOver, reasons }
}

type LimitText = typeof messages.runLimit
type SpentText = typeof messages.spentInRun

function overLimit(
  limitText: LimitText,
  limit: number | null,
  { usd }: CostSum,
  spent: Committed,
  spentText: SpentText,
): string[] {
  const total = spent.billed + spent.perhaps + spent.waiting
  if (limit === null || !exceedsLimit(limit, total, usd)) return []
  const limitIs = limitText({ limit: formatMoney(limit) })
  const amount = formatMoney(usd)
  if (total === 0) return [joinSentences(limitIs, messages.wouldCost({ amount }))]
  const adding = messages.wouldAdd({ amount, total: formatMoney(total + usd) })
  return [`${limitIs} ${spentText({ amounts: describeSpent(spent) })} ${adding}`]
}

const list = new Intl.ListFormat(formatLocale)

function describeSpent({ billed, perhaps, waiting }: Committed): string {
  const parts = [
    billed > 0 ? messages.amountSpent({ amount: formatMoney(billed) }) : null,
    perhaps > 0 ? messages.amountInProgress({ amount: formatMoney(perhaps) }) : null,
    waiting > 0 ? messages.amountWaiting({ amount: formatMoney(waiting) }) : null,
  ]
  return list.format(parts.filter((part) => part !== null))
}

function withoutPrice(caps: Caps, { unpriced }: CostSum): string[] {
  if (unpriced === 0 || !hasCaps(caps)) return []
  return [unpriced === 1 ? messages.priceUnknown : messages.pricesUnknown({ count: unpriced })]
}

/** Returns today and the current month in this computer's time zone. */
export function daysNow(clock: Clock): { day: string; firstOfMonth: string; lastOfMonth: string; nowMs: number } {
  const nowMs = clock.nowMs()
  const day = localDay(nowMs)
  const { first, last } = monthOf(day)
  return { day, firstOfMonth: first, lastOfMonth: last, nowMs }
}
