import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Database } from '../../database/index.ts'
import type { CallStep } from '../../../shared/domain/kept-call.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { NewAttempt } from '../../../shared/domain/ledger.ts'
import type { AttemptBook } from '../attempt-book.ts'
import { writeSavedResponse, type Done } from '../queue/saved-response.ts'
import { attemptEndOf, closeOpenAttempt } from './attempt-end.ts'
import type { JobUpdater } from './job-updater.ts'
import type { GenerationCall } from './generation-call.ts'

/** Puts every step of one call on disk, before or directly after it is done, and tells the ledger of it. */
export interface CallJournal {
  /** On disk, with its entry in the ledger, when it resolves: the request may leave now. @throws storage/* */
  sending(): Promise<void>
  /** The service has said that it began nothing. */
  notBegun(): Promise<void>
  /** null where the service's number holds a key: such a call cannot be taken up by another program. */
  remote(handle: string | null): Promise<void>
  made(done: Done): Promise<void>
  /** The person has canceled it, and the server works on: should this program end, the next one knows. */
  cancelled(): Promise<void>
  /** Whether another program could go on with it as it is. */
  canBeLeft(): boolean
  /** The attempt has ended with these words and cost nothing; the next one is another. */
  turnedAway(words: string): Promise<void>
  /** The attempt has ended as its jobs say. */
  close(): Promise<void>
}

export interface CallJournalNeeds {
  readonly database: Pick<Database, 'call'>
  readonly book: AttemptBook | null
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

export function createCallJournal(
  call: GenerationCall,
  updater: Pick<JobUpdater, 'open'>,
  { attemptId: before, handle: handleBefore }: { readonly attemptId: number | null; readonly handle: string | null },
  { database, book, clock, logger }: CallJournalNeeds,
): CallJournal {
  const { callId, jobs } = call
  let attemptId = before
  let handle = handleBefore
  let answer: Done | null = call.takenUp?.answer?.done ?? null
  let wasSent = call.takenUp !== null

  async function step(change: Pick<CallStep, 'stage'> & Partial<CallStep>): Promise<void> {
    const isOurs = await database.call('queue.step', {
      callId,
      pid: process.pid,
      jobs: updater.open().map((job) => job.snapshot()),
      ...change,
    })
    if (!isOurs) throw takenOver()
  }

  /** What happens anyway: the work goes on where it cannot be written. */
  async function note(change: Pick<CallStep, 'stage'> & Partial<CallStep>): Promise<void> {
    try {
      await step(change)
    } catch (thrown) {
      logger.error('jobs.not-noted', { callId, stage: change.stage, error: thrown })
    }
  }

  return {
    async sending() {
      attemptId ??= await openAttempt(call, clock.nowMs(), book)
      await step({ stage: 'sending', ...(attemptId !== null && { attemptId }) })
      wasSent = true
    },
    async notBegun() {
      wasSent = false
      await note({ stage: 'waiting' })
    },
    async remote(told) {
      handle = told
      await note({ stage: 'remote', handle })
      if (attemptId !== null && handle !== null) await book?.note(attemptId, { handle })
    },
    async made(done) {
      answer = done
      // What was kept knows of pixels that only the program before had seen.
      const isKept = done === call.takenUp?.answer?.done
      await note({ stage: 'made', ...(!isKept && { answer: writeSavedResponse(done) }) })
    },
    cancelled: () => noteCancel(callId, { database, logger }),
    canBeLeft: () => !wasSent || handle !== null || answer !== null,
    async turnedAway(words) {
      const end = attemptEndOf([], { answer: null, endedAtMs: clock.nowMs() })
      if (attemptId !== null) await book?.close(attemptId, { ...end, outcome: 'failed', words })
      attemptId = null
    },
    async close() {
      // The program before may have opened it without noting so.
      await closeOpenAttempt(callId, snapshots(jobs), { book, answer, endedAtMs: clock.nowMs() })
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
  await database.call('queue.askToCancel', { callIds: [callId] }).catch((thrown: unknown) => {
    logger.error('jobs.not-noted', { callId, error: thrown })
  })
}

/** The program before may have opened it and ended. */
async function openAttempt(call: GenerationCall, nowMs: number, book: AttemptBook | null): Promise<number | null> {
  if (book === null) return null
  return (await book.findOpen(call.callId)) ?? book.open(newAttempt(call, nowMs))
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
  }
}

/** For whoever waits for a job here that another program finishes. */
function takenOver(): AppError {
  return new AppError('request/cancelled', messages.takenByOtherAtelier, {
    detail: { isTakenOver: true },
  })
}

export function isTakenOver(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.detail?.['isTakenOver'] === true
}
