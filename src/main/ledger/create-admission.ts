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

    async admit({ runId, estimates, isApproved }) {
      const limits = caps()
      const run = sumEstimates(estimates)
      if (isFree(run)) return () => Promise.resolve()
      if (limits === null) throw new AppError('money/limits-unreadable', `${limitsUnreadable} Nothing was sent.`)
      if (!hasCaps(limits)) return () => Promise.resolve()
      const mayGoOver = isApproved && limits.onOver === 'ask'
      const asked = { runId, ...daysNow(clock) }
      if (run.unpriced > 0 && !mayGoOver) {
        throw refusal(limits, judgeRun(limits, run, await database.call('ledger.committed', asked)).reasons)
      }
      const { perRunUsd, perDayUsd, perMonthUsd } = limits
      const { committed, hold } = await database.call('ledger.hold', {
        ...asked,
        usd: run.usd,
        holdMs,
        limits: mayGoOver ? noLimits : { run: perRunUsd, day: perDayUsd, month: perMonthUsd },
      })
      if (hold === null) throw refusal(limits, judgeRun(limits, run, committed).reasons)
      return () => release(hold, needs)
    },
  }
}

async function release(hold: number, { database, logger }: AdmissionNeeds): Promise<void> {
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
