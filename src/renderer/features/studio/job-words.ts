import type { MaskVerdict } from '../../../shared/domain/edit.ts'
import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { formatCountdown } from '../../lib/provider-health.ts'
import { isWhole } from '../../lib/is-whole.ts'
import { ordinal } from '../../lib/ordinal.ts'
import { formatUsd } from '../../lib/price-labels.ts'

const phaseWords = {
  preparing: 'preparing',
  sending: 'sending',
  waiting: 'waiting',
  fetching: 'fetching',
  finishing: 'finishing',
  stopping: 'finishing on the server',
} as const

interface Waiting {
  /** Among those that wait for the same service, from 1; null = the queue has not told. */
  readonly queuePlace: number | null
  /** Why it is not its turn, whatever its place. */
  readonly hold: 'paused' | 'no network' | null
  /** Until the service may be asked again. */
  readonly pauseSeconds: number | null
  /** Until it should be done, by what the last runs took. */
  readonly endsInSeconds: number | null
}

/** How far a job under way is. */
export function progressWords(job: JobSnapshot, waiting: Waiting): string {
  const { queuePlace, hold, pauseSeconds, endsInSeconds } = waiting
  if (pauseSeconds !== null) return `rate limited · ${formatCountdown(pauseSeconds)}`
  if (job.state === 'queued') {
    if (hold !== null) return hold
    if (queuePlace === null) return 'waiting'
    return queuePlace === 1 ? 'next' : `${ordinal(queuePlace)} in the queue`
  }
  const isDrawn = job.progress !== null && isWhole(job.progress)
  // The time left is a guess by earlier runs: it counts only while there is something left.
  if (isDrawn || job.phase === 'finishing') return phaseWords.finishing
  const left = endsInSeconds === null ? [] : [`${formatCountdown(endsInSeconds)} left`]
  if (job.progress !== null) return [`${Math.round(job.progress * 100)} %`, ...left].join(' · ')
  return [job.phase === null ? 'waiting' : phaseWords[job.phase], ...left].join(' · ')
}

/** What this computer is doing; null where a service is at it. */
export function hereWords({ operation, provider }: JobSnapshot): string | null {
  if (operation === 'fill') return 'Filling'
  if (operation === 'expand') return 'Expanding'
  if (operation === 'merge') return 'Taking the part over'
  return provider === 'reblend' ? 'Blending anew' : null
}

/** What a model made of the mask, where that is worth saying; null where it kept to it, or nobody knows. */
export function verdictWords(verdict: MaskVerdict | undefined, model: string): string | null {
  switch (verdict) {
    case 'ignored':
      return `${model} seems to have ignored your mask: it changed far more. Atelier kept everything outside as it was.`
    case 'nothing':
      return `${model} seems to have changed nothing inside the mask.`
    case 'kept':
    case 'unknown':
    case undefined:
      return null
  }
}

export function jobBilledWords(billed: Billed): string {
  return { yes: 'billed', no: 'not billed', unknown: 'may have been billed' }[billed]
}

/** Of a canceled image that its server, which cannot be interrupted, is still working on. */
export const stoppingTitle = 'Can’t stop: the server finishes this image first'
export const stoppingText = `${stoppingTitle}. It will be discarded. To stop it now, restart the server.`

/** Of what was cancelled before sending there is no card. */
export function cancelWords({ isBilled }: JobSnapshot): string {
  return `Canceled after sending · ${jobBilledWords(isBilled)}`
}

const refusedThings = { prompt: 'the prompt', input: 'an input image', output: 'the result' } as const

/** Whose rules, and against what. The service's own words stand beside it. */
export function refusalWords({ refusal }: JobSnapshot, provider: string): string {
  return `${provider} refused ${refusal === null ? 'the request' : refusedThings[refusal.what]}`
}

/** What it cost, or (≈) is expected to. */
export function jobCostWords({ costUsd, estimateUsd }: JobSnapshot): string {
  if (costUsd !== null) return formatUsd(costUsd)
  if (estimateUsd === null) return 'price unknown'
  return estimateUsd === 0 ? 'free' : `≈ ${formatUsd(estimateUsd)}`
}

/** "OpenAI · ≈ $0.05 · seed 42": what stands under a card. */
export function factWords(job: JobSnapshot, provider: string | null): string {
  const parts = [provider, jobCostWords(job), job.seed === null ? null : `seed ${job.seed}`]
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
