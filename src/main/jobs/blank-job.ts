import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { newId } from '../platform/pure/new-id.ts'

/** Initial state of every job: queued, with no result. */
export function blankJob(nowMs: number) {
  return {
    id: newId<JobId>(nowMs),
    state: 'queued',
    phase: null,
    waitingUntilMs: null,
    preview: null,
    resultId: null,
    refusal: null,
    error: null,
    wasSent: false,
    isBilled: 'no',
    handle: null,
    requestId: null,
    attempts: [] as JobSnapshot['attempts'],
    createdAtMs: nowMs,
    timingMs: null,
    verdict: 'open',
    processId: process.pid,
  } as const satisfies Partial<JobSnapshot>
}
