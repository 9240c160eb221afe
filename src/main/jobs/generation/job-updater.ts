import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { toErrorData, type AppError } from '../../../shared/errors/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { LiveUpdate } from '../../providers/core/adapter.ts'
import { sniffImage } from '../../providers/core/wire/image-bytes.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { LiveJob } from '../live-job.ts'
import type { PreviewCache } from '../preview-cache.ts'
import { createShownPreviews, type PreviewPlace } from './shown-previews.ts'

/** Updates a call's jobs: saves them, emits events, and ends each in its own way. */
export interface JobUpdater {
  /** Changes every job that has not ended. Throttled unless `hasEvent` is set, which emits immediately. */
  update(change: Partial<JobSnapshot>, hasEvent?: boolean): void
  updateOne(job: LiveJob, change: Partial<JobSnapshot>): void
  /**
   * Shows a complete image as received, before any processing. Skipped while others are being filed: the window decodes
   * all pixels for a card, and many at once make it drop frames.
   */
  showArrived(job: LiveJob, bytes: Uint8Array): void
  /** Shows what a service reports while it works. */
  show(update: LiveUpdate): void
  /** When the images should be ready according to the service; null = unknown. */
  endsAtMs(): number | null
  /** The jobs that have not ended. */
  open(): readonly LiveJob[]
  end(job: LiveJob, change: Partial<JobSnapshot>): Promise<void>
  endAll(change: Partial<JobSnapshot>): Promise<void>
  /** Ends queued jobs; the caller saves them and then has them announced. */
  close(change: Partial<JobSnapshot>): ClosedJobs
  showAt(place: PreviewPlace): void
  /** Ignores everything from now on: another process continues the call. */
  leave(): void
}

interface ClosedJobs {
  readonly snapshots: readonly JobSnapshot[]
  announce(): void
}

export interface JobUpdaterNeeds {
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
  readonly clock: Clock
  readonly previews: PreviewCache
  /** Across all calls: a job may move from one to another. */
  readonly ended: WeakSet<LiveJob>
  /** Across all calls: jobs whose images have arrived and are being filed. */
  readonly filing: Set<LiveJob>
  /** Removes an ended job from the lists of running jobs and of those being filed. */
  readonly forget: (job: LiveJob) => void
}

export function createJobUpdater(jobs: readonly LiveJob[], needs: JobUpdaterNeeds): JobUpdater {
  const { feed, previews, ended, filing } = needs
  const shown = createShownPreviews(previews)
  let isLeft = false
  let endsAtMs: number | null = null
  const open = () => (isLeft ? [] : jobs.filter((job) => !ended.has(job)))

  function update(change: Partial<JobSnapshot>, hasEvent = false): void {
    for (const job of open()) feed[hasEvent ? 'emit' : 'emitThrottled'](job.update(change))
  }

  function close(job: LiveJob, change: Partial<JobSnapshot>): JobSnapshot {
    ended.add(job)
    return job.update({ ...change, phase: null, waitingUntilMs: null, preview: null })
  }

  function announce(job: LiveJob): void {
    const last = job.snapshot()
    needs.forget(job)
    previews.clear(last.id)
    feed.emit(last)
    job.end(last)
  }

  async function end(job: LiveJob, change: Partial<JobSnapshot>): Promise<void> {
    if (ended.has(job) || isLeft) return
    await needs.save(close(job, change))
    announce(job)
  }

  const active = () => open().filter(({ signal }) => !signal.aborted)

  return {
    update,
    updateOne: (job, change) => {
      if (!isLeft) feed.emitThrottled(job.update(change))
    },
    show({ progress, leftMs, preview }) {
      if (leftMs !== undefined) endsAtMs = leftMs === null ? null : needs.clock.nowMs() + Math.max(0, leftMs)
      for (const job of active()) feed.emitThrottled(job.update({ progress: furthest(job, progress) }))
      if (preview === undefined) return
      shown.show(preview, (put) => active().forEach((job) => feed.emitThrottled(job.update(put(job.snapshot().id)))))
    },
    showArrived(job, bytes) {
      if (!open().includes(job) || job.signal.aborted || !beginFiling(job, filing)) return
      shown.show(arrived(bytes), (put) => feed.emit(job.update(put(job.snapshot().id))))
    },
    endsAtMs: () => endsAtMs,
    open,
    end,
    endAll: async (change) => void (await Promise.all(open().map((job) => end(job, change)))),
    close(change) {
      const closing = open()
      const snapshots = closing.map((job) => close(job, change))
      return { snapshots, announce: () => closing.forEach(announce) }
    },
    showAt: (place) => shown.place(place),
    leave() {
      for (const job of open()) {
        filing.delete(job)
        job.end(job.snapshot())
      }
      isLeft = true
    },
  }
}

const arrived = (bytes: Uint8Array) => ({ bytes, mime: `image/${sniffImage(bytes)}` })

/** Returns whether no other image is being filed. */
function beginFiling(job: LiveJob, filing: Set<LiveJob>): boolean {
  const isAlone = filing.size === 0
  filing.add(job)
  return isAlone
}

/** Services may report less progress than before; a progress bar must not go back. */
function furthest(job: LiveJob, reported: number | null): number | null {
  const current = job.snapshot().progress
  return reported === null || !Number.isFinite(reported) ? current : Math.min(1, Math.max(current ?? 0, reported))
}

export function asFailed(error: AppError, isBilled: Billed): Partial<JobSnapshot> {
  const requestId = error.detail?.['requestId']
  return {
    state: 'failed',
    error: toErrorData(error),
    isBilled,
    ...(typeof requestId === 'string' && { requestId }),
  }
}
