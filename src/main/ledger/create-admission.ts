import type { Admission, Caps } from '../../shared/domain/ledger.ts'
import { AppError } from '../../shared/errors/index.ts'
import { exceedsLimit } from '../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import type { Committed, Committeds, Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { daysNow } from './days-now.ts'
import type { Ledger } from './ledger.ts'

const money = formatMoney

interface AdmissionNeeds {
  readonly database: Pick<Database, 'call'>
  /** null = they could not be read, and nobody has set them again. */
  readonly caps: () => Caps | null
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

/** Longer than a run takes from being admitted to being on disk; shorter than a person waits who tries again. */
const holdMs = 120_000
const limitsUnreadable =
  'Your spending limits could not be read, so paid requests are stopped. Set them again in Settings › Money.'
const noLimits = { run: null, day: null, month: null }

export function createAdmission(needs: AdmissionNeeds): Pick<Ledger, 'check' | 'admit'> {
  const { database, caps, clock } = needs
  return {
    async check(estimates) {
      const limits = caps()
      const run = sumEstimates(estimates)
      if (isFree(run)) return { is: 'fine', reasons: [] }
      if (limits === null) return { is: 'stop', reasons: [limitsUnreadable] }
      if (!hasCaps(limits)) return { is: 'fine', reasons: [] }
      return judgeRun(limits, run, await database.call('ledger.committed', { runId: null, ...daysNow(clock) }))
    },

    async admit({ runId, estimates, approve }) {
      const limits = caps()
      const run = sumEstimates(estimates)
      if (isFree(run)) return () => Promise.resolve()
      if (limits === null) throw new AppError('money/limits-unreadable', `${limitsUnreadable} Nothing was sent.`)
      if (!hasCaps(limits)) return () => Promise.resolve()
      const within = await holdWithin(limits, run, runId, needs)
      if (within.hold !== null) return () => release(within.hold, needs)
      if (limits.onOver === 'stop' || approve === undefined) throw refusal(limits, within.reasons)
      if (!(await approve({ ...run, reasons: within.reasons }))) throw AppError.cancelled()
      const current = caps()
      // Limits may have been tightened while the person was asked.
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

/** Sets the money aside where all limits allow it. `hold`: null = they do not, for these reasons. */
async function holdWithin(
  limits: Caps,
  run: AskedRun,
  runId: string | null,
  { database, clock }: AdmissionNeeds,
): Promise<{ readonly hold: number | null; readonly reasons: readonly string[] }> {
  const asked = { runId, ...daysNow(clock) }
  if (run.unpriced > 0) {
    return { hold: null, reasons: judgeRun(limits, run, await database.call('ledger.committed', asked)).reasons }
  }
  const { perRunUsd, perDayUsd, perMonthUsd } = limits
  const { committed, hold } = await database.call('ledger.hold', {
    ...asked,
    usd: run.usd,
    holdMs,
    limits: { run: perRunUsd, day: perDayUsd, month: perMonthUsd },
  })
  return { hold, reasons: hold === null ? judgeRun(limits, run, committed).reasons : [] }
}

async function release(hold: number | null, { database, logger }: AdmissionNeeds): Promise<void> {
  if (hold === null) return
  try {
    await database.call('ledger.release', { hold })
  } catch (thrown) {
    // It lapses by itself.
    logger.error('ledger.not-released', { error: thrown })
  }
}

function isFree({ usd, unpriced }: AskedRun): boolean {
  return usd === 0 && unpriced === 0
}

function refusal({ onOver }: Caps, reasons: readonly string[]): AppError {
  const words = `${reasons.join(' ')} Nothing was sent.`
  return onOver === 'stop'
    ? new AppError('money/over-cap', `${words} The limits are set in Settings, under Money.`)
    : new AppError('money/needs-approval', `${words} Say whether it may go all the same.`)
}

interface AskedRun {
  /** USD of the calls whose price is known. */
  readonly usd: number
  /** Calls whose price nobody knows beforehand. */
  readonly unpriced: number
}

function sumEstimates(estimates: readonly (number | null)[]): AskedRun {
  const known = estimates.filter((usd) => usd !== null)
  return { usd: known.reduce((sum, usd) => sum + usd, 0), unpriced: estimates.length - known.length }
}

function hasCaps({ perRunUsd, perDayUsd, perMonthUsd }: Caps): boolean {
  return perRunUsd !== null || perDayUsd !== null || perMonthUsd !== null
}

/** What the limits say to a run, with the reasons for people. Pure. */
function judgeRun(caps: Caps, run: AskedRun, committed: Committeds): Admission {
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
