import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { createLane, type Lane } from '../lane.ts'
import type { LiveJob } from '../live-job.ts'
import { createPreviewShelf, type PreviewShelf } from '../preview-shelf.ts'
import { createCallDesk, type CallDesk } from './call-desk.ts'
import type { GenerationCall } from './generation-call.ts'
import type { GenerationRunner } from './generation-runner.ts'

interface GenerationQueueNeeds {
  readonly runCall: GenerationRunner
  readonly providers: () => Promise<Pick<ProviderManager, 'concurrency'>>
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
}

/** The calls that wait or run, a lane for every service. */
export interface GenerationQueue {
  /** Nothing has been sent when it resolves; every job is on disk. */
  add(calls: readonly GenerationCall[]): Promise<void>
  /** Its siblings of the same call with it. */
  cancel(id: JobId): Promise<void>
  /** Null once it has ended. */
  find(id: JobId): LiveJob | null
  readonly previews: Pick<PreviewShelf, 'get'>
  dispose(): Promise<void>
}

/** Of a preview where nobody knows what will come. */
const usualSize: Size = { widthPx: 1024, heightPx: 1024 }

export function createGenerationQueue({ runCall, providers, save, feed }: GenerationQueueNeeds): GenerationQueue {
  const lanes = new Map<ProviderId, Lane>()
  const previews = createPreviewShelf()
  const live = new Map<JobId, { readonly job: LiveJob; readonly desk: CallDesk }>()
  const ended = new WeakSet<LiveJob>()
  const running = new Set<Promise<void>>()

  const forget = (job: LiveJob) => void live.delete(job.snapshot().id)

  async function enqueue(calls: readonly GenerationCall[]): Promise<void> {
    const manager = await providers()
    for (const call of calls) {
      const { provider } = call.request
      const lane = lanes.get(provider) ?? createLane(manager.concurrency(provider))
      lanes.set(provider, lane)
      const desk = createCallDesk(call.jobs, shownSize(call), { save, feed, previews, ended, forget })
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
    if (call.signal.aborted) return desk.endAll({ state: 'cancelled' })
    const instead = await runCall(call, desk)
    if (instead.length > 0) await enqueue(instead)
  }

  function track(work: Promise<void>): Promise<void> {
    running.add(work)
    return work.finally(() => running.delete(work))
  }

  async function cancel(id: JobId): Promise<void> {
    const found = live.get(id)
    found?.job.cancel()
    if (found?.job.snapshot().state === 'queued') await found.desk.endAll({ state: 'cancelled' })
  }

  return {
    add: enqueue,
    cancel,
    find: (id) => live.get(id)?.job ?? null,
    previews,
    async dispose() {
      const jobs = [...live.values()].map(({ job }) => job)
      await Promise.all(jobs.map((job) => cancel(job.snapshot().id)))
      await Promise.all(jobs.map((job) => job.ended))
      // Services are still being asked to stop.
      await Promise.all(running)
    },
  }
}

/** A preview covers the picture that is changed, or the one that will come. */
function shownSize({ source, prepared, planned }: GenerationCall): Size {
  const { widthPx, heightPx } = source ?? prepared.plan.size ?? planned.size ?? usualSize
  return { widthPx, heightPx }
}
