import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { PersistedCall } from '../../../shared/domain/queue.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Database } from '../../database/index.ts'
import { closeOpenAttempt } from '../generation/attempt-end.ts'
import { notContinued, notNoted } from '../generation/call-errors.ts'
import { createCallJournal, type CallJournal, type CallJournalNeeds } from '../generation/call-journal.ts'
import type { GenerationCall, ResumedCall } from '../generation/generation-call.ts'
import { leaving, type CallOutcome, type GenerationRunner } from '../generation/generation-runner.ts'
import { asFailed } from '../generation/job-updater.ts'
import { readBody } from './call-body.ts'
import type { LiveCall } from './live-call.ts'
import { readSavedResponse } from './saved-response.ts'

export interface CallRunNeeds extends CallJournalNeeds {
  readonly database: Pick<Database, 'call'>
  readonly runCall: GenerationRunner
  readonly assets: Pick<Assets, 'records'>
}

/** A disk that is full for now is no reason to give up what was paid for; a row that stays unreadable is. */
const unreadMax = 10

/** Runs one call from its stored state and stores the outcome. Does not reject. */
export async function runPersistedCall(live: LiveCall, needs: CallRunNeeds): Promise<CallOutcome> {
  const { database, logger } = needs
  const { callId, updater } = live
  let persisted: PersistedCall | null = null
  try {
    persisted = await database.call('queue.begin', { callId, pid: process.pid })
    if (persisted === null) return leave(live)
    const call = await restoreCall(persisted, live, needs.assets)
    const journal = createCallJournal(call, updater, persisted, needs)
    const outcome = await (live.signal.aborted && call.resumed === null
      ? unbegun(live)
      : needs.runCall(call, updater, journal))
    await settle(outcome, live, journal, needs)
    return outcome
  } catch (thrown) {
    logger.error('jobs.not-run', { callId, error: thrown })
    // Nothing is known of it now, but its service has it.
    if (persisted === null && live.isSent && live.unreadTimes++ < unreadMax) return { type: 'put-back', isSent: true }
    await updater.endAll(notRun(thrown, persisted, live))
    const snapshots = live.jobs.map((job) => job.snapshot())
    await closeOpenAttempt(callId, snapshots, { ledger: needs.ledger, endedAtMs: needs.clock.nowMs() })
    await end(callId, needs)
    return { type: 'ended' }
  }
}

async function settle(
  outcome: CallOutcome,
  { callId }: LiveCall,
  journal: CallJournal,
  needs: CallRunNeeds,
): Promise<void> {
  switch (outcome.type) {
    case 'ended':
      await journal.close()
      return end(callId, needs)
    case 'put-back':
    case 'left':
      return needs.database.call('queue.putBack', { callId, pid: process.pid }).catch((thrown: unknown) => {
        needs.logger.error('jobs.not-noted', { callId, error: thrown })
      })
    case 'instead':
      // The replacing calls take its place.
      return
  }
}

/** Its jobs are on disk with their outcome; if this fails, the next start finds nothing left to do for it. */
async function end(callId: string, { database, clock, logger }: CallRunNeeds): Promise<void> {
  await database.call('queue.end', { callIds: [callId], jobs: [], nowMs: clock.nowMs() }).catch((thrown: unknown) => {
    logger.error('jobs.not-noted', { callId, error: thrown })
  })
}

/** It was canceled, or the program is closing, before it started. */
async function unbegun(live: LiveCall): Promise<CallOutcome> {
  if (live.signal.reason === leaving) return leave(live)
  await live.updater.endAll({ state: 'cancelled' })
  return { type: 'ended' }
}

function leave({ updater }: LiveCall): CallOutcome {
  updater.leave()
  return { type: 'left' }
}

/** If the stored call cannot be read or written, nothing is sent for it; what was sent before may have been billed. */
function notRun(
  thrown: unknown,
  persisted: PersistedCall | null,
  { isFree, isSent }: Pick<LiveCall, 'isFree' | 'isSent'>,
): Partial<JobSnapshot> {
  const wasSent = isSent || (persisted !== null && persisted.stage !== 'waiting' && persisted.stage !== 'preparing')
  if (!wasSent) return asFailed(notNoted(thrown), 'no')
  const isBilled = isFree ? 'no' : 'unknown'
  return asFailed(notContinued(thrown, isBilled), isBilled)
}

/** Restores the planned call. @throws storage/corrupt, storage/not-found if the image to edit is gone */
async function restoreCall(
  persisted: PersistedCall,
  live: LiveCall,
  assets: Pick<Assets, 'records'>,
): Promise<GenerationCall> {
  const { request, card, plan, sent, referenceIds, sendsMask, turns, planned, ...rest } = readBody(persisted.body)
  const { estimateUsd, runId, tried, startedAtMs } = rest
  const resumed = resumedOf(persisted, live)
  const { callId, jobs, signal, key } = live
  const { sourceId } = request
  const source = sourceId === null ? null : await findSource(sourceId, resumed !== null, assets)
  return {
    callId,
    runId,
    jobs,
    signal,
    request: { ...request, maskPng: persisted.maskPng, ...(source === null && { frame: null }) },
    source,
    prepared: { card, plan, sent, referenceIds, sendsMask, ...(turns && { turns }), calls: [], estimates: [] },
    planned: { ...planned, card },
    estimateUsd,
    tried,
    startedAtMs,
    key,
    resumed,
  }
}

function resumedOf({ stage, handle, answer: response }: PersistedCall, { received }: LiveCall): ResumedCall | null {
  if (stage !== 'remote' && stage !== 'made') return null
  return { handle, savedResponse: response === null ? null : readSavedResponse(response), received }
}

/** If the source of an edit is gone, what a service has already made is filed as returned. */
async function findSource(id: AssetId, isMade: boolean, assets: Pick<Assets, 'records'>): Promise<Asset | null> {
  try {
    return await assets.records.require(id)
  } catch (thrown) {
    if (isMade && thrown instanceof AppError && thrown.code === 'storage/not-found') return null
    throw thrown
  }
}
