import type { Payload } from '../../../shared/contract/index.ts'
import type { QueueEntry, QueueLane, QueueView, UnfinishedCall } from '../../../shared/domain/queue.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import { throttle } from '../../../shared/util/debounce.ts'
import type { Database } from '../../database/index.ts'
import type { Logger } from '../../platform/logger.ts'
import { localJobId, localLane } from '../local-edits/local-job.ts'
import type { LocalQueue } from '../local-edits/local-queue.ts'
import { createYielder } from '../sleep.ts'
import type { CallQueue } from './call-queue.ts'
import { allLanes, type LaneGate } from './lane-gate.ts'
import type { LiveCall } from './live-call.ts'
import type { ModelTimings } from './model-timings.ts'
import { entryOfCall, entryOfLocal, entryOfOther, isStopping } from './queue-entry.ts'

/** The queue as shown to and arranged by the user. */
export interface QueueService {
  view(): Promise<QueueView>
  /** null = all lanes. Running calls continue. Survives a restart. */
  setPaused(lane: string | null, isPaused: boolean): Promise<void>
  /**
   * Moves a call before another in its lane; null = to the end. Running calls and those of other processes do not move.
   */
  move(callId: string, beforeCallId: string | null): Promise<void>
  /** Sends what was asked for before the program started, and waits for the person's word; null = all of it. */
  release(callIds: readonly string[] | null): Promise<void>
  /** null = everything. Calls of other processes are canceled by request. */
  cancel(callIds: readonly string[] | null): Promise<void>
  onChanged(listener: (change: Payload<'queue.changed'>) => void): () => void
}

const pauseMs = 100

/** Per event: this many can be checked and rendered within a frame. */
const entriesMax = 200

export interface QueueServiceNeeds extends QueueEntriesNeeds {
  readonly database: Pick<Database, 'call'>
  readonly queue: CallQueue
  readonly logger: Pick<Logger, 'error'>
  readonly endUnsentOf: EndUnsentOf
}

/** Like `EndUnsent`, for the unfinished calls that `which` chooses. */
export type EndUnsentOf = (which: (call: UnfinishedCall) => boolean) => Promise<number>

/** Returned by a request at once; further ones follow as events. */
const viewMax = 1_000
/** Of other processes. */
export const othersMax = 500

export interface LocalQueueService {
  readonly service: QueueService
  readonly events: Pick<QueueEvents, 'touch' | 'touchLanes' | 'dispose'>
  /** Updates the calls held by other processes. */
  noteOthers(calls: readonly UnfinishedCall[]): void
  /** Restores what was paused when the program last ended. */
  loadPauses(): Promise<void>
}

export function createQueueService(needs: QueueServiceNeeds): LocalQueueService {
  const { database, queue, gate, logger } = needs
  const entries = createQueueEntries(needs)
  const events = createQueueEvents({ entryOf: (callId) => entries.find(callId), state: () => entries.state() }, logger)

  const noteOthers = (calls: readonly UnfinishedCall[]) => events.touch(entries.setOthers(calls))

  const service: QueueService = {
    async view() {
      noteOthers(await database.call('queue.others', { pid: process.pid, limit: othersMax }))
      const ownCallIds = entries.here()
      const first = await collect([...ownCallIds.slice(0, viewMax), ...entries.others()], entries)
      events.touch(ownCallIds.slice(viewMax))
      return { ...entries.state(), entries: first }
    },
    async setPaused(lane, isPaused) {
      await database.call('queue.setPaused', { lane: lane ?? allLanes, isPaused })
      gate.setPaused(lane, isPaused)
    },
    async move(callId, beforeCallId) {
      if (await queue.move(callId, beforeCallId)) return
      throw new AppError('request/invalid', messages.cannotMove)
    },
    cancel: (callIds) => cancel(callIds, entries.here(), needs),
    release: async (callIds) => queue.release(callIds),
    onChanged: (listener) => events.onChanged(listener),
  }

  return {
    service,
    events,
    noteOthers,
    async loadPauses() {
      for (const lane of await database.call('queue.pauses', null))
        gate.setPaused(lane === allLanes ? null : lane, true)
    },
  }
}

async function collect(callIds: readonly string[], entries: QueueEntries): Promise<QueueEntry[]> {
  const collected: QueueEntry[] = []
  const yieldToEventLoop = createYielder()
  for (const callId of callIds) {
    const entry = entries.find(callId)
    if (entry !== null) collected.push(entry)
    await yieldToEventLoop()
  }
  return collected
}

/** Calls here, and unsent ones of nobody, end immediately; other processes are asked to cancel theirs. */
async function cancel(
  callIds: readonly string[] | null,
  ownIds: readonly string[],
  { queue, local, database, endUnsentOf }: QueueServiceNeeds,
): Promise<void> {
  const ids = callIds ?? ownIds
  const localJobs = ids.map((callId) => local.find(localJobId(callId))).filter((job) => job !== null)
  const otherProcessIds = ids.filter(
    (callId) => queue.findCall(callId) === null && local.find(localJobId(callId)) === null,
  )
  await Promise.all(localJobs.map((job) => local.cancel(job.snapshot().id)))
  await queue.cancelCalls(ids)
  if (callIds === null) await database.call('queue.requestCancel', { callIds: null })
  else if (otherProcessIds.length > 0) await database.call('queue.requestCancel', { callIds: otherProcessIds })
  else return
  await endUnsentOf(({ callId, isCancelled }) => isCancelled && (callIds?.includes(callId) ?? true))
}

