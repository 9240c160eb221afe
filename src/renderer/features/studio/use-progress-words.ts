import { useStore } from 'zustand'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useCountdown, useServices } from '../../client/index.ts'
import { isUnderWay } from './create-studio-store.ts'
import { progressWords, queuePlaceOf } from './job-words.ts'

/** How far a job is, counting down where its service asked for a pause. null once it has ended. */
export function useProgressWords(job: JobSnapshot): string | null {
  const { jobs } = useServices()
  const secondsLeft = useCountdown(isUnderWay(job) ? job.waitingUntilMs : null)
  const queuePlace = useStore(jobs.store, ({ byId }) => (job.state === 'queued' ? queuePlaceOf(byId.values(), job) : 1))
  return isUnderWay(job) ? progressWords(job, { queuePlace, secondsLeft }) : null
}
