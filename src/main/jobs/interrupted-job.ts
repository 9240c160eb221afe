import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import { isLocalJob } from './local/local-job.ts'

/** From here on the request may have left: the word is on disk before it does. */
const sentPhases: ReadonlySet<JobSnapshot['phase']> = new Set(['sending', 'waiting', 'stopping'])
const madePhases: ReadonlySet<JobSnapshot['phase']> = new Set(['fetching', 'finishing'])

/** A key was given for this request only, and is gone with the program that had it. */
export function keylessJob(job: JobSnapshot): JobSnapshot {
  const interrupted = interruptedJob(job)
  if (interrupted.error === null) return interrupted
  const why = messages.keyNotKept
  return { ...interrupted, error: { ...interrupted.error, message: `${interrupted.error.message} ${why}` } }
}

/** It was being prepared each time the program died. */
export function dangerousJob(job: JobSnapshot): JobSnapshot {
  const error: ErrorData = {
    code: 'network/interrupted',
    message: messages.quitWhilePreparing({ count: timesPreparedMax }),
    detail: { isBilled: 'no' },
  }
  return { ...interruptedJob({ ...job, state: 'queued' }), error }
}

/** So often a call may be begun without coming as far as being sent. */
export const timesPreparedMax = 3

/** A job that was waiting or running when the program ended without a word. */
export function interruptedJob(job: JobSnapshot): JobSnapshot {
  const ended = { ...job, state: 'failed', phase: null, waitingUntilMs: null, preview: null } as const
  if (isLocalJob(job)) return { ...ended, error: localInterrupted }
  const isFree = job.estimateUsd === 0
  if (job.state === 'running' && madePhases.has(job.phase)) return { ...ended, error: madeInterrupted(job) }
  if (job.state === 'running' && sentPhases.has(job.phase)) {
    const isBilled = isFree ? 'no' : 'unknown'
    return { ...ended, error: sentInterrupted(job, isBilled), wasSent: true, isBilled }
  }
  return { ...ended, error: job.wasSent ? turnedAwayInterrupted : unsentInterrupted, isBilled: 'no' }
}

const localInterrupted: ErrorData = {
  code: 'imaging/process-exited',
  message: messages.quitBeforeFinished,
}

const unsentInterrupted: ErrorData = {
  code: 'network/interrupted',
  message: messages.quitBeforeSent,
  detail: { isBilled: 'no' },
}

const billingWords = { yes: messages.billed, no: messages.notBilled, unknown: messages.maybeBilled }

/** What had arrived by then is on disk, and the sweep after the start lists it. */
function madeInterrupted({ provider, isBilled }: JobSnapshot): ErrorData {
  return {
    code: 'network/interrupted',
    message: messages.quitWhileDownloading({ provider, billing: billingWords[isBilled] }),
    detail: { provider, isBilled },
  }
}

/** It waits for the next service after one that did not do it. */
const turnedAwayInterrupted: ErrorData = {
  code: 'network/interrupted',
  message: messages.quitBeforeFallback,
  detail: { isBilled: 'no' },
}

function sentInterrupted({ provider, handle }: JobSnapshot, isBilled: 'no' | 'unknown'): ErrorData {
  const money = isBilled === 'no' ? messages.notBilled : messages.maybeBilled
  const text =
    handle === null
      ? messages.quitWhileWorking({ provider, money })
      : messages.quitWhileWorkingHandle({ provider, money, handle })
  return {
    code: 'network/interrupted',
    message: text,
    detail: { provider, isBilled, ...(handle !== null && { handle }) },
  }
}
