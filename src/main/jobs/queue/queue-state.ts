import type { Database } from '../../database/index.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { createJobUpdater, type JobUpdater } from '../generation/job-updater.ts'
import type { LiveJob } from '../live-job.ts'
import { createPreviewCache, type PreviewCache } from '../preview-cache.ts'
import { createKeepCalls, type KeepCalls } from './keep-calls.ts'
import { createLaneBoard, type LaneBoard } from './lane-board.ts'
import type { LaneGate } from './lane-gate.ts'
import type { LiveCall } from './live-call.ts'
import type { ModelTimings } from './model-timings.ts'
import type { CallRunNeeds } from './run-call.ts'

export interface CallQueueNeeds extends CallRunNeeds {
  readonly database: Pick<Database, 'call'>
  readonly providers: () => Promise<Pick<ProviderManager, 'lane'>>
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
  readonly gate: LaneGate
  readonly timings: ModelTimings
  /** Aborted when the program ends: for calls that outlast a cancel. */
  readonly closing: AbortController
  /** These calls, or their places, are not as they were. */
  readonly onMoved: (callIds: readonly string[]) => void
}

/** What the parts of the queue work on together. */
export interface QueueState extends CallQueueNeeds {
  readonly board: LaneBoard
  readonly previews: PreviewCache
  readonly keep: KeepCalls
  readonly calls: Map<string, LiveCall>
  readonly jobs: Map<JobId, { readonly job: LiveJob; readonly live: LiveCall }>
  /** Over all calls: a job may go from one to the next. */
  readonly ended: WeakSet<LiveJob>
  readonly running: Set<Promise<void>>
  /** Also of those that are on their way to disk, so that no two get one place. */
  readonly lastPlaces: Map<string, number>
  readonly updaterOf: (jobs: readonly LiveJob[]) => JobUpdater
  readonly forget: (job: LiveJob) => void
  isClosed: boolean
}

export function createQueueState(needs: CallQueueNeeds): QueueState {
  const jobs: QueueState['jobs'] = new Map()
  const ended = new WeakSet<LiveJob>()
  const previews = createPreviewCache()
  const filing = new Set<LiveJob>()
  const forget = (job: LiveJob) => {
    jobs.delete(job.snapshot().id)
    filing.delete(job)
  }
  const parts = { ...needs, previews, ended, filing, forget }
  return {
    ...parts,
    board: createLaneBoard(),
    keep: createKeepCalls(needs.database, needs.clock),
    calls: new Map(),
    jobs,
    running: new Set(),
    lastPlaces: new Map(),
    updaterOf: (of) => createJobUpdater(of, parts),
    isClosed: false,
  }
}

export function enterCall({ calls, jobs, ended }: QueueState, live: LiveCall): void {
  calls.set(live.callId, live)
  for (const job of live.jobs) if (!ended.has(job)) jobs.set(job.snapshot().id, { job, live })
}

/** `work` must not reject. */
export function track({ running }: QueueState, work: Promise<void>): void {
  running.add(work)
  void work.finally(() => running.delete(work))
}

/** Should this fail, the next start finds nothing left to do for them. */
export async function noteEnded(
  { database, clock, logger }: QueueState,
  callIds: readonly string[],
  jobs: readonly JobSnapshot[],
): Promise<void> {
  await database.call('queue.end', { callIds, jobs, nowMs: clock.nowMs() }).catch((thrown: unknown) => {
    logger.error('jobs.not-noted', { callIds: callIds.join(' '), error: thrown })
  })
}
