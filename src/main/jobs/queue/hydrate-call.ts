import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { UnfinishedCall } from '../../../shared/domain/queue.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { ReceivedImage } from '../../assets/assets.ts'
import type { JobUpdater } from '../generation/job-updater.ts'
import type { GenerationCall } from '../generation/generation-call.ts'
import { createLiveJob, type LiveJob } from '../live-job.ts'
import type { LiveCall } from './live-call.ts'

type UpdaterFor = (jobs: readonly LiveJob[]) => JobUpdater

export function hydrateCall(call: GenerationCall, updaterOf: UpdaterFor): LiveCall {
  const { callId, runId, request, key, jobs, signal } = call
  return {
    callId,
    runId,
    lane: request.provider,
    jobs,
    signal,
    cancel: (reason) => jobs[0]?.cancel(reason),
    updater: updaterOf(jobs),
    isFree: call.estimateUsd === 0,
    isHeld: false,
    isSent: false,
    wasLeft: false,
    key,
    received: new Map(),
    position: 0,
    startedAtMs: null,
    wasBegun: false,
    unreadTimes: 0,
    cutOffs: 0,
  }
}

/** Restores a call that another process has left. `ended`: where ended jobs are recorded. */
export function reviveCall(
  { callId, jobs: storedJobs, stage, position, wasBegun }: UnfinishedCall,
  {
    lane,
    received,
    ended,
    updaterOf,
  }: {
    readonly lane: ProviderId
    readonly received: ReadonlyMap<string, ReceivedImage>
    readonly ended: WeakSet<LiveJob>
    readonly updaterOf: UpdaterFor
  },
): LiveCall {
  const controller = new AbortController()
  const isUnsent = stage === 'waiting' || stage === 'preparing'
  const jobs = storedJobs.map((job) => {
    if (!isUnfinished(job)) return endedJob(job, controller, ended)
    const resumedJob = { ...job, processId: process.pid, preview: null, waitingUntilMs: null }
    return createLiveJob(
      isUnsent ? { ...resumedJob, state: 'queued', phase: null, progress: null } : resumedJob,
      controller,
    )
  })
  return {
    callId,
    runId: storedJobs[0]?.runId ?? null,
    lane,
    jobs,
    signal: controller.signal,
    cancel: (reason) => controller.abort(reason),
    updater: updaterOf(jobs),
    isFree: storedJobs.every(({ estimateUsd }) => estimateUsd === 0),
    isHeld: false,
    isSent: !isUnsent,
    wasLeft: false,
    key: undefined,
    received: new Map(storedJobs.flatMap(({ id }) => (received.has(id) ? [[id, received.get(id)!] as const] : []))),
    position,
    startedAtMs: null,
    wasBegun,
    unreadTimes: 0,
    cutOffs: 0,
  }
}

function endedJob(job: JobSnapshot, controller: AbortController, ended: WeakSet<LiveJob>): LiveJob {
  const live = createLiveJob(job, controller)
  ended.add(live)
  live.end(job)
  return live
}

export function isUnfinished({ state }: JobSnapshot): boolean {
  return state === 'queued' || state === 'running'
}
