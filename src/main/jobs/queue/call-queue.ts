import type { JobId } from '../../../shared/domain/ids.ts'
import type { UnfinishedCall } from '../../../shared/domain/queue.ts'
import { providerIdSchema, type ProviderId } from '../../../shared/domain/provider-id.ts'
import type { ReceivedImage } from '../../assets/assets.ts'
import { createYielder } from '../sleep.ts'
import { asFailed } from '../generation/job-updater.ts'
import { notNoted } from '../generation/call-errors.ts'
import type { GenerationCall } from '../generation/generation-call.ts'
import type { CallOutcome } from '../generation/generation-runner.ts'
import type { LiveJob } from '../live-job.ts'
import type { PreviewCache } from '../preview-cache.ts'
import { cancelCalls, cancelJob, closeQueue, endUnbegun } from './end-calls.ts'
import type { LaneBoard } from './lane-board.ts'
import type { LiveCall } from './live-call.ts'
import { createQueueState, enterCall, noteEnded, track, type CallQueueNeeds, type QueueState } from './queue-state.ts'
import { hydrateCall, reviveCall } from './hydrate-call.ts'
import { runPersistedCall } from './run-call.ts'

/** Queued and running calls to services, with one lane per service: on disk, surviving a restart. */
export interface CallQueue {
  /** Resolves once everything is on disk; nothing has been sent. @throws storage/* if a part could not be stored */
  add(calls: readonly GenerationCall[]): Promise<void>
  /**
   * Takes over calls another process had queued or sent, which this one has claimed. `pump` starts them. `isAsked`: a
   * person has just asked for them; otherwise those that were not sent and cost money are held.
   */
  resume(
    calls: readonly UnfinishedCall[],
    received: readonly ReceivedImage[],
    how: { readonly isAsked: boolean },
  ): Promise<void>
  /** Calls of these runs are held, those that come later included, until one of them is released. */
  holdRuns(runIds: readonly string[]): void
  /** Lets held calls start, and what comes later of their runs; null = all of them. */
  release(callIds: readonly string[] | null): void
  /** Starts every call that may start. */
  pump(): void
  /** Also cancels the image's siblings in the same call, unless they have already been made. */
  cancelJob(id: JobId): Promise<void>
  /** Cancels those of these calls that are in this queue. */
  cancelCalls(callIds: readonly string[]): Promise<void>
  /** Returns false if one of them is not waiting in this lane. */
  move(callId: string, beforeCallId: string | null): Promise<boolean>
  /** null once it has ended. */
  findJob(id: JobId): LiveJob | null
  findCall(callId: string): LiveCall | null
  calls(): Iterable<LiveCall>
  readonly board: Pick<LaneBoard, 'isWaiting' | 'lanes' | 'running' | 'runningMax'>
  readonly previews: Pick<PreviewCache, 'get'>
  /** Leaves resumable calls for the next start and cancels the rest; arriving images get a moment to finish. */
  dispose(): Promise<void>
}

/** Written in one step. */
const batchMax = 50
/** Wait after each time a service was unreachable. */
const holdMs = [2_000, 8_000, 30_000] as const
export const cutOffsMax = holdMs.length

export function createCallQueue(needs: CallQueueNeeds): CallQueue {
  const state = createQueueState(needs)
  const { board, calls, jobs, previews } = state
  return {
    add: (fresh) => enqueue(state, fresh, null),
    resume: (left, arrived, how) => resume(state, left, arrived, how),
    holdRuns: (runIds) => runIds.forEach((runId) => state.heldRuns.set(runId, runIds)),
    release: (callIds) => release(state, callIds),
    pump: () => pump(state),
    cancelJob: async (id) => startSent(state, await cancelJob(state, id)),
    cancelCalls: async (callIds) => startSent(state, await cancelCalls(state, callIds)),
    move: (callId, beforeCallId) => move(state, callId, beforeCallId),
    findJob: (id) => jobs.get(id)?.job ?? null,
    findCall: (callId) => calls.get(callId) ?? null,
    calls: () => calls.values(),
    board,
    previews,
    dispose: () => closeQueue(state),
  }
}

