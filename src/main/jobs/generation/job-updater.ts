import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { toErrorData, type AppError } from '../../../shared/errors/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { LiveUpdate } from '../../providers/core/adapter.ts'
import { sniffPicture } from '../../providers/core/sniff-picture.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { LiveJob } from '../live-job.ts'
import type { PreviewCache } from '../preview-cache.ts'
import { createShownPreviews, type PreviewPlace } from './shown-previews.ts'

/** What becomes of a call's jobs: kept, told to the windows, and ended each in its own way. */
export interface JobUpdater {
  /** Changes every job that has not ended. Told now and then; `isNews`: told at once. */
  update(change: Partial<JobSnapshot>, isNews?: boolean): void
  updateOne(job: LiveJob, change: Partial<JobSnapshot>): void
  /**
   * A whole image has arrived: it is shown at once, as it came, before anything is computed of it. Not while others are
   * being filed: the window decodes all of its pixels for a card, and for many at once that costs it its frames.
   */
  showArrived(job: LiveJob, bytes: Uint8Array): void
  /** What a service shows while it works. */
  show(update: LiveUpdate): void
  /** When its images should be there, as its service says; null = it does not. */
  endsAtMs(): number | null
  /** The jobs that have not ended. */
  open(): readonly LiveJob[]
  end(job: LiveJob, change: Partial<JobSnapshot>): Promise<void>
  endAll(change: Partial<JobSnapshot>): Promise<void>
  /** Ends what waits; the caller saves it, and then has it announced. */
  close(change: Partial<JobSnapshot>): ClosedJobs
  showAt(place: PreviewPlace): void
  /** Nothing that happens from now on counts: another program goes on with it. */
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
  /** Over all calls: a job may go from one to the next. */
  readonly ended: WeakSet<LiveJob>
  /** Over all calls: jobs whose images have arrived and are being filed. */
  readonly filing: Set<LiveJob>
  /** Takes an ended job off the lists of those under way and being filed. */
  readonly forget: (job: LiveJob) => void
}

export function createJobUpdater(jobs: readonly LiveJob[], needs: JobUpdaterNeeds): JobUpdater {
  const { feed, previews, ended, filing } = needs
  const shown = createShownPreviews(previews)
  let isLeft = false
  let endsAtMs: number | null = null
  const open = () => (isLeft ? [] : jobs.filter((job) => !ended.has(job)))

  function update(change: Partial<JobSnapshot>, isNews = false): void {
    for (const job of open()) feed[isNews ? 'tell' : 'tellSoon'](job.update(change))
  }

  function close(job: LiveJob, change: Partial<JobSnapshot>): JobSnapshot {
    ended.add(job)
    return job.update({ ...change, phase: null, waitingUntilMs: null, preview: null })
  }

  function announce(job: LiveJob): void {
    const last = job.snapshot()
    needs.forget(job)
    previews.clear(last.id)
    feed.tell(last)
    job.end(last)
  }

  async function end(job: LiveJob, change: Partial<JobSnapshot>): Promise<void> {
    if (ended.has(job) || isLeft) return
    await needs.save(close(job, change))
    announce(job)
  }

  const wanted = () => open().filter(({ signal }) => !signal.aborted)

  return {
    update,
    updateOne: (job, change) => {
      if (!isLeft) feed.tellSoon(job.update(change))
    },
    show({ progress, leftMs, preview }) {
      if (leftMs !== undefined) endsAtMs = leftMs === null ? null : needs.clock.nowMs() + Math.max(0, leftMs)
      for (const job of wanted()) feed.tellSoon(job.update({ progress: furthest(job, progress) }))
      if (preview === undefined) return
      shown.show(preview, (put) => wanted().forEach((job) => feed.tellSoon(job.update(put(job.snapshot().id)))))
    },
    showArrived(job, bytes) {
      if (!open().includes(job) || job.signal.aborted || !beginFiling(job, filing)) return
      shown.show(arrived(bytes), (put) => feed.tell(job.update(put(job.snapshot().id))))
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

const arrived = (bytes: Uint8Array) => ({ bytes, mime: `image/${sniffPicture(bytes)}` })

/** Whether no other image is being filed. */
function beginFiling(job: LiveJob, filing: Set<LiveJob>): boolean {
  const isAlone = filing.size === 0
  filing.add(job)
  return isAlone
}

/** Services take back what they said; a bar does not. */
function furthest(job: LiveJob, said: number | null): number | null {
  const before = job.snapshot().progress
  return said === null || !Number.isFinite(said) ? before : Math.min(1, Math.max(before ?? 0, said))
}

export function failed(error: AppError, isBilled: Billed): Partial<JobSnapshot> {
  const requestId = error.detail?.['requestId']
  return {
    state: 'failed',
    error: toErrorData(error),
    isBilled,
    ...(typeof requestId === 'string' && { requestId }),
  }
}
