import type { Database } from '../../database/index.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { KeptCall } from '../../../shared/domain/kept-call.ts'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import type { Assets } from '../../assets/assets.ts'
import { createCallJournal, type CallJournal, type CallJournalNeeds } from '../generation/call-journal.ts'
import { closeOpenAttempt } from '../generation/attempt-end.ts'
import { failed } from '../generation/job-updater.ts'
import { notNoted } from '../generation/call-errors.ts'
import { leaving, type CallOutcome, type GenerationRunner } from '../generation/generation-runner.ts'
import type { LiveCall } from './live-call.ts'
import { restoreCall } from './restore-call.ts'

export interface CallRunNeeds extends CallJournalNeeds {
  readonly database: Pick<Database, 'call'>
  readonly runCall: GenerationRunner
  readonly assets: Pick<Assets, 'records'>
}

/** Runs one call from what is kept of it, and keeps how it ended. Does not reject. */
export async function runKeptCall(live: LiveCall, needs: CallRunNeeds): Promise<CallOutcome> {
  const { database, logger } = needs
  const { callId, updater } = live
  let kept: KeptCall | null = null
  try {
    kept = await database.call('queue.begin', { callId, pid: process.pid })
    if (kept === null) return leave(live)
    const call = await restoreCall(kept, live, needs.assets)
    const journal = createCallJournal(call, updater, kept, needs)
    const outcome = await (live.signal.aborted && call.takenUp === null
      ? unbegun(live)
      : needs.runCall(call, updater, journal))
    await settle(outcome, live, journal, needs)
    return outcome
  } catch (thrown) {
    logger.error('jobs.not-run', { callId, error: thrown })
    await updater.endAll(notRun(thrown, kept))
    const ended = live.jobs.map((job) => job.snapshot())
    await closeOpenAttempt(callId, ended, { book: needs.book, endedAtMs: needs.clock.nowMs() })
    await end(callId, needs)
    return { is: 'ended' }
  }
}

async function settle(
  outcome: CallOutcome,
  { callId }: LiveCall,
  journal: CallJournal,
  needs: CallRunNeeds,
): Promise<void> {
  switch (outcome.is) {
    case 'ended':
      await journal.close()
      return end(callId, needs)
    case 'put-back':
    case 'left':
      return needs.database.call('queue.putBack', { callId, pid: process.pid }).catch((thrown: unknown) => {
        needs.logger.error('jobs.not-noted', { callId, error: thrown })
      })
    case 'instead':
      // The calls that come instead are put in its place.
      return
  }
}

/** Its jobs are on disk as they ended; should this fail, the next start finds nothing left to do for it. */
async function end(callId: string, { database, clock, logger }: CallRunNeeds): Promise<void> {
  await database.call('queue.end', { callIds: [callId], jobs: [], nowMs: clock.nowMs() }).catch((thrown: unknown) => {
    logger.error('jobs.not-noted', { callId, error: thrown })
  })
}

/** It was canceled, or the program is closing, before it was begun. */
async function unbegun(live: LiveCall): Promise<CallOutcome> {
  if (live.signal.reason === leaving) return leave(live)
  await live.updater.endAll({ state: 'cancelled' })
  return { is: 'ended' }
}

function leave({ updater }: LiveCall): CallOutcome {
  updater.leave()
  return { is: 'left' }
}

/** Where what is kept of a call cannot be read or written, nothing is sent for it. */
function notRun(thrown: unknown, kept: KeptCall | null): Partial<JobSnapshot> {
  const wasSent = kept !== null && kept.stage !== 'waiting' && kept.stage !== 'preparing'
  if (!wasSent) return failed(notNoted(thrown), 'no')
  const error = thrown instanceof AppError ? thrown : fromErrorData(toErrorData(thrown))
  return failed(error, 'unknown')
}