async function openLane({ providers, gate, board, timings }: QueueState, lane: ProviderId): Promise<void> {
  const facts = (await providers()).lane(lane)
  if (facts.reportsTimeLeft) timings.leave(lane)
  gate.know(lane, facts)
  board.open(lane, facts.concurrency)
}

/** `instead`: the call whose service failed. */
async function enqueue(state: QueueState, fresh: readonly GenerationCall[], instead: LiveCall | null): Promise<void> {
  const yieldToEventLoop = createYielder()
  for (let from = 0; from < fresh.length; from += batchMax) {
    const batch = fresh.slice(from, from + batchMax)
    for (const { request } of batch) await openLane(state, request.provider)
    const positions = batch.map(({ request }) => nextPlace(state, request.provider))
    await state.keep(batch, positions, from === 0 ? (instead?.callId ?? null) : null).catch((thrown: unknown) => {
      throw notNoted(thrown)
    })
    for (const [index, call] of batch.entries()) {
      const live = hydrateCall(call, state.updaterOf)
      live.wasLeft = instead?.wasLeft ?? false
      live.isHeld = live.wasLeft && !live.isFree
      for (const job of call.jobs) state.feed.emit(job.snapshot())
      line(state, live, positions[index] ?? 0)
      await yieldToEventLoop()
    }
    pump(state)
  }
}

function nextPlace({ board, lastPlaces }: QueueState, lane: ProviderId): number {
  const position = Math.max(board.nextPosition(lane), (lastPlaces.get(lane) ?? 0) + 1)
  lastPlaces.set(lane, position)
  return position
}

function line(state: QueueState, live: LiveCall, position: number): void {
  live.position = position
  live.isHeld ||= !live.isFree && live.runId !== null && state.heldRuns.has(live.runId)
  enterCall(state, live)
  // Canceled while being written to disk, or while moving from one service to the next.
  if (state.isClosed || live.signal.aborted) return track(state, endUnbegun(state, live))
  state.board.add(live.lane, live)
  state.onMoved([live.callId])
}

async function resume(
  state: QueueState,
  unfinished: readonly UnfinishedCall[],
  arrived: readonly ReceivedImage[],
  { isAsked }: { readonly isAsked: boolean },
): Promise<void> {
  const { ended, updaterOf } = state
  const received = new Map(arrived.map((image) => [image.id, image]))
  const yieldToEventLoop = createYielder()
  for (const call of unfinished) {
    const lane = providerIdSchema.parse(call.lane)
    await openLane(state, lane)
    const live = reviveCall(call, { lane, received, ended, updaterOf })
    live.wasLeft = !isAsked
    if (call.stage === 'waiting' || call.stage === 'preparing') {
      live.isHeld = live.wasLeft && !live.isFree
      line(state, live, call.position)
    } else {
      enterCall(state, live)
      if (call.isCancelled) live.cancel()
      startSent(state, [live])
    }
    await yieldToEventLoop()
  }
}

/** The service already has them: they do not wait in line. */
function startSent(state: QueueState, lives: readonly LiveCall[]): void {
  for (const live of lives) {
    // The next start asks for it.
    if (state.isClosed) {
      live.updater.leave()
      continue
    }
    state.board.addRunning(live.lane, live.callId)
    start(state, live)
  }
}

function release(state: QueueState, callIds: readonly string[] | null): void {
  const { calls, heldRuns, onMoved } = state
  const wanted = callIds?.map((callId) => calls.get(callId)) ?? [...calls.values()]
  const released = wanted.filter((live) => live !== undefined).filter(({ isHeld }) => isHeld)
  if (callIds === null) heldRuns.clear()
  for (const live of released) {
    live.isHeld = false
    live.wasLeft = false
    for (const runId of heldRuns.get(live.runId ?? '') ?? []) heldRuns.delete(runId)
  }
  onMoved(released.map(({ callId }) => callId))
  pump(state)
}

