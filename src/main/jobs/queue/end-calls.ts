import type { JobId } from '../../../shared/domain/ids.ts'
import { createYielder } from '../create-yielder.ts'
import { closeOpenAttempt } from '../generation/attempt-end.ts'
import { leaving } from '../generation/generation-runner.ts'
import { sleep } from '../sleep.ts'
import { isArriving, type LiveCall } from './live-call.ts'
import { noteEnded, type QueueState } from './queue-state.ts'

/** Less than the program's own patience when it ends. */
const arrivalPatienceMs = 2_000
/** Written in one step. */
const batchMax = 50

/** Cancels those that are not on the board any more and have not begun. In batches: there may be thousands. */
async function endWaiting(state: QueueState, lives: readonly LiveCall[]): Promise<void> {
  const breathe = createYielder()
  for (let from = 0; from < lives.length; from += batchMax) {
    const batch = lives.slice(from, from + batchMax)
    const callIds = batch.map(({ callId }) => callId)
    const closed = batch.map(({ updater }) => updater.close({ state: 'cancelled' }))
    const last = closed.flatMap(({ snapshots }) => snapshots)
    for (const live of batch) if (live.wasBegun) await closeAttempt(state, live)
    await noteEnded(state, callIds, last)
    for (const [index, callId] of callIds.entries()) {
      state.calls.delete(callId)
      closed[index]?.announce()
      await breathe()
    }
    state.onMoved(callIds)
  }
}

/** It was begun before, and nothing came of it. */
async function closeAttempt({ book, clock }: QueueState, { callId, jobs }: LiveCall): Promise<void> {
  const ended = jobs.map((job) => job.snapshot())
  await closeOpenAttempt(callId, ended, { book, endedAtMs: clock.nowMs() })
}

/** A call that was canceled, or overtaken by the program's end, before its turn. */
export async function endUnbegun(state: QueueState, live: LiveCall): Promise<void> {
  const { signal, key, updater } = live
  const isLeft = signal.aborted ? signal.reason === leaving : state.isClosed && key === undefined
  if (isLeft) updater.leave()
  else await endWaiting(state, [live])
}

export async function cancelCalls(state: QueueState, callIds: readonly string[]): Promise<void> {
  const { calls, board } = state
  const here = callIds.map((callId) => calls.get(callId)).filter((live) => live !== undefined)
  const waiting = here.filter(({ lane, callId }) => board.isWaiting(callId) && board.remove(lane, callId))
  const breathe = createYielder()
  for (const live of here) {
    live.cancel()
    await breathe()
  }
  await endWaiting(state, waiting)
}

export async function cancelJob(state: QueueState, id: JobId): Promise<void> {
  const found = state.jobs.get(id)
  if (found === undefined) return
  const { job, live } = found
  // The others of its call are made and paid for by then: they come.
  if (isArriving(job) && live.updater.open().length > 1) return live.updater.end(job, { state: 'cancelled' })
  await cancelCalls(state, [live.callId])
  // Its turn had come, and it had not begun.
  if (job.snapshot().state === 'queued') await live.updater.endAll({ state: 'cancelled' })
}

/** Leaves for the next start what can be gone on with, and cancels the rest; what is arriving gets a moment. */
export async function closeQueue(state: QueueState): Promise<void> {
  const { calls, board, gate, running, database, logger } = state
  state.isClosed = true
  gate.dispose()
  const here = [...calls.values()]
  const arriving = here.filter(({ updater }) => updater.open().some(isArriving))
  await Promise.all(arriving.map(({ jobs }) => atMost(Promise.all(jobs.map((job) => job.ended)))))
  const waiting = here.filter(({ callId }) => board.isWaiting(callId))
  const keyed = waiting.filter(({ key }) => key !== undefined)
  await endWaiting(state, keyed)
  for (const live of here) live.cancel(live.key === undefined ? leaving : undefined)
  state.closing.abort(leaving)
  for (const { updater } of waiting) updater.leave()
  // Services are still being asked to stop.
  while (running.size > 0) await Promise.all(running)
  const callIds = here.map(({ callId }) => callId)
  await database
    .call('queue.release', { callIds })
    .catch((thrown: unknown) => logger.error('jobs.not-released', { error: thrown }))
}

async function atMost(work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  await Promise.race([work, sleep(arrivalPatienceMs, waiting.signal).catch(() => undefined)])
  waiting.abort()
}
