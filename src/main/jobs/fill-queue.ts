import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import type { FillPreview } from '../imaging/imaging.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { ChangeFeed } from './change-feed.ts'
import type { FillRunner, SeededFill } from './fill-runner.ts'
import { createLane } from './lane.ts'
import { createLiveJob, type LiveJob } from './live-job.ts'
import { createPreviewShelf, type PreviewShelf } from './preview-shelf.ts'

interface FillQueueNeeds {
  readonly runFill: FillRunner
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
  readonly clock: Clock
  readonly logger: Logger
}

/** The fills that are queued or running. One runs at a time: it already uses every core. */
export interface FillQueue {
  add(job: JobSnapshot, input: SeededFill): Promise<void>
  cancel(id: JobId): Promise<void>
  /** Null once it has ended. */
  find(id: JobId): LiveJob | null
  readonly previews: Pick<PreviewShelf, 'get'>
  dispose(): Promise<void>
}

export function createFillQueue({ runFill, save, feed, clock, logger }: FillQueueNeeds): FillQueue {
  const lane = createLane(1)
  const previews = createPreviewShelf()
  const live = new Map<JobId, LiveJob>()

  async function end(job: LiveJob, change: Partial<JobSnapshot>): Promise<void> {
    const last = job.update({ ...change, preview: null })
    await save(last)
    live.delete(last.id)
    previews.clear(last.id)
    feed.tell(last)
    job.end(last)
  }

  async function run(job: LiveJob, input: SeededFill): Promise<void> {
    if (job.signal.aborted) return
    const { id } = job.snapshot()
    const startedAtMs = clock.nowMs()
    feed.tell(job.update({ state: 'running' }))
    void save(job.snapshot())
    try {
      const asset = await runFill(id, input, { signal: job.signal, startedAtMs, ...reportsOf(job, feed, previews) })
      await end(job, { state: 'done', progress: 1, resultId: asset.id, timingMs: clock.nowMs() - startedAtMs })
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
    async add(first, input) {
      const job = createLiveJob(first)
      live.set(first.id, job)
      await save(first)
      feed.tell(job.snapshot())
      lane.add(() => run(job, input))
    },
    cancel,
    find: (id) => live.get(id) ?? null,
    previews,
    async dispose() {
      const jobs = [...live.values()]
      await Promise.all(jobs.map((job) => cancel(job.snapshot().id)))
      await Promise.all(jobs.map((job) => job.ended))
    },
  }
}

/** What the engine says on the way. A word that arrives after the end is dropped. */
function reportsOf(job: LiveJob, feed: ChangeFeed, previews: PreviewShelf) {
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
