import type { UnfinishedCall } from '../../../shared/domain/kept-call.ts'
import type { QueueEntry, QueueLane, QueueView } from '../../../shared/domain/queue.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import { localJobId, localLane } from '../local/local-job.ts'
import type { LocalQueue } from '../local/local-queue.ts'
import type { CallQueue } from './call-queue.ts'
import type { LaneGate } from './lane-gate.ts'
import type { ModelTimings } from './model-timings.ts'
import type { LiveCall } from './live-call.ts'
import { entryOfCall, entryOfLocal, entryOfOther, isStopping } from './queue-entry.ts'

export interface QueueEntriesNeeds {
  readonly queue: Pick<CallQueue, 'findCall' | 'calls' | 'board'>
  readonly local: Pick<LocalQueue, 'find' | 'live' | 'cancel'>
  readonly gate: LaneGate
  readonly timings: ModelTimings
}

/** Everything of the queue as it is shown, whoever has it in hand. */
export interface QueueEntries {
  /** Null where it has gone. */
  find(callId: string): QueueEntry | null
  /** What is here, what is started first first. */
  here(): string[]
  /** What another program has in hand, as it was last seen. */
  others(): string[]
  /** Answers whose entries are not as they were. */
  setOthers(calls: readonly UnfinishedCall[]): string[]
  state(): Omit<QueueView, 'entries'>
}

export function createQueueEntries({ queue, local, gate, timings }: QueueEntriesNeeds): QueueEntries {
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

  /** What is canceled and not finished keeps its lane. */
  function busyWith({ lane }: LiveCall): string | null {
    const running = [...queue.board.running(lane)].map((callId) => queue.findCall(callId))
    const isBusy = running.some((live) => live !== null && isStopping(live.jobs.map((job) => job.snapshot())))
    return isBusy ? messages.waitingForCanceled({ label: gate.label(lane) }) : null
  }

  function lanes(): QueueLane[] {
    const { board } = queue
    const services = board.lanes().map((id) => {
      const untils = [...board.running(id)].map((callId) => waitingUntil(callId)).filter((until) => until !== null)
      const waitingUntilMs = untils.length === 0 ? null : Math.max(...untils)
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
      const before = [...others.keys()]
      const entries = calls.map(entryOfOther).filter((entry) => entry !== null)
      others = new Map(entries.map((entry) => [entry.callId, entry]))
      return [...before, ...others.keys()]
    },
    state: () => ({ isOnline: gate.isOnline(), isPaused: gate.isPaused(null), lanes: lanes() }),
  }
}
