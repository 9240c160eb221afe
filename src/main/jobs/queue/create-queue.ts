import type { Database } from '../../database/index.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { UnfinishedCall } from '../../../shared/domain/kept-call.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import type { AttemptBook } from '../attempt-book.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { createSourceExpander, type SourceExpanderNeeds } from '../generation/expand-source.ts'
import type { GenerationCall } from '../generation/generation-call.ts'
import type { GenerationPlanner } from '../generation/generation-planner.ts'
import { createGenerationRunner, type GenerationRunnerNeeds } from '../generation/generation-runner.ts'
import type { QueueService } from '../jobs.ts'
import type { LocalQueue } from '../local/local-queue.ts'
import type { Sleep } from '../sleep.ts'
import { createCallQueue, cutOffsMax, type CallQueue } from './call-queue.ts'
import { createCancelWatch } from './heed-cancels.ts'
import type { LaneGate } from './lane-gate.ts'
import { createModelTimings } from './model-timings.ts'
import { createQueueService, type LocalQueueService } from './queue-service.ts'
import { createResumeCalls, type ResumeCalls } from './resume-calls.ts'
import { createOthersWatch } from './watch-others.ts'

export interface QueueNeeds extends Omit<GenerationRunnerNeeds, 'expandSource' | 'mayWait' | 'closing'> {
  readonly assets: GenerationRunnerNeeds['assets'] & SourceExpanderNeeds['assets'] & ResumeAssets
  readonly imaging: GenerationRunnerNeeds['imaging'] & SourceExpanderNeeds['imaging']
  readonly providers: () => Promise<Pick<ProviderManager, 'open' | 'lane'>>
  readonly database: Pick<Database, 'call'>
  readonly book: AttemptBook | null
  readonly gate: LaneGate
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
  readonly local: LocalQueue
  readonly planner: GenerationPlanner
  readonly sleep: Sleep
}

type ResumeAssets = Parameters<typeof createResumeCalls>[0]['assets']

export interface Queue {
  readonly queue: CallQueue
  readonly service: QueueService
  readonly news: LocalQueueService['news']
  readonly watchers: {
    /** Goes on with what was left, and keeps an eye on what others do. */
    recover(): Promise<void>
    dispose(): void
  }
}

/** Read in one step. */
const pageMax = 200

export function createQueue(needs: QueueNeeds): Queue {
  const { database, sleep, feed, local, logger, gate } = needs
  const timings = createModelTimings(database)
  const expandSource = createSourceExpander({ ...needs, queue: local })
  const mayWait = (call: GenerationCall, isElsewherePossible: boolean) =>
    waitsForWay(call, isElsewherePossible, { gate, queue })
  const closing = new AbortController()
  const runCall = createGenerationRunner({ ...needs, expandSource, mayWait, closing: closing.signal })
  const queue: CallQueue = createCallQueue({ ...needs, database, timings, runCall, closing, onMoved })
  const { service, news, noteOthers, loadPauses } = createQueueService({ ...needs, database, queue, timings })
  const cancelWatch = createCancelWatch(database, (callIds) => queue.cancelCalls(callIds))
  const takeUp = createResumeCalls({ ...needs, database, queue })
  const pump = () => queue.pump()
  const others = createOthersWatch({ database, takeUp, pump, feed, noteOthers, logger, sleep })
  feed.onChanged(({ callId, phase }) => {
    news.touch([callId])
    // What waits behind it waits for another reason now.
    if (phase === 'stopping') touchAll()
  })
  // Pauses and the network decide on whole lanes: all that wait are told anew.
  gate.onMoved(() => {
    pump()
    touchAll()
  })

  function touchAll(): void {
    news.touch([...queue.calls()].map(({ callId }) => callId))
    news.touchLanes()
  }

  function onMoved(callIds: readonly string[]): void {
    news.touch(callIds)
    cancelWatch.setBusy(!queue.calls()[Symbol.iterator]().next().done)
  }

  return {
    queue,
    service,
    news,
    watchers: {
      async recover() {
        await loadPauses()
        noteOthers(await takeUpAll(database, takeUp))
        pump()
        others.start()
      },
      dispose() {
        others.dispose()
        cancelWatch.setBusy(false)
      },
    },
  }
}

/** Whether a call that found no way to its service waits for one, instead of failing. */
function waitsForWay(
  { callId, request }: GenerationCall,
  isElsewherePossible: boolean,
  { gate, queue }: { readonly gate: LaneGate; readonly queue: Pick<CallQueue, 'findCall'> },
): boolean {
  if (!gate.waitsForNetwork(request.provider)) return false
  if (!gate.isOnline()) return true
  return !isElsewherePossible && (queue.findCall(callId)?.cutOffs ?? cutOffsMax) < cutOffsMax
}

/** Answers those that are another program's. */
async function takeUpAll(database: Pick<Database, 'call'>, takeUp: ResumeCalls): Promise<UnfinishedCall[]> {
  const elsewhere: UnfinishedCall[] = []
  for (let after = ''; ;) {
    const page = await database.call('queue.unfinished', { after, limit: pageMax })
    elsewhere.push(...(await takeUp(page)))
    const last = page.at(-1)
    if (last === undefined || page.length < pageMax) return elsewhere
    after = last.callId
  }
}
