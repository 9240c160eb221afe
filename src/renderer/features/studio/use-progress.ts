import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { selectPlaces, useCountdown, useServices, type QueueStoreState } from '../../client/index.ts'
import { isUnderWay } from './create-studio-store.ts'
import { formatProgress } from './job-messages.ts'

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