function pump(state: QueueState): void {
  if (state.isClosed) return
  const { board, gate, calls } = state
  for (const lane of board.lanes()) {
    const mayStart = (callId: string) => gate.isOpen(lane, calls.get(callId) ?? { isFree: true })
    while (gate.isOpen(lane, { isFree: true, isSent: true })) {
      const live = calls.get(board.take(lane, mayStart) ?? '')
      if (live === undefined) break
      start(state, live)
    }
  }
}

function start(state: QueueState, live: LiveCall): void {
  const { clock, timings, onMoved } = state
  const { callId, lane } = live
  live.startedAtMs = clock.nowMs()
  live.wasBegun = true
  onMoved([callId])
  void timings.learn(lane, live.jobs[0]?.snapshot().model ?? null).then(() => onMoved([callId]))
  track(state, run(state, live))
}

async function run(state: QueueState, live: LiveCall): Promise<void> {
  const outcome = await runPersistedCall(live, state)
  state.board.remove(live.lane, live.callId)
  if (outcome.type === 'left' && state.isClosed) return
  await follow(state, outcome, live)
  state.onMoved([live.callId])
  pump(state)
}

async function follow(state: QueueState, outcome: CallOutcome, live: LiveCall): Promise<void> {
  switch (outcome.type) {
    case 'ended':
      state.calls.delete(live.callId)
      return noteTiming(state, live)
    case 'instead':
      return fallBack(state, live, outcome.calls)
    case 'put-back':
      return putBack(state, live, outcome.isSent)
    case 'left':
      // Another process has it.
      state.calls.delete(live.callId)
      live.jobs.forEach(state.forget)
  }
}

async function noteTiming({ timings }: QueueState, { lane, jobs }: LiveCall): Promise<void> {
  const done = jobs.map((job) => job.snapshot()).find(({ state }) => state === 'done')
  if (done?.timingMs) await timings.note(lane, done.model, done.timingMs)
}

async function fallBack(state: QueueState, live: LiveCall, instead: readonly GenerationCall[]): Promise<void> {
  const { callId, updater } = live
  try {
    await enqueue(state, instead, live)
    if (state.calls.get(callId) === live) state.calls.delete(callId)
  } catch (thrown) {
    state.logger.error('jobs.not-noted', { callId, error: thrown })
    await updater.endAll(asFailed(notNoted(thrown), 'no'))
    state.calls.delete(callId)
    await noteEnded(state, [callId], [])
  }
}

async function putBack(state: QueueState, live: LiveCall, isSent: boolean): Promise<void> {
  const { gate, board } = state
  // Of what is canceled, the service that has it is told at the next try.
  if (state.isClosed || (live.signal.aborted && !isSent)) return endUnbegun(state, live)
  live.startedAtMs = null
  live.isSent = isSent
  live.isHeld = live.wasLeft && !live.isFree && !isSent
  if (isSent) live.updater.update({ phase: 'waiting', progress: null, waitingUntilMs: null }, true)
  else live.updater.update({ state: 'queued', phase: null, progress: null, waitingUntilMs: null }, true)
  // Without the network, its return is waited for.
  if (gate.isOnline() || !gate.waitsForNetwork(live.lane))
    gate.hold(live.lane, holdMs[Math.min(live.cutOffs++, cutOffsMax - 1)] ?? holdMs[0])
  board.add(live.lane, live)
}

async function move(state: QueueState, callId: string, beforeCallId: string | null): Promise<boolean> {
  const { calls, board, database, onMoved } = state
  const lane = calls.get(callId)?.lane
  const movedCalls = lane === undefined ? null : board.move(lane, callId, beforeCallId)
  if (movedCalls === null) return false
  for (const moved of movedCalls) {
    const live = calls.get(moved.callId)
    if (live !== undefined) live.position = moved.position
  }
  await database.call('queue.place', { places: movedCalls })
  onMoved(movedCalls.map((moved) => moved.callId))
  return true
}
