import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import { isLocalJob } from './local/local-job.ts'

/** From here on the request may have left: the word is on disk before it does. */
const sentPhases: ReadonlySet<JobSnapshot['phase']> = new Set(['sending', 'waiting', 'stopping'])
const madePhases: ReadonlySet<JobSnapshot['phase']> = new Set(['fetching', 'finishing'])

/** A key was given for this request only, and is gone with the program that had it. */
export function keylessJob(job: JobSnapshot): JobSnapshot {
  const interrupted = interruptedJob(job)
  if (interrupted.error === null) return interrupted
  const why = 'Its key was given for this request only, so it could not be gone on with.'
  return { ...interrupted, error: { ...interrupted.error, message: `${interrupted.error.message} ${why}` } }
}

/** It was being prepared each time the program died. */
export function dangerousJob(job: JobSnapshot): JobSnapshot {
  const error: ErrorData = {
    code: 'network/interrupted',
    message: `Atelier ended ${timesPreparedMax} times while it made this ready for sending, so it is not tried again by itself. Nothing was sent and nothing was billed. The image or the mask may be what it cannot cope with.`,
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
  message: 'Atelier ended before this was finished. Your images are as they were; start it again.',
}

const unsentInterrupted: ErrorData = {
  code: 'network/interrupted',
  message: 'Atelier ended before this was sent. Nothing was sent and nothing was billed; ask for it again.',
  detail: { isBilled: 'no' },
}

const billingWords = { yes: 'It was billed.', no: 'Nothing was billed.', unknown: 'This may have been billed.' }

/** What had arrived by then is on disk, and the sweep after the start lists it. */
function madeInterrupted({ provider, isBilled }: JobSnapshot): ErrorData {
  return {
    code: 'network/interrupted',
    message: `${provider} had made this, and Atelier ended while it was being fetched. ${billingWords[isBilled]} If it had arrived, it is in the library: look there before you ask for it again.`,
    detail: { provider, isBilled },
  }
}

/** It waits for the next service after one that did not do it. */
const turnedAwayInterrupted: ErrorData = {
  code: 'network/interrupted',
  message: 'Atelier ended before the next service was asked. Nothing was billed; ask for it again.',
  detail: { isBilled: 'no' },
}

function sentInterrupted({ provider, handle }: JobSnapshot, isBilled: 'no' | 'unknown'): ErrorData {
  const money = isBilled === 'no' ? 'Nothing was billed.' : 'This may have been billed.'
  const number = handle === null ? '' : ` The service’s number for it is kept: ${handle}.`
  return {
    code: 'network/interrupted',
    message: `Atelier ended while ${provider} was at work on this. ${money}${number} Look at the service’s own pages before you ask for it again.`,
    detail: { provider, isBilled, ...(handle !== null && { handle }) },
  }
}
