import { withPercent } from '../../../../shared/messages/formats.ts'
import type { MaskVerdict } from '../../../../shared/domain/edit.ts'
import type { Billed, JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/studio.ts'
import { formatCountdown } from '../../../lib/models/provider-health.ts'
import { isWhole } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'

const phaseLabels = {
  preparing: messages.preparing,
  sending: messages.sending,
  waiting: messages.waiting,
  fetching: messages.fetching,
  finishing: messages.finishing,
  stopping: messages.finishingOnServer,
} as const

interface Waiting {
  /** Position among the jobs waiting for the same service, from 1; null = not known yet. */
  readonly queuePlace: number | null
  /** Why no job in the queue starts. */
  readonly hold: 'paused' | 'no network' | null
  /** Seconds until the service accepts requests again. */
  readonly pauseSeconds: number | null
  /** Estimated seconds left, based on recent runs. */
  readonly endsInSeconds: number | null
}

/** Progress of a job in progress. */
export function formatProgress(job: JobSnapshot, waiting: Waiting): string {
  const { queuePlace, hold, pauseSeconds, endsInSeconds } = waiting
  if (pauseSeconds !== null) return messages.rateLimited({ time: formatCountdown(pauseSeconds) })
  if (job.state === 'queued') {
    if (hold !== null) return hold === 'paused' ? messages.paused : messages.noNetwork
    if (queuePlace === null) return messages.waiting
    return queuePlace === 1 ? messages.next : messages.queuePosition({ place: queuePlace })
  }
  const isDrawn = job.progress !== null && isWhole(job.progress)
  // The time left is an estimate from earlier runs: shown only until the image is complete.
  if (isDrawn || job.phase === 'finishing') return phaseLabels.finishing
  const left = endsInSeconds === null ? [] : [messages.timeLeft({ time: formatCountdown(endsInSeconds) })]
  if (job.progress !== null) return [withPercent(Math.round(job.progress * 100)), ...left].join(' · ')
  return [phaseLabel(job), ...left].join(' · ')
}

function phaseLabel({ phase, provider }: JobSnapshot): string {
  if (phase === null) return messages.waiting
  // Nothing leaves this computer.
  return phase === 'sending' && provider === 'local' ? messages.starting : phaseLabels[phase]
}

/** What this computer is doing; null for a job of a service. */
export function localActivity({ operation, provider }: JobSnapshot): string | null {
  if (operation === 'fill') return messages.filling
  if (operation === 'expand') return messages.expanding
  if (operation === 'merge') return messages.mergingArea
  return provider === 'reblend' ? messages.reblending : null
}

/** A warning if the model did not follow the mask; null if it did, or if that is unknown. */
export function maskWarning(verdict: MaskVerdict | undefined, model: string): string | null {
  switch (verdict) {
    case 'ignored':
      return messages.maskIgnored({ model })
    case 'nothing':
      return messages.nothingChanged({ model })
    case 'kept':
    case 'unknown':
    case undefined:
      return null
  }
}

export function formatBilled(billed: Billed): string {
  return { yes: messages.wasBilled, no: messages.notBilled, unknown: messages.mayHaveBeenBilled }[billed]
}

/** A canceled image whose server cannot be interrupted and still works on it. */
export const stoppingTitle = messages.cannotStop
export const stoppingText = messages.cannotStopHint

/** A job canceled before sending has no card. */
export function formatCanceled({ isBilled }: JobSnapshot): string {
  return messages.canceledAfterSending({ billed: formatBilled(isBilled) })
}

const refusals = {
  prompt: messages.promptRefused,
  input: messages.inputRefused,
  output: messages.resultRefused,
} as const

/** The service’s own message is shown next to it. */
export function formatRefusal({ refusal }: JobSnapshot, provider: string): string {
  return (refusal === null ? messages.requestRefused : refusals[refusal.what])({ provider })
}

/** The price billed, or (≈) estimated. */
export function formatJobCost({ costUsd, estimateUsd }: JobSnapshot): string {
  if (costUsd !== null) return formatUsd(costUsd)
  if (estimateUsd === null) return messages.priceUnknown
  return estimateUsd === 0 ? messages.freePrice : `≈ ${formatUsd(estimateUsd)}`
}

/** "OpenAI · ≈ $0.05 · seed 42": shown below a card. */
export function formatJobFacts(job: JobSnapshot, provider: string | null): string {
  const parts = [provider, formatJobCost(job), job.seed === null ? null : messages.seedFact({ seed: job.seed })]
  return parts.filter((part) => part !== null).join(' · ')
}

interface AttemptNames {
  readonly nameOf: (provider: string, model: string | null) => string
  /** A short title of the error. */
  readonly titleOf: (error: JobSnapshot['attempts'][number]['error']) => string
}

/** "OpenAI: No connection → made by Stability AI"; null = the first attempt. */
export function formatAttempts(job: JobSnapshot, { nameOf, titleOf }: AttemptNames): string | null {
  if (job.attempts.length === 0) return null
  const tried = job.attempts.map(({ ref, error }) =>
    messages.attemptFailed({ model: nameOf(ref.provider, ref.model), problem: titleOf(error) }),
  )
  const last = lastAttempts[job.state]({ model: nameOf(job.provider, job.model) })
  return [...tried, last].join(' → ')
}

const lastAttempts = {
  queued: messages.nowModel,
  running: messages.nowModel,
  done: messages.madeBy,
  refused: messages.thenModel,
  failed: messages.thenModel,
  cancelled: messages.thenModel,
} as const
