import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { formatCountdown } from '../../lib/health-words.ts'
import { ordinal } from '../../lib/ordinal.ts'
import { formatUsd } from '../../lib/price-words.ts'

const phaseWords = {
  preparing: 'preparing',
  sending: 'sending',
  waiting: 'waiting',
  fetching: 'fetching',
  finishing: 'finishing',
} as const

interface Waiting {
  /** Among those that wait for the same service, from 1. */
  readonly queuePlace: number
  /** Until the service may be asked again. */
  readonly secondsLeft: number | null
}

/** How far a job under way is. */
export function progressWords(job: JobSnapshot, { queuePlace, secondsLeft }: Waiting): string {
  if (secondsLeft !== null) return `rate limited · ${formatCountdown(secondsLeft)}`
  if (job.state === 'queued') return queuePlace === 1 ? 'next' : `${ordinal(queuePlace)} in the queue`
  if (job.progress !== null) return `${Math.round(job.progress * 100)} %`
  return job.phase === null ? 'waiting' : phaseWords[job.phase]
}

export function billedWords(billed: Billed): string {
  return { yes: 'billed', no: 'not billed', unknown: 'billed or not: unknown' }[billed]
}

/** A cancellation before sending costs nothing; after it, it may. */
export function cancelWords({ wasSent, isBilled }: JobSnapshot): string {
  return wasSent ? `Cancelled after sending · ${billedWords(isBilled)}` : 'Cancelled before sending · nothing billed'
}

const objections = { prompt: 'to the words', input: 'to a picture that was sent', output: 'to what came out' } as const

/** Whose rules, and against what. The service's own words stand beside it. */
export function refusalWords({ refusal }: JobSnapshot, provider: string): string {
  return refusal === null
    ? `Refused by ${provider}`
    : `Refused by ${provider}, which objects ${objections[refusal.what]}`
}

/** What it cost, or is expected to; null where neither is known. */
export function costWords({ costUsd, estimateUsd }: JobSnapshot): string | null {
  if (costUsd !== null) return formatUsd(costUsd)
  if (estimateUsd === null) return null
  return estimateUsd === 0 ? 'free' : `≈ ${formatUsd(estimateUsd)}`
}

/** "OpenAI · ≈ $0.05 · seed 42": what stands under a card. */
export function factWords(job: JobSnapshot, provider: string | null): string {
  const parts = [provider, costWords(job), job.seed === null ? null : `seed ${job.seed}`]
  return parts.filter((part) => part !== null).join(' · ')
}

interface AttemptNames {
  readonly nameOf: (provider: string, model: string | null) => string
  /** What went wrong, in a few words. */
  readonly titleOf: (error: JobSnapshot['attempts'][number]['error']) => string
}

/** "OpenAI: no connection → drawn by Stability AI". null where nobody else was tried. */
export function attemptWords(job: JobSnapshot, { nameOf, titleOf }: AttemptNames): string | null {
  if (job.attempts.length === 0) return null
  const tried = job.attempts.map(
    ({ ref, error }) => `${nameOf(ref.provider, ref.model)}: ${lowerFirst(titleOf(error))}`,
  )
  const last = nameOf(job.provider, job.model)
  const now = { queued: 'now', running: 'now', done: 'drawn by', refused: 'then', failed: 'then', cancelled: 'then' }[
    job.state
  ]
  return [...tried, `${now} ${last}`].join(' → ')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** Its place among those that wait for the same service; ids sort by time. */
export function queuePlaceOf(jobs: Iterable<JobSnapshot>, job: JobSnapshot): number {
  let place = 1
  for (const { state, provider, id } of jobs) {
    if (state === 'queued' && provider === job.provider && id < job.id) place++
  }
  return place
}
