import { AppError, toErrorData, type ErrorCode } from '../../../shared/errors/index.ts'
import type { AdapterInput, TaskState } from '../../providers/core/adapter.ts'
import type { ProviderSession } from '../../providers/provider-manager.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Sleep } from '../sleep.ts'
import type { CallDesk } from './call-desk.ts'
import { notReadyInTime, timedOut } from './call-errors.ts'
import type { CallLedger } from './call-ledger.ts'

type Waiting = Extract<TaskState, { is: 'waiting' }>
/** How a task has ended at the service. */
export type TaskEnd = Exclude<TaskState, Waiting | { readonly is: 'not-ready' }>

export interface RemoteTaskNeeds {
  readonly session: ProviderSession
  readonly signal: AbortSignal
  readonly desk: Pick<CallDesk, 'update' | 'save' | 'show'>
  readonly ledger: CallLedger
  readonly clock: Clock
  readonly sleep: Sleep
}

/** Asked to wait longer than this, another service is a better idea. */
const limitedMaxMs = 10 * 60_000
const limitedTimesMax = 5
const watchEveryMs = 1_000
const backoffMaxMs = 30_000

/** A look at a task costs nothing, so these are no reason to give up what may be paid for. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'network/offline',
  'network/interrupted',
  'network/timeout',
  'provider/unavailable',
  'provider/rate-limited',
])

/**
 * Asks for the pictures and waits for them. The request is sent a second time only where the service has said that it
 * began nothing; looks at the task are repeated until the deadline.
 */
export async function runRemoteTask(input: AdapterInput, needs: RemoteTaskNeeds): Promise<TaskEnd> {
  const { session, clock } = needs
  const { deadlineMs } = session.adapter.timing
  let readyByMs = clock.nowMs() + deadlineMs
  for (let limitedTimes = 0; ;) {
    const sentAtMs = clock.nowMs()
    const answer = await submit(input, needs)
    if ('limited' in answer) {
      const { error, afterMs } = answer.limited
      if (++limitedTimes > limitedTimesMax) throw error
      readyByMs += afterMs
      await waitVisibly(afterMs, needs)
    } else if (answer.is === 'not-ready') {
      if (clock.nowMs() + answer.afterMs >= readyByMs) throw notReadyInTime(session.adapter, answer.note)
      await waitVisibly(answer.afterMs, needs)
    } else return answer.is === 'waiting' ? pollToEnd(answer, sentAtMs + deadlineMs, needs) : answer
  }
}

type Submitted = TaskState | { readonly limited: { readonly error: AppError; readonly afterMs: number } }

async function submit(input: AdapterInput, needs: RemoteTaskNeeds): Promise<Submitted> {
  const { session, desk, ledger } = needs
  desk.update({ phase: 'sending', waitingUntilMs: null })
  // On disk before the request leaves: after a crash the person is told that it may have been billed.
  await desk.save()
  const answered = new AbortController()
  void watch(input.ticket, answered.signal, needs)
  try {
    const state = await session.submit(input)
    if (state.is === 'not-ready') ledger.noteNotBegun()
    return state
  } catch (thrown) {
    const limited = limitOf(thrown)
    if (limited === null) throw thrown
    ledger.noteNotBegun()
    return { limited }
  } finally {
    answered.abort()
  }
}

function limitOf(thrown: unknown): { error: AppError; afterMs: number } | null {
  if (!(thrown instanceof AppError) || thrown.code !== 'provider/rate-limited') return null
  const afterMs = thrown.detail?.['afterMs']
  if (typeof afterMs !== 'number' || afterMs > limitedMaxMs || thrown.detail?.['isBilled'] !== 'no') return null
  return { error: thrown, afterMs }
}

/** For services that answer only at the end: asks how far they are. That it fails is nobody's concern. */
async function watch(
  ticket: string,
  signal: AbortSignal,
  { session, desk, ledger, sleep }: RemoteTaskNeeds,
): Promise<void> {
  if (session.adapter.watch === undefined) return
  try {
    for (;;) {
      await sleep(watchEveryMs, signal)
      const update = ledger.isUnderWay() ? await session.watch(ticket).catch(() => null) : null
      if (update !== null && !signal.aborted) desk.show(update)
    }
  } catch {
    // The answer is there.
  }
}

async function waitVisibly(ms: number, { desk, clock, sleep, signal }: RemoteTaskNeeds): Promise<void> {
  desk.update({ phase: 'waiting', waitingUntilMs: clock.nowMs() + ms }, true)
  await sleep(ms, signal)
  desk.update({ waitingUntilMs: null })
}

async function pollToEnd(first: Waiting, deadlineMs: number, needs: RemoteTaskNeeds): Promise<TaskEnd> {
  const { session, desk, ledger, sleep, signal } = needs
  const { pollEveryMs } = session.adapter.timing
  let afterMs = note(first, needs)
  await desk.save()
  for (let { handle } = first, faults = 0; ;) {
    await sleep(withinDeadline(afterMs, deadlineMs, needs), signal)
    const look = await poll(handle, needs)
    if ('fault' in look) {
      afterMs = look.fault.afterMs ?? Math.min(backoffMaxMs, pollEveryMs * 2 ** faults++)
      continue
    }
    faults = 0
    if (look.is === 'not-ready') afterMs = look.afterMs
    else if (look.is === 'waiting') {
      handle = look.handle
      const isNew = handle !== ledger.handle()
      afterMs = note(look, needs)
      if (isNew) await desk.save()
    } else return look
  }
}

/** Returns how long to wait before the next look. */
function note(state: Waiting, { session, desk, ledger }: RemoteTaskNeeds): number {
  ledger.noteHandle(state.handle)
  desk.update({ phase: 'waiting', handle: state.handle })
  desk.show({ progress: state.progress })
  return state.pollAfterMs ?? session.adapter.timing.pollEveryMs
}

type Look = TaskState | { readonly fault: { readonly afterMs: number | null } }

async function poll(handle: string, { session, signal }: RemoteTaskNeeds): Promise<Look> {
  try {
    return await session.poll(handle)
  } catch (thrown) {
    const { code, detail } = toErrorData(thrown)
    if (signal.aborted || !passing.has(code)) throw thrown
    const afterMs = detail?.['afterMs']
    return { fault: { afterMs: typeof afterMs === 'number' ? afterMs : null } }
  }
}

/** @throws network/timeout where the time is up */
function withinDeadline(ms: number, deadlineMs: number, { session, clock, ledger }: RemoteTaskNeeds): number {
  const leftMs = deadlineMs - clock.nowMs()
  if (leftMs <= 0) throw timedOut(session.adapter, ledger.isBilled())
  return Math.min(ms, leftMs)
}
