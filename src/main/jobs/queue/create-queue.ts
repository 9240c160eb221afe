import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { UnfinishedCall } from '../../../shared/domain/queue.ts'
import type { Database } from '../../database/index.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import type { AttemptLedger } from '../attempt-ledger.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { createSourceExpander, type SourceExpanderNeeds } from '../generation/expand-source.ts'
import type { GenerationCall } from '../generation/generation-call.ts'
import type { GenerationPlanner } from '../generation/generation-planner.ts'
import { createGenerationRunner, type GenerationRunnerNeeds } from '../generation/generation-runner.ts'
import type { QueueService } from './queue-service.ts'
import type { LocalQueue } from '../local-edits/local-queue.ts'
import type { Sleep } from '../sleep.ts'
import { createCallQueue, cutOffsMax, type CallQueue } from './call-queue.ts'
import type { LaneGate } from './lane-gate.ts'
import { createModelTimings } from './model-timings.ts'
import { createQueueService, type EndUnsentOf, type LocalQueueService, othersMax } from './queue-service.ts'
import { createEndUnsent, createResumeCalls, type ResumeCalls } from './resume-calls.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { Logger } from '../../platform/logger.ts'

/** Between two checks, while there is work. */
const lookEveryMs = 1_000

export interface QueueNeeds extends Omit<GenerationRunnerNeeds, 'expandSource' | 'mayWait' | 'closing'> {
  readonly assets: GenerationRunnerNeeds['assets'] & SourceExpanderNeeds['assets'] & ResumeAssets
  readonly imaging: GenerationRunnerNeeds['imaging'] & SourceExpanderNeeds['imaging']
  readonly providers: () => Promise<Pick<ProviderManager, 'open' | 'lane'>>
  readonly database: Pick<Database, 'call'>
  readonly ledger: AttemptLedger | null
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
  readonly events: LocalQueueService['events']
  readonly watchers: {
    /** Resumes what was left behind, and watches other processes. */
    recover(): Promise<void>
    /** Resumes what was left behind of these runs alone. */
    resumeRuns(runIds: ReadonlySet<string>): Promise<void>
    endUnsentOfAgents(): Promise<number>
    dispose(): void
  }
}

/** Read in one step. */
const pageMax = 200

export function createQueue(needs: QueueNeeds): Queue {
  const { database, sleep, feed, local, logger, gate } = needs
  const timings = createModelTimings(database)
  const expandSource = createSourceExpander({ ...needs, queue: local })
  const mayWait: GenerationRunnerNeeds['mayWait'] = (call, how) => waitsForWay(call, how, { gate, queue })
  const closing = new AbortController()
  const runCall = createGenerationRunner({ ...needs, expandSource, mayWait, closing: closing.signal })
  const queue: CallQueue = createCallQueue({ ...needs, database, timings, runCall, closing, onMoved })
  const endUnsentOf = createEndUnsentOf({ ...needs, queue })
  const { service, events, noteOthers, loadPauses } = createQueueService({ ...needs, queue, timings, endUnsentOf })
  const cancelWatch = createCancelWatch(database, (callIds) => queue.cancelCalls(callIds))
  const resume = createResumeCalls({ ...needs, database, queue })
  const pump = () => queue.pump()
  const others = createOthersWatch({ database, resume, pump, feed, noteOthers, logger, sleep })
  feed.onChanged(({ callId, phase }) => {
    events.touch([callId])
    // Calls waiting behind it now wait for another reason.
    if (phase === 'stopping') touchAll()
  })
  // Pauses and the network affect whole lanes: entries of all waiting calls are emitted again.
  gate.onMoved(() => {
    pump()
    touchAll()
  })

  function touchAll(): void {
    events.touch([...queue.calls()].map(({ callId }) => callId))
    events.touchLanes()
  }

  function onMoved(callIds: readonly string[]): void {
    events.touch(callIds)
    cancelWatch.setBusy(!queue.calls()[Symbol.iterator]().next().done)
  }

  return {
    queue,
    service,
    events,
    watchers: {
      async recover() {
        await loadPauses()
        noteOthers((await readAll(database, (calls) => resume(calls, { isAsked: false }))).flat())
        pump()
        others.start()
      },
      async resumeRuns(runIds) {
        await readAll(database, (calls) =>
          resume(
            calls.filter((call) => isOfRun(call, runIds)),
            { isAsked: true },
          ),
        )
        pump()
      },
      endUnsentOfAgents: () => endUnsentOf(({ isOfAgent }) => isOfAgent),
      dispose() {
        others.dispose()
        cancelWatch.setBusy(false)
      },
    },
  }
}

