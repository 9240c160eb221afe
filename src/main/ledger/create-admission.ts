import type { Caps } from '../../shared/domain/ledger.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { daysNow } from './days-now.ts'
import { hasCaps, judgeRun, sumEstimates, type AskedRun } from './judge-run.ts'
import type { Ledger } from './ledger.ts'

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
