import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { fromErrorData } from '../../../../shared/errors/index.ts'
import {
  useDeveloperName,
  useServices,
  selectPlaces,
  useCountdown,
  type QueueStoreState,
} from '../../../client/index.ts'
import { isLocal, isUnderWay } from '../create-studio-store.ts'
import { formatAttempts, formatBilled, formatRefusal, formatProgress } from './job-messages.ts'

/** Providers tried before, and the current one; null if there was only one. */
export function useAttempts(job: JobSnapshot): string | null {
  const { describeError } = useServices()
  const nameOf = useDeveloperName()
  return formatAttempts(job, {
    nameOf: (provider, model) => nameOf(provider, model).provider ?? nameOf(provider, model).model,
    titleOf: (error) => describeError(fromErrorData(error)).title,
  })
}

/** Shown instead of a result. */
export interface CardMessage {
  readonly count: number
  readonly title: string
  /** The message of the service, or of the error. */
  readonly text: string
  /** The model, or the service if several of its models were used. */
  readonly model: string
  /** Whether it was billed, unless the text says so; other models that were tried. */
  readonly facts: readonly string[]
}

/** For jobs that failed, or were refused, for the same reason; `job` is the first of them. */
export function useMessage(job: JobSnapshot, jobs: readonly JobSnapshot[]): CardMessage {
  const { describeError } = useServices()
  const nameOf = useDeveloperName()
  const attempts = useAttempts(job)
  const { model, provider } = nameOf(job.provider, job.model)
  const isOneModel = jobs.every((each) => each.model === job.model)
  const { title, text } =
    job.state === 'refused'
      ? { title: formatRefusal(job, provider ?? model), text: job.refusal === null ? '' : `“${job.refusal.words}”` }
      : describeError(job.error === null ? null : fromErrorData(job.error))
  const isFree = isLocal(job) || job.provider === 'local'
  const isBillingShown = isFree || (job.state === 'failed' && text.includes('billed'))
  return {
    count: jobs.length,
    title,
    text,
    model: isOneModel ? model : (provider ?? model),
    facts: [...(isBillingShown ? [] : [formatBilled(job.isBilled)]), ...(attempts === null ? [] : [attempts])],
  }
}

/** Progress of a job, with a countdown while its service is rate limited; null once it has ended. */
export function useProgress(job: JobSnapshot): string | null {
  const { queue } = useServices()
  const pauseSeconds = useCountdown(isUnderWay(job) ? job.waitingUntilMs : null)
  const { endsAtMs, ...facts } = useStore(
    queue.store,
    useShallow((state) => (isUnderWay(job) ? queueFacts(state, job) : nothing)),
  )
  const endsInSeconds = useCountdown(job.state === 'running' ? endsAtMs : null)
  return isUnderWay(job) ? formatProgress(job, { ...facts, pauseSeconds, endsInSeconds }) : null
}

const nothing = { queuePlace: null, hold: null, endsAtMs: null }

function queueFacts(state: QueueStoreState, { callId }: JobSnapshot) {
  const entry = state.entries.get(callId)
  if (entry === undefined) return nothing
  const isPaused = state.isPaused || state.lanes.some(({ id, isPaused: isHeld }) => id === entry.lane && isHeld)
  const isOffline = !state.isOnline && entry.note !== null
  return {
    queuePlace: selectPlaces(state).get(callId) ?? null,
    hold: isPaused ? ('paused' as const) : isOffline ? ('no network' as const) : null,
    endsAtMs: entry.endsAtMs,
  }
}
