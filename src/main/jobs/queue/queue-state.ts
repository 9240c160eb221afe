import { createHash } from 'node:crypto'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { NewPersistedCall } from '../../../shared/domain/queue.ts'
import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { GenerationCall } from '../generation/generation-call.ts'
import { createJobUpdater, type JobUpdater } from '../generation/job-updater.ts'
import type { LiveJob } from '../live-job.ts'
import { createPreviewCache, type PreviewCache } from '../preview-cache.ts'
import { writeBody } from './call-body.ts'
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
  /** Aborted when the program ends: for calls that continue after a cancel. */
  readonly closing: AbortController
  /** Called when these calls, or their positions, have changed. */
  readonly onMoved: (callIds: readonly string[]) => void
}

/** State shared by the parts of the queue. */
export interface QueueState extends CallQueueNeeds {
  readonly board: LaneBoard
  readonly previews: PreviewCache
  readonly keep: KeepCalls
  readonly calls: Map<string, LiveCall>
  readonly jobs: Map<JobId, { readonly job: LiveJob; readonly live: LiveCall }>
  /** Across all calls: a job may move from one to another. */
  readonly ended: WeakSet<LiveJob>
  readonly running: Set<Promise<void>>
  /** Includes calls that are still being written to disk, so that no two get the same position. */
  readonly lastPlaces: Map<string, number>
  /** Begun before the program started: what comes of them later waits for the person, too. Each with those released with it. */
  readonly heldRuns: Map<string, readonly string[]>
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
    heldRuns: new Map(),
    updaterOf: (live) => createJobUpdater(live, parts),
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

/** If this fails, the next start finds nothing left to do for them. */
export async function noteEnded(
  { database, clock, logger }: QueueState,
  callIds: readonly string[],
  jobs: readonly JobSnapshot[],
): Promise<void> {
  await database.call('queue.end', { callIds, jobs, nowMs: clock.nowMs() }).catch((thrown: unknown) => {
    logger.error('jobs.not-noted', { callIds: callIds.join(' '), error: thrown })
  })
}

/**
 * Writes calls and their jobs to disk in one step, each at its position; `instead`: id of the call they replace.
 * @throws storage/*
 */
type KeepCalls = (
  calls: readonly GenerationCall[],
  positions: readonly number[],
  instead: string | null,
) => Promise<void>

function createKeepCalls(database: Pick<Database, 'call'>, clock: Clock): KeepCalls {
  const maskKeys = new WeakMap<Uint8Array, Promise<string>>()

  /** Calls of one click share their mask: it is written once. */
  function keepMask(bytes: Uint8Array | null): Promise<string> | null {
    if (bytes === null) return null
    const savedKey = maskKeys.get(bytes)
    if (savedKey !== undefined) return savedKey
    const key = createHash('sha256').update(bytes).digest('hex')
    const saving = database.call('queue.keepMask', { key, bytes, nowMs: clock.nowMs() }).then(() => key)
    maskKeys.set(bytes, saving)
    saving.catch(() => maskKeys.delete(bytes))
    return saving
  }

  return async (calls, positions, instead) => {
    const nowMs = clock.nowMs()
    const persisted: NewPersistedCall[] = []
    for (const [index, call] of calls.entries()) {
      persisted.push({
        callId: call.callId,
        lane: call.request.provider,
        position: positions[index] ?? 0,
        hasOwnKey: call.key !== undefined,
        body: writeBody(call),
        maskKey: await keepMask(call.request.maskPng),
        createdAtMs: nowMs,
      })
    }
    const jobs = calls.flatMap((call) => call.jobs.map((job) => job.snapshot()))
    await database.call('queue.add', { calls: persisted, jobs, owner: { pid: process.pid, atMs: nowMs }, instead })
  }
}
