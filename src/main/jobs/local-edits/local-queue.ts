import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { toErrorData, AppError } from '../../../shared/errors/index.ts'
import type { FillPreview } from '../../imaging/imaging.ts'
import { startTimer, type Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { createLiveJob, type LiveJob } from '../live-job.ts'
import { createPreviewCache, type PreviewCache } from '../preview-cache.ts'

export interface LocalOptions {
  readonly signal: AbortSignal
  /** How long the work has taken so far. */
  readonly tookMs: () => number
  readonly onProgress: (fraction: number) => void
  readonly onPreview: (preview: FillPreview) => void
}

/** One piece of work from request to filed result; leaves no temporary file, however it ends. */
export type LocalWork = (id: JobId, options: LocalOptions) => Promise<Asset>

interface LocalQueueNeeds {
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
  readonly clock: Clock
  readonly logger: Logger
  /** Work that has not started waits while this returns false. */
  readonly isOpen: () => boolean
}

/** Local work that is queued or running. */
export interface LocalQueue {
  /**
   * `fill` runs one at a time, since it already uses every core; `blend` also runs one at a time, but takes only a
   * moment and does not wait for fills.
   */
  add(job: JobSnapshot, work: LocalWork, lane: 'fill' | 'blend'): Promise<void>
  /**
   * Runs work of another job that is as heavy as a fill. If canceled before its turn, rejects without waiting for it.
   */
  inFillLane<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
  cancel(id: JobId): Promise<void>
  /** null once it has ended. */
  find(id: JobId): LiveJob | null
  /** In the order they were added. */
  live(): readonly LiveJob[]
  /** Starts waiting work, as the lane may be open again. */
  pump(): void
  readonly previews: Pick<PreviewCache, 'get'>
  dispose(): Promise<void>
}

export function createLocalQueue({ save, feed, clock, logger, isOpen }: LocalQueueNeeds): LocalQueue {
  const lanes = { fill: createLane(1, isOpen), blend: createLane(1, isOpen) } satisfies Record<string, Lane>
  const previews = createPreviewCache()
  const live = new Map<JobId, LiveJob>()

  async function end(job: LiveJob, change: Partial<JobSnapshot>): Promise<void> {
    const ended = job.update({ ...change, preview: null })
    await save(ended)
    live.delete(ended.id)
    previews.clear(ended.id)
    feed.emit(ended)
    job.end(ended)
  }

  async function run(job: LiveJob, work: LocalWork): Promise<void> {
    if (job.signal.aborted) return
    const { id } = job.snapshot()
    const tookMs = startTimer(clock)
    feed.emit(job.update({ state: 'running' }))
    void save(job.snapshot())
    try {
      const asset = await work(id, { signal: job.signal, tookMs, ...reportsOf(job, feed, previews) })
      await end(job, {
        state: 'done',
        progress: 1,
        resultId: asset.id,
        timingMs: tookMs(),
      })
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (error.code === 'request/cancelled') return end(job, { state: 'cancelled' })
      // Errors the artist can fix (a mask of the wrong size) are not faults of the program.
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
    async add(snapshot, work, lane) {
      const job = createLiveJob(snapshot)
      live.set(snapshot.id, job)
      await save(snapshot)
      feed.emit(job.snapshot())
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

/** Handles progress reports of the engine. Reports that arrive after the end are dropped. */
function reportsOf(job: LiveJob, feed: ChangeFeed, previews: PreviewCache) {
  const isRunning = () => job.snapshot().state === 'running' && !job.signal.aborted
  return {
    onProgress: (fraction: number) => {
      const progress = Math.min(1, Math.max(job.snapshot().progress ?? 0, fraction))
      if (isRunning()) feed.emitThrottled(job.update({ progress }))
    },
    onPreview: ({ box, bytes, mime }: FillPreview) => {
      if (!isRunning()) return
      const revision = previews.put(job.snapshot().id, { bytes, mime })
      feed.emitThrottled(job.update({ preview: { revision, box } }))
    },
  }
}

/** Runs work of one engine in order, up to a maximum at a time. */
interface Lane {
  /** `work` must not reject. */
  add(work: () => Promise<void>): void
  /** Starts waiting work, as the lane may be open again. */
  pump(): void
}

/** `isOpen`: work that has not started waits while this returns false. */
function createLane(runningMax: number, isOpen: () => boolean): Lane {
  const waiting: (() => Promise<void>)[] = []
  let running = 0

  function startNext(): void {
    while (running < runningMax && isOpen()) {
      const work = waiting.shift()
      if (work === undefined) return
      running++
      void work().finally(() => {
        running--
        startNext()
      })
    }
  }

  return {
    add(work) {
      waiting.push(work)
      startNext()
    },
    pump: startNext,
  }
}

/** Runs work in its turn and returns its result. Rejects without waiting if the signal aborts before that. */
function takeTurn<T>(lane: Lane, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(AppError.cancelled())
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    lane.add(async () => {
      signal.removeEventListener('abort', leave)
      if (!signal.aborted) await work().then(resolve, reject)
    })
  })
}
