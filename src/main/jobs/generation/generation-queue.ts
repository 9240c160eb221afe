import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { createLane, type Lane } from '../lane.ts'
import type { LiveJob } from '../live-job.ts'
import { createPreviewShelf, type PreviewShelf } from '../preview-shelf.ts'
import { sleep } from '../sleep.ts'
import { createCallDesk, type CallDesk } from './call-desk.ts'
import type { GenerationCall } from './generation-call.ts'
import type { GenerationRunner } from './generation-runner.ts'

interface GenerationQueueNeeds {
  readonly runCall: GenerationRunner
  readonly providers: () => Promise<Pick<ProviderManager, 'concurrency'>>
  readonly save: (job: JobSnapshot) => Promise<void>
  /** Rejects where it could not be written. */
  readonly mustSave: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
}

/** The calls that wait or run, a lane for every service. */
export interface GenerationQueue {
  /** Nothing has been sent when it resolves; every job is on disk. */
  add(calls: readonly GenerationCall[]): Promise<void>
  /** Its siblings of the same call with it, as long as their pictures have not been made. */
  cancel(id: JobId): Promise<void>
  /** Null once it has ended. */
  find(id: JobId): LiveJob | null
  readonly previews: Pick<PreviewShelf, 'get'>
  /** Cancels everything; pictures that are made and on their way here get a moment to arrive. */
  dispose(): Promise<void>
}

/** Less than the program's own patience when it ends. */
const arrivalPatienceMs = 2_000

/** Of a preview where nobody knows what will come. */
const usualSize: Size = { widthPx: 1024, heightPx: 1024 }

export function createGenerationQueue(needs: GenerationQueueNeeds): GenerationQueue {
  const { runCall, providers, save, mustSave, feed } = needs
  const lanes = new Map<ProviderId, Lane>()
  const previews = createPreviewShelf()
  const live = new Map<JobId, Entry>()
  const ended = new WeakSet<LiveJob>()
  const running = new Set<Promise<void>>()
  let isClosed = false

  const forget = (job: LiveJob) => void live.delete(job.snapshot().id)

  async function enqueue(calls: readonly GenerationCall[]): Promise<void> {
    const manager = await providers()
    for (const call of calls) {
      const { provider } = call.request
      const lane = lanes.get(provider) ?? createLane(manager.concurrency(provider))
      lanes.set(provider, lane)
      const desk = createCallDesk(call.jobs, shownSize(call), { save, mustSave, feed, previews, ended, forget })
      for (const job of call.jobs) {
        live.set(job.snapshot().id, { job, desk })
        feed.tell(job.snapshot())
      }
      await desk.save()
      lane.add(() => track(run(call, desk)))
    }
  }

  async function run(call: GenerationCall, desk: CallDesk): Promise<void> {
    // It may have been cancelled in the lane, or on its way from one service to the next.
    if (call.signal.aborted || isClosed) return desk.endAll({ state: 'cancelled' })
    const instead = await runCall(call, desk)
    if (instead.length > 0) await enqueue(instead)
  }

  function track(work: Promise<void>): Promise<void> {
    running.add(work)
    return work.finally(() => running.delete(work))
  }

  async function cancel(id: JobId): Promise<void> {
    const found = live.get(id)
    if (found === undefined) return
    const { job, desk } = found
    // The others of its call are made and paid for by then: they come.
    if (isArriving(job) && desk.open().length > 1) return desk.end(job, { state: 'cancelled' })
    job.cancel()
    if (job.snapshot().state === 'queued') await desk.endAll({ state: 'cancelled' })
  }

  return {
    add: enqueue,
    cancel,
    find: (id) => live.get(id)?.job ?? null,
    previews,
    async dispose() {
      isClosed = true
      const open = [...live.values()]
      await Promise.all(open.map(close))
      await Promise.all(open.map(({ job }) => job.ended))
      // Services are still being asked to stop.
      await Promise.all(running)
    },
  }
}

interface Entry {
  readonly job: LiveJob
  readonly desk: CallDesk
}

async function close({ job, desk }: Entry): Promise<void> {
  if (isArriving(job)) await atMost(job.ended, arrivalPatienceMs)
  job.cancel()
  if (job.snapshot().state === 'queued') await desk.endAll({ state: 'cancelled' })
}

/** Its picture is made, and on its way into the library. */
function isArriving(job: LiveJob): boolean {
  const { phase } = job.snapshot()
  return phase === 'fetching' || phase === 'finishing'
}

async function atMost(work: Promise<unknown>, ms: number): Promise<void> {
  const waiting = new AbortController()
  await Promise.race([work, sleep(ms, waiting.signal).catch(() => undefined)])
  waiting.abort()
}

/** A preview covers the picture that is changed, or the one that will come. */
function shownSize({ source, prepared, planned }: GenerationCall): Size {
  const { widthPx, heightPx } = source ?? prepared.plan.size ?? planned.size ?? usualSize
  return { widthPx, heightPx }
}
