import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import type { FillPreview } from '../../imaging/imaging.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { createLane, takeTurn, type Lane } from '../lane.ts'
import { createLiveJob, type LiveJob } from '../live-job.ts'
import { createPreviewCache, type PreviewCache } from '../preview-cache.ts'

export interface LocalOptions {
  readonly signal: AbortSignal
  readonly startedAtMs: number
  readonly onProgress: (fraction: number) => void
  readonly onPreview: (preview: FillPreview) => void
}

/** One piece of work from request to filed result; leaves no temporary file whichever way it ends. */
export type LocalWork = (id: JobId, options: LocalOptions) => Promise<Asset>

interface LocalQueueNeeds {
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
  readonly clock: Clock
  readonly logger: Logger
  /** What has not begun waits while it says no. */
  readonly isOpen: () => boolean
}

/** What is done on this computer and is queued or running. */
export interface LocalQueue {
  /**
   * `fill` runs one at a time, since it already uses every core; `blend` is done in a moment and does not wait for that,
   * one at a time too.
   */
  add(job: JobSnapshot, work: LocalWork, lane: 'fill' | 'blend'): Promise<void>
  /** Work of another job that takes as much as a fill. Canceled before its turn, it does not wait for that. */
  inFillLane<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
  cancel(id: JobId): Promise<void>
  /** Null once it has ended. */
  find(id: JobId): LiveJob | null
  /** In the order they came. */
  live(): readonly LiveJob[]
  /** It may be open again. */
  pump(): void
  readonly previews: Pick<PreviewCache, 'get'>
  dispose(): Promise<void>
}

export function createLocalQueue({ save, feed, clock, logger, isOpen }: LocalQueueNeeds): LocalQueue {
  const lanes = { fill: createLane(1, isOpen), blend: createLane(1, isOpen) } satisfies Record<string, Lane>
  const previews = createPreviewCache()
  const live = new Map<JobId, LiveJob>()

  async function end(job: LiveJob, change: Partial<JobSnapshot>): Promise<void> {
    const last = job.update({ ...change, preview: null })
    await save(last)
    live.delete(last.id)
    previews.clear(last.id)
    feed.tell(last)
    job.end(last)
  }

  async function run(job: LiveJob, work: LocalWork): Promise<void> {
    if (job.signal.aborted) return
    const { id } = job.snapshot()
    const startedAtMs = clock.nowMs()
    feed.tell(job.update({ state: 'running' }))
    void save(job.snapshot())
    try {
      const asset = await work(id, { signal: job.signal, startedAtMs, ...reportsOf(job, feed, previews) })
      await end(job, {
        state: 'done',
        progress: 1,
        resultId: asset.id,
        timingMs: Math.max(0, clock.nowMs() - startedAtMs),
      })
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (error.code === 'request/cancelled') return end(job, { state: 'cancelled' })
      // What the artist can put right (a mask of the wrong size) is no fault of the program's.
      logger[error.code === 'internal/bug' ? 'error' : 'warn']('jobs.failed', { id, error: thrown })
      await end(job, { state: 'failed', error })
    }
  }

  async function cancel(id: JobId): Promise<void> {
    const job = live.get(id)
    job?.cancel()
    if (job?.snapshot().state === 'queued') await end(job, { state: 'cancelled' })
  }

  return {
    async add(first, work, lane) {
      const job = createLiveJob(first)
      live.set(first.id, job)
      await save(first)
      feed.tell(job.snapshot())
      lanes[lane].add(() => run(job, work))
    },
    inFillLane: (signal, work) => takeTurn(lanes.fill, signal, work),
    cancel,
    find: (id) => live.get(id) ?? null,
    live: () => [...live.values()],
    pump: () => Object.values(lanes).forEach((lane) => lane.pump()),
    previews,
    async dispose() {
      const jobs = [...live.values()]
      await Promise.all(jobs.map((job) => cancel(job.snapshot().id)))
      await Promise.all(jobs.map((job) => job.ended))
    },
  }
}

/** What the engine says on the way. A word that arrives after the end is dropped. */
function reportsOf(job: LiveJob, feed: ChangeFeed, previews: PreviewCache) {
  const isRunning = () => job.snapshot().state === 'running' && !job.signal.aborted
  return {
    onProgress: (fraction: number) => {
      const progress = Math.min(1, Math.max(job.snapshot().progress ?? 0, fraction))
      if (isRunning()) feed.tellSoon(job.update({ progress }))
    },
    onPreview: ({ box, bytes, mime }: FillPreview) => {
      if (!isRunning()) return
      const revision = previews.put(job.snapshot().id, { bytes, mime })
      feed.tellSoon(job.update({ preview: { revision, box } }))
    },
  }
}