type QueueChange = Payload<'queue.changed'>

/** Collects changes and emits them a few at a time. */
interface QueueEvents {
  touch(callIds: readonly string[]): void
  touchLanes(): void
  onChanged(listener: (events: QueueChange) => void): () => void
  dispose(): void
}

/** `entryOf`: null if it is gone. */
function createQueueEvents(
  source: {
    readonly entryOf: (callId: string) => QueueEntry | null
    readonly state: () => Omit<QueueView, 'entries'>
  },
  logger: Pick<Logger, 'error'>,
): QueueEvents {
  const emitter = createEmitter<[QueueChange]>((error) => logger.error('jobs.not-heard', { error }))
  const touched = new Set<string>()
  const emitLater = throttle(emitNow, pauseMs)

  function soon(): void {
    if (!emitter.hasListeners()) return touched.clear()
    emitLater()
  }

  function emitNow(): void {
    const changed: QueueEntry[] = []
    const gone: string[] = []
    for (const callId of touched) {
      if (changed.length + gone.length === entriesMax) break
      touched.delete(callId)
      const entry = source.entryOf(callId)
      if (entry === null) gone.push(callId)
      else changed.push(entry)
    }
    emitter.emit({ ...source.state(), changed, gone })
    if (touched.size > 0) soon()
  }

  return {
    touch(callIds) {
      for (const callId of callIds) touched.add(callId)
      soon()
    },
    touchLanes: soon,
    onChanged: emitter.on,
    dispose() {
      emitLater.cancel()
      emitter.clear()
    },
  }
}

interface QueueEntriesNeeds {
  readonly queue: Pick<CallQueue, 'findCall' | 'calls' | 'board'>
  readonly local: Pick<LocalQueue, 'find' | 'live' | 'cancel'>
  readonly gate: LaneGate
  readonly timings: ModelTimings
}

/** All entries of the queue as shown, whichever process has them. */
interface QueueEntries {
  /** null if it is gone. */
  find(callId: string): QueueEntry | null
  /** Calls of this process, in the order they start. */
  here(): string[]
  /** Calls held by other processes, as last seen. */
  others(): string[]
  /** Returns the calls whose entries have changed. */
  setOthers(calls: readonly UnfinishedCall[]): string[]
  state(): Omit<QueueView, 'entries'>
}

function createQueueEntries({ queue, local, gate, timings }: QueueEntriesNeeds): QueueEntries {
  let others = new Map<string, QueueEntry>()

  function find(callId: string): QueueEntry | null {
    const live = queue.findCall(callId)
    if (live !== null) {
      const usualMs = timings.usualMs(live.lane, live.jobs[0]?.snapshot().model ?? null)
      const isWaiting = queue.board.isWaiting(callId)
      return entryOfCall(live, { isWaiting, why: gate.why(live.lane, live) ?? busyWith(live), usualMs })
    }
    const job = local.find(localJobId(callId))
    return job === null ? (others.get(callId) ?? null) : entryOfLocal(job, gate.why(localLane, { isFree: true }))
  }

  /** A call that is canceled but not finished keeps its lane busy. */
  function busyWith({ lane }: LiveCall): string | null {
    const running = [...queue.board.running(lane)].map((callId) => queue.findCall(callId))
    const isBusy = running.some((live) => live !== null && isStopping(live.jobs.map((job) => job.snapshot())))
    return isBusy ? messages.waitingForCanceled({ label: gate.label(lane) }) : null
  }

  function lanes(): QueueLane[] {
    const { board } = queue
    const services = board.lanes().map((id) => {
      const waitTimes = [...board.running(id)].map((callId) => waitingUntil(callId)).filter((until) => until !== null)
      const waitingUntilMs = waitTimes.length === 0 ? null : Math.max(...waitTimes)
      const isPaused = gate.isPaused(id)
      return { id, label: gate.label(id), isPaused, runningMax: board.runningMax(id), waitingUntilMs }
    })
    const isPaused = gate.isPaused(localLane)
    return [{ id: localLane, label: gate.label(localLane), isPaused, runningMax: 1, waitingUntilMs: null }, ...services]
  }

  function waitingUntil(callId: string): number | null {
    return queue.findCall(callId)?.jobs[0]?.snapshot().waitingUntilMs ?? null
  }

  return {
    find,
    here() {
      const calls = [...queue.calls()].toSorted((a, b) => a.position - b.position)
      return [...local.live().map((job) => job.snapshot().callId), ...calls.map(({ callId }) => callId)]
    },
    others: () => [...others.keys()],
    setOthers(calls) {
      const previousIds = [...others.keys()]
      const entries = calls.map(entryOfOther).filter((entry) => entry !== null)
      others = new Map(entries.map((entry) => [entry.callId, entry]))
      return [...previousIds, ...others.keys()]
    },
    state: () => ({ isOnline: gate.isOnline(), isPaused: gate.isPaused(null), lanes: lanes() }),
  }
}
