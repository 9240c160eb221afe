import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { selectPlaces, useCountdown, useServices, type QueueState } from '../../client/index.ts'
import { isUnderWay } from './create-studio-store.ts'
import { progressWords } from './job-words.ts'

/** How far a job is, counting down where its service asked for a pause. null once it has ended. */
export function useProgressWords(job: JobSnapshot): string | null {
  const { queue } = useServices()
  const pauseSeconds = useCountdown(isUnderWay(job) ? job.waitingUntilMs : null)
  const { endsAtMs, ...told } = useStore(
    queue.store,
    useShallow((state) => (isUnderWay(job) ? queueFacts(state, job) : nothing)),
  )
  const endsInSeconds = useCountdown(job.state === 'running' ? endsAtMs : null)
  return isUnderWay(job) ? progressWords(job, { ...told, pauseSeconds, endsInSeconds }) : null
}

const nothing = { queuePlace: null, hold: null, endsAtMs: null }

function queueFacts(state: QueueState, { callId }: JobSnapshot) {
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
