import * as messages from '../../../shared/messages/en/jobs.ts'
import { agentTrace } from '../../../shared/domain/generation.ts'
import type { Database } from '../../database/index.ts'
import type { CallStep } from '../../../shared/domain/queue.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { NewAttempt } from '../../../shared/domain/ledger.ts'
import type { AttemptLedger } from '../attempt-ledger.ts'
import { writeSavedResponse, type Done } from '../queue/saved-response.ts'
import { attemptEndOf, closeOpenAttempt } from './attempt-end.ts'
import type { JobUpdater } from './job-updater.ts'
import type { GenerationCall } from './generation-call.ts'

/** Writes every step of one call to disk, before or right after it happens, and updates the ledger. */
export interface CallJournal {
  /** Resolves once the step and its ledger entry are on disk: the request may be sent now. @throws storage/* */
  sending(): Promise<void>
  /** The service has reported that it started nothing. */
  notBegun(): Promise<void>
  /** null if the service's handle contains a key: such a call cannot be resumed by another process. */
  remote(handle: string | null): Promise<void>
  made(done: Done): Promise<void>
  /** The user has canceled it while the server keeps working: if this program ends, the next run knows. */
  cancelled(): Promise<void>
  /** Returns whether another process could resume it in its current state. */
  canBeLeft(): boolean
  /** The attempt has ended with this message and cost nothing; the next one is a separate attempt. */
  turnedAway(message: string): Promise<void>
  /** The attempt has ended with the outcome of its jobs. */
  close(): Promise<void>
}

export interface CallJournalNeeds {
  readonly database: Pick<Database, 'call'>
  readonly ledger: AttemptLedger | null
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

export function createCallJournal(
  call: GenerationCall,
  updater: Pick<JobUpdater, 'open'>,
  earlier: { readonly attemptId: number | null; readonly handle: string | null },
  { database, ledger, clock, logger }: CallJournalNeeds,
): CallJournal {
  const { callId, jobs } = call
  let { attemptId } = earlier
  let response: Done | null = call.resumed?.savedResponse?.done ?? null
  let wasSent = call.resumed !== null
  /** On disk: only what is there can be resumed. Anything else would be taken for unsent, and sent again. */
  let isResumable = earlier.handle !== null || response !== null

  async function step(change: Pick<CallStep, 'stage'> & Partial<CallStep>): Promise<void> {
    const isOurs = await database.call('queue.step', {
      callId,
      pid: process.pid,
      jobs: updater.open().map((job) => job.snapshot()),
      ...change,
    })
    if (!isOurs) throw takenOver()
  }

  /** Records steps that happen anyway: work continues even if they cannot be written. Returns whether they were. */
  function note(change: Pick<CallStep, 'stage'> & Partial<CallStep>): Promise<boolean> {
    const handleFailure = (error: unknown) => {
      logger.error('jobs.not-noted', { callId, stage: change.stage, error })
      return false
    }
    return step(change).then(() => true, handleFailure)
  }

  return {
    async sending() {
      attemptId = await openAttempt(call, clock.nowMs(), ledger)
      await step({ stage: 'sending', ...(attemptId !== null && { attemptId }) })
      wasSent = true
    },
    async notBegun() {
      wasSent = false
      await note({ stage: 'waiting' })
    },
    async remote(handle) {
      if (await note({ stage: 'remote', handle })) isResumable = handle !== null
      if (attemptId !== null && handle !== null) await ledger?.note(attemptId, { handle })
    },
    async made(done) {
      response = done
      // The stored response includes pixels that only the previous program run received.
      const isKept = done === call.resumed?.savedResponse?.done
      if (await note({ stage: 'made', ...(!isKept && { answer: writeSavedResponse(done) }) })) isResumable = true
    },
    cancelled: () => noteCancel(callId, { database, logger }),
    canBeLeft: () => !wasSent || isResumable,
    async turnedAway(message) {
      const end = attemptEndOf([], { answer: null, endedAtMs: clock.nowMs() })
      if (attemptId !== null) await ledger?.close(attemptId, { ...end, outcome: 'failed', words: message })
      attemptId = null
    },
    async close() {
      // The previous run may have opened it without recording so.
      await closeOpenAttempt(callId, snapshots(jobs), { ledger, answer: response, endedAtMs: clock.nowMs() })
      attemptId = null
    },
  }
}

function snapshots(jobs: GenerationCall['jobs']): JobSnapshot[] {
  return jobs.map((job) => job.snapshot())
}

async function noteCancel(
  callId: string,
  { database, logger }: Pick<CallJournalNeeds, 'database' | 'logger'>,
): Promise<void> {
  await database.call('queue.requestCancel', { callIds: [callId] }).catch((thrown: unknown) => {
    logger.error('jobs.not-noted', { callId, error: thrown })
  })
}

/**
 * An open one may be of the previous run, or of an earlier time at which nothing was sent. One that is closed, as by a
 * cancel before a kill, says nothing of what is sent now.
 */
async function openAttempt(call: GenerationCall, nowMs: number, ledger: AttemptLedger | null): Promise<number | null> {
  if (ledger === null) return null
  const open = await ledger.findOpen(call.callId)
  if (open === null) return ledger.open(newAttempt(call, nowMs))
  await ledger.redate(open, nowMs)
  return open
}

function newAttempt({ callId, runId, request, prepared, jobs, estimateUsd }: GenerationCall, atMs: number): NewAttempt {
  return {
    atMs,
    callId,
    runId,
    documentId: request.documentId,
    provider: request.provider,
    model: prepared.card.id,
    operation: request.operation,
    pictures: jobs.length,
    estimateUsd,
    estimateAsOf: prepared.plan.estimate.asOf,
    ...(request.trace[agentTrace] !== undefined && { startedBy: 'agent' as const }),
  }
}

/** For callers waiting for a job that another process finishes. */
function takenOver(): AppError {
  return new AppError('request/cancelled', messages.takenByOtherAtelier, {
    detail: { isTakenOver: true },
  })
}

export function isTakenOver(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.detail?.['isTakenOver'] === true
}
