import type { JobSnapshot } from '../../shared/domain/job.ts'
import { labelOfProvider } from '../../shared/domain/provider-id.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import { joinSentences } from '../../shared/messages/formats.ts'
import { isLocalJob } from './local-edits/local-job.ts'

/** Phases from which on the request may have been sent: the phase is on disk before it is. */
const sentPhases: ReadonlySet<JobSnapshot['phase']> = new Set(['sending', 'waiting', 'stopping'])
const madePhases: ReadonlySet<JobSnapshot['phase']> = new Set(['fetching', 'finishing'])

/** The key was given for this request only, and was lost when the program ended. */
export function keylessJob(job: JobSnapshot): JobSnapshot {
  const interrupted = interruptedJob(job)
  if (interrupted.error === null) return interrupted
  const why = messages.keyNotKept
  return { ...interrupted, error: { ...interrupted.error, message: joinSentences(interrupted.error.message, why) } }
}

/** It was being prepared each time the program crashed. */
export function dangerousJob(job: JobSnapshot): JobSnapshot {
  const error: ErrorData = {
    code: 'network/interrupted',
    message: messages.quitWhilePreparing({ count: timesPreparedMax }),
    detail: { isBilled: 'no' },
  }
  return { ...interruptedJob({ ...job, state: 'queued' }), error }
}

/** How often a call may be started without getting as far as being sent. */
export const timesPreparedMax = 3

/** A job that was queued or running when the program ended unexpectedly. */
export function interruptedJob(job: JobSnapshot): JobSnapshot {
  const failedJob = { ...job, state: 'failed', phase: null, waitingUntilMs: null, preview: null } as const
  if (isLocalJob(job)) return { ...failedJob, error: localInterrupted }
  const isFree = job.estimateUsd === 0
  if (job.state === 'running' && madePhases.has(job.phase)) return { ...failedJob, error: madeInterrupted(job) }
  if (job.state === 'running' && sentPhases.has(job.phase)) {
    const isBilled = isFree ? 'no' : 'unknown'
    return { ...failedJob, error: sentInterrupted(job, isBilled), wasSent: true, isBilled }
  }
  return { ...failedJob, error: job.wasSent ? turnedAwayInterrupted : unsentInterrupted, isBilled: 'no' }
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

const billingMessages = { yes: messages.billed, no: messages.notBilled, unknown: messages.maybeBilled }

/** What had arrived by then is on disk, and the cleanup after the start lists it. */
function madeInterrupted({ provider, isBilled }: JobSnapshot): ErrorData {
  return {
    code: 'network/interrupted',
    message: messages.quitWhileDownloading({ provider: labelOfProvider(provider), billing: billingMessages[isBilled] }),
    detail: { provider, isBilled },
  }
}

/** It was waiting for the next service after one that failed. */
const turnedAwayInterrupted: ErrorData = {
  code: 'network/interrupted',
  message: messages.quitBeforeFallback,
  detail: { isBilled: 'no' },
}

function sentInterrupted({ provider, handle }: JobSnapshot, isBilled: 'no' | 'unknown'): ErrorData {
  const money = isBilled === 'no' ? messages.notBilled : messages.maybeBilled
  const label = labelOfProvider(provider)
  const text =
    handle === null
      ? messages.quitWhileWorking({ provider: label, money })
      : messages.quitWhileWorkingHandle({ provider: label, money, handle })
  return {
    code: 'network/interrupted',
    message: text,
    detail: { provider, isBilled, ...(handle !== null && { handle }) },
  }
}
