import type { JobId } from '../../../shared/domain/ids.ts'
import { createYielder, sleep } from '../sleep.ts'
import { closeOpenAttempt } from '../generation/attempt-end.ts'
import { leaving } from '../generation/generation-runner.ts'
import { isArriving, type LiveCall } from './live-call.ts'
import { noteEnded, type QueueState } from './queue-state.ts'

/** Less than the program itself allows for shutting down. */
const arrivalPatienceMs = 2_000
/** Written in one step. */
const batchMax = 50

/** Cancels calls that have been removed from the board and have not started. In batches: there may be thousands. */
async function endWaiting(state: QueueState, lives: readonly LiveCall[]): Promise<void> {
  const yieldToEventLoop = createYielder()
  for (let from = 0; from < lives.length; from += batchMax) {
    const batch = lives.slice(from, from + batchMax)
    const callIds = batch.map(({ callId }) => callId)
    const closed = batch.map(({ updater }) => updater.close({ state: 'cancelled' }))
    const lastSnapshots = closed.flatMap(({ snapshots }) => snapshots)
    for (const live of batch) if (live.wasBegun) await closeAttempt(state, live)
    await noteEnded(state, callIds, lastSnapshots)
    for (const [index, callId] of callIds.entries()) {
      state.calls.delete(callId)
      closed[index]?.announce()
      await yieldToEventLoop()
    }
    state.onMoved(callIds)
  }
}

/** It was started before, without a result. */
async function closeAttempt({ ledger, clock }: QueueState, { callId, jobs }: LiveCall): Promise<void> {
  const snapshots = jobs.map((job) => job.snapshot())
  await closeOpenAttempt(callId, snapshots, { ledger, endedAtMs: clock.nowMs() })
}

/** Ends a call that was canceled, or interrupted by the program's end, before its turn. */
export async function endUnbegun(state: QueueState, live: LiveCall): Promise<void> {
  const { signal, key, updater } = live
  const isLeft = signal.aborted ? signal.reason === leaving : state.isClosed && key === undefined
  if (isLeft) updater.leave()
  else await endWaiting(state, [live])
}

/** Returns those whose service has them: it is to be told. */
export async function cancelCalls(state: QueueState, callIds: readonly string[]): Promise<readonly LiveCall[]> {
  const { calls, board } = state
  const ownCalls = callIds.map((callId) => calls.get(callId)).filter((live) => live !== undefined)
  const waiting = ownCalls.filter(({ lane, callId }) => board.isWaiting(callId) && board.remove(lane, callId))
  const yieldToEventLoop = createYielder()
  for (const live of ownCalls) {
    live.cancel()
    await yieldToEventLoop()
  }
  await endWaiting(
    state,
    waiting.filter(({ isSent }) => !isSent),
  )
  return waiting.filter(({ isSent }) => isSent)
}

/** Returns its call, if its service is to be told. */
export async function cancelJob(state: QueueState, id: JobId): Promise<readonly LiveCall[]> {
  const savedJob = state.jobs.get(id)
  if (savedJob === undefined) return []
  const { job, live } = savedJob
  // The other images of its call are already made and paid for: they are delivered.
  if (isArriving(job) && live.updater.open().length > 1) {
    await live.updater.end(job, { state: 'cancelled' })
    return []
  }
  const sent = await cancelCalls(state, [live.callId])
  // It had been taken from its lane, but had not started.
  if (sent.length === 0 && job.snapshot().state === 'queued') await live.updater.endAll({ state: 'cancelled' })
  return sent
}

/** Leaves resumable calls for the next start and cancels the rest; arriving images get a moment to finish. */
export async function closeQueue(state: QueueState): Promise<void> {
  const { calls, board, gate, running, database, logger } = state
  state.isClosed = true
  gate.dispose()
  const openCalls = [...calls.values()]
  const arriving = openCalls.filter(({ updater }) => updater.open().some(isArriving))
  await Promise.all(arriving.map(({ jobs }) => atMost(Promise.all(jobs.map((job) => job.ended)))))
  const waiting = openCalls.filter(({ callId }) => board.isWaiting(callId))
  const keyed = waiting.filter(({ key }) => key !== undefined)
  await endWaiting(state, keyed)
  for (const live of openCalls) live.cancel(live.key === undefined ? leaving : undefined)
  state.closing.abort(leaving)
  for (const { updater } of waiting) updater.leave()
  // Services are still being asked to stop.
  while (running.size > 0) await Promise.all(running)
  const callIds = openCalls.map(({ callId }) => callId)
  await database
    .call('queue.release', { callIds })
    .catch((thrown: unknown) => logger.error('jobs.not-released', { error: thrown }))
}

async function atMost(work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  await Promise.race([work, sleep(arrivalPatienceMs, waiting.signal).catch(() => undefined)])
  waiting.abort()
}