/** Returns whether a call whose service is unreachable waits instead of failing. */
function waitsForWay(
  { callId, request }: GenerationCall,
  { hasFallback, code }: Parameters<GenerationRunnerNeeds['mayWait']>[1],
  { gate, queue }: { readonly gate: LaneGate; readonly queue: Pick<CallQueue, 'findCall'> },
): boolean {
  // A keychain that is still locked after login, or a key that was not kept, does not give up what its service has made.
  if (code === 'credential/unavailable' || code === 'credential/missing') {
    return queue.findCall(callId)?.wasLeft === true
  }
  if (!gate.waitsForNetwork(request.provider)) return false
  if (!gate.isOnline()) return true
  return !hasFallback && (queue.findCall(callId)?.cutOffs ?? cutOffsMax) < cutOffsMax
}

function isOfRun({ jobs }: UnfinishedCall, runIds: ReadonlySet<string>): boolean {
  return jobs.some(({ runId }) => typeof runId === 'string' && runIds.has(runId))
}

function createEndUnsentOf(needs: Parameters<typeof createEndUnsent>[0]): EndUnsentOf {
  const endUnsent = createEndUnsent(needs)
  return async (which) => {
    const ofOthers = await readAll(needs.database, (calls) => endUnsent(calls.filter(which)))
    return ofOthers.reduce((sum, count) => sum + count, 0)
  }
}

/** Goes through the unfinished calls, one page at a time. Returns what `visit` does. */
async function readAll<T>(
  database: Pick<Database, 'call'>,
  visit: (calls: readonly UnfinishedCall[]) => Promise<T>,
): Promise<T[]> {
  const visited: T[] = []
  for (let after = ''; ;) {
    const page = await database.call('queue.unfinished', { after, limit: pageMax })
    visited.push(await visit(page))
    const lastCall = page.at(-1)
    if (lastCall === undefined || page.length < pageMax) return visited
    after = lastCall.callId
  }
}

/** The command line requests a cancel by a flag in the database: whichever process has the call acts on it. */
function createCancelWatch(
  database: Pick<Database, 'call'>,
  cancelCalls: (callIds: readonly string[]) => Promise<void>,
): { setBusy(isBusy: boolean): void } {
  let timer: NodeJS.Timeout | null = null

  async function applyCancels(): Promise<void> {
    const callIds = await database.call('queue.askedToCancel', { pid: process.pid })
    if (callIds.length > 0) await cancelCalls(callIds)
  }

  return {
    setBusy(isBusy) {
      if (isBusy === (timer !== null)) return
      if (timer !== null) clearInterval(timer)
      timer = isBusy ? setInterval(() => void applyCancels().catch(() => undefined), lookEveryMs).unref() : null
    },
  }
}

interface WatchNeeds {
  readonly database: Pick<Database, 'call'>
  readonly resume: ResumeCalls
  readonly pump: () => void
  readonly feed: Pick<ChangeFeed, 'emit'>
  readonly noteOthers: (calls: readonly UnfinishedCall[]) => void
  readonly logger: Pick<Logger, 'warn'>
  readonly sleep: Sleep
}

/** Between two checks on other processes in the same home. */
const othersCheckMs = 3_000

/**
 * Reports the progress of other processes (a command line) in the same home, and resumes their work if one of them has
 * ended unexpectedly.
 */
function createOthersWatch(needs: WatchNeeds): { start(): void; dispose(): void } {
  const { database, resume, pump, feed, noteOthers, logger, sleep } = needs
  const closing = new AbortController()
  let states = new Map<JobId, string>()

  async function checkOthers(): Promise<void> {
    const calls = await database.call('queue.others', { pid: process.pid, limit: othersMax })
    const others = calls.length === 0 ? [] : await resume(calls, { isAsked: false })
    if (calls.length > 0) pump()
    noteOthers(others)
    await emitChanges(others.flatMap(({ jobs }) => jobs))
  }

  async function emitChanges(jobs: readonly JobSnapshot[]): Promise<void> {
    const previous = states
    states = new Map(jobs.map((job) => [job.id, JSON.stringify(job)]))
    for (const job of jobs) if (previous.get(job.id) !== states.get(job.id)) feed.emit(job)
    for (const id of previous.keys()) {
      const endedJob = states.has(id) ? null : await database.call('jobs.find', { id })
      if (endedJob !== null) feed.emit(endedJob)
    }
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      await checkOthers().catch((thrown: unknown) => logger.warn('jobs.not-watched', { error: thrown }))
      await sleep(othersCheckMs, closing.signal)
    }
  }

  return {
    start: () => void watch().catch(() => undefined),
    dispose: () => closing.abort(),
  }
}
