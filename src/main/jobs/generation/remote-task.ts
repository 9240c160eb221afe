import { AppError, toErrorData, type ErrorCode } from '../../../shared/errors/index.ts'
import type { AdapterInput, TaskState } from '../../providers/core/adapter.ts'
import { isLoopback } from '../../providers/core/url-policy.ts'
import type { ProviderSession } from '../../providers/provider-manager.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Sleep } from '../sleep.ts'
import type { JobUpdater } from './job-updater.ts'
import { throwIfAborted } from '../throw-if-aborted.ts'
import { notNoted, notReadyInTime, serverStopped, timedOut } from './call-errors.ts'
import { isTakenOver, type CallJournal } from './call-journal.ts'
import type { CallLedger } from './call-ledger.ts'

type Waiting = Extract<TaskState, { is: 'waiting' }>
/** How a task has ended at the service. */
export type TaskEnd = Exclude<TaskState, Waiting | { readonly is: 'not-ready' }>

export interface RemoteTaskNeeds {
  readonly session: ProviderSession
  readonly signal: AbortSignal
  readonly updater: Pick<JobUpdater, 'update' | 'show'>
  readonly journal: Pick<CallJournal, 'sending' | 'notBegun' | 'remote'>
  readonly ledger: CallLedger
  readonly clock: Clock
  readonly sleep: Sleep
}

/** Asked to wait longer than this, another service is a better idea. */
const limitedMaxMs = 10 * 60_000
const limitedTimesMax = 5
const watchEveryMs = 1_000
const backoffMaxMs = 30_000
const pauseMinMs = 500
/** A look takes no longer; it is the limit of every request that carries nothing. */
const lookMaxMs = 120_000
/** At the deadline the way may be lost just then: so many looks in a row must have failed before it is given up. */
const faultsAtDeadlineMax = 6

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
  const { session } = needs
  const { deadlineMs, submitTimeoutMs } = session.adapter.timing
  let leftMs = deadlineMs
  for (let limitedTimes = 0; ;) {
    const sending = timeSpan(needs.clock, submitTimeoutMs)
    const answer = await submit(input, needs)
    if ('limited' in answer) {
      const { error, afterMs } = answer.limited
      if (++limitedTimes > limitedTimesMax) throw error
      await waitVisibly(atLeast(afterMs), needs)
    } else if (answer.is === 'not-ready') {
      const afterMs = atLeast(answer.afterMs)
      leftMs -= sending()
      if (afterMs >= leftMs) throw notReadyInTime(session.adapter, answer.note)
      leftMs -= afterMs
      await waitVisibly(afterMs, needs)
    } else return answer.is === 'waiting' ? pollToEnd(answer, deadlineMs - sending(), needs) : answer
  }
}

/**
 * Goes on with a task that was begun before the program was started. It gets its whole time anew: a computer that was off
 * meanwhile, or whose clock was set, must not lose what is paid for.
 */
export function resumeRemoteTask(handle: string, needs: RemoteTaskNeeds): Promise<TaskEnd> {
  needs.ledger.noteSent()
  const first: Waiting = { is: 'waiting', handle, progress: null, pollAfterMs: pauseMinMs }
  return pollToEnd(first, needs.session.adapter.timing.deadlineMs, needs)
}

/** Whatever a service says: it is not asked in a tight loop. */
function atLeast(afterMs: number): number {
  return Number.isFinite(afterMs) ? Math.max(pauseMinMs, Math.ceil(afterMs)) : backoffMaxMs
}

/**
 * How long something has taken, which cannot have been more than `maxMs`: a clock that was set, or a computer that slept
 * in between, must not end the wait for what is paid for.
 */
function timeSpan(clock: Clock, maxMs: number): () => number {
  const startedAtMs = clock.nowMs()
  return () => Math.min(maxMs, Math.max(0, clock.nowMs() - startedAtMs))
}

type Submitted = TaskState | { readonly limited: { readonly error: AppError; readonly afterMs: number } }

async function submit(input: AdapterInput, needs: RemoteTaskNeeds): Promise<Submitted> {
  const { session, updater, ledger, journal } = needs
  updater.update({ phase: 'sending', waitingUntilMs: null })
  // On disk before the request leaves: after a crash the person is told that it may have been billed. Where that cannot
  // be written the picture could not be either.
  await journal.sending().catch((thrown: unknown) => {
    throw isTakenOver(thrown) ? thrown : notNoted(thrown)
  })
  throwIfAborted(needs.signal)
  const answered = new AbortController()
  void watch(input.ticket, answered.signal, needs)
  try {
    const state = await session.submit(input)
    if (state.is !== 'not-ready') return state
    ledger.noteNotBegun()
    await journal.notBegun()
    return state
  } catch (thrown) {
    const limited = limitOf(thrown)
    if (limited === null) throw thrown
    ledger.noteNotBegun()
    await journal.notBegun()
    return { limited }
  } finally {
    answered.abort()
  }
}

function limitOf(thrown: unknown): { error: AppError; afterMs: number } | null {
  if (!(thrown instanceof AppError) || thrown.code !== 'provider/rate-limited') return null
  const afterMs = thrown.detail?.['afterMs']
  if (typeof afterMs !== 'number' || !(afterMs <= limitedMaxMs) || thrown.detail?.['isBilled'] !== 'no') return null
  return { error: thrown, afterMs }
}

/** For services that answer only at the end: asks how far they are. That it fails is nobody's concern. */
async function watch(
  ticket: string,
  signal: AbortSignal,
  { session, updater, ledger, sleep }: RemoteTaskNeeds,
): Promise<void> {
  if (session.adapter.watch === undefined) return
  try {
    for (;;) {
      await sleep(watchEveryMs, signal)
      const update = ledger.isUnderWay() ? await session.watch(ticket).catch(() => null) : null
      if (update !== null && !signal.aborted) updater.show(update)
    }
  } catch {
    // The answer is there.
  }
}

async function waitVisibly(ms: number, { updater, clock, sleep, signal }: RemoteTaskNeeds): Promise<void> {
  updater.update({ phase: 'waiting', waitingUntilMs: clock.nowMs() + ms }, true)
  await sleep(ms, signal)
  updater.update({ waitingUntilMs: null })
}

async function pollToEnd(first: Waiting, deadlineMs: number, needs: RemoteTaskNeeds): Promise<TaskEnd> {
  const { session, journal, ledger, sleep, signal, clock } = needs
  const { pollEveryMs } = session.adapter.timing
  const isStopped = createStopDetector(session)
  let leftMs = deadlineMs
  let afterMs = note(first, needs)
  await journal.remote(keptHandle(first))
  for (let { handle } = first, faults = 0; ;) {
    const pauseMs = Math.min(atLeast(afterMs), leftMs > 0 ? leftMs : backoffMaxMs)
    await sleep(pauseMs, signal)
    const looking = timeSpan(clock, lookMaxMs)
    const look = await poll(handle, needs)
    const tookMs = pauseMs + looking()
    leftMs -= tookMs
    const stopped = isStopped('fault' in look && look.fault.isRefused, tookMs)
    if (stopped === 'yes') throw serverStopped(session.adapter, session.baseUrl, ledger.isBilled())
    if ('fault' in look) {
      const backoffMs = Math.min(backoffMaxMs, pollEveryMs * 2 ** faults)
      afterMs = look.fault.afterMs ?? (stopped === 'perhaps' ? pollEveryMs : backoffMs)
      faults++
    } else if (look.is === 'not-ready' || look.is === 'waiting') {
      faults = 0
      const before = handle
      if (look.is === 'waiting') handle = look.handle
      afterMs = look.is === 'waiting' ? note(look, needs) : look.afterMs
      if (look.is === 'waiting' && handle !== before) await journal.remote(keptHandle(look))
    } else return look
    if (leftMs <= 0 && (faults === 0 || faults >= faultsAtDeadlineMax))
      throw timedOut(session.adapter, ledger.isBilled())
  }
}

/** Notices that a server on this computer has ended, which takes its tasks with it. */
function createStopDetector({ adapter, baseUrl }: Pick<ProviderSession, 'adapter' | 'baseUrl'>) {
  const limitMs = isLoopback(new URL(baseUrl)) ? (adapter.timing.stoppedAfterMs ?? null) : null
  let refusedMs = 0
  return (isRefused: boolean, tookMs: number): 'no' | 'perhaps' | 'yes' => {
    refusedMs = isRefused ? refusedMs + tookMs : 0
    if (limitMs === null || refusedMs === 0) return 'no'
    return refusedMs >= limitMs ? 'yes' : 'perhaps'
  }
}

/** Null where it holds a key. */
function keptHandle({ handle, shownHandle }: Waiting): string | null {
  return shownHandle === undefined ? handle : null
}

/** Returns how long to wait before the next look. */
function note(state: Waiting, { session, updater, ledger }: RemoteTaskNeeds): number {
  ledger.noteHandle(state.handle)
  updater.update({ phase: 'waiting', handle: state.shownHandle ?? state.handle })
  updater.show({ progress: state.progress })
  return state.pollAfterMs ?? session.adapter.timing.pollEveryMs
}

type Look = TaskState | { readonly fault: { readonly afterMs: number | null; readonly isRefused: boolean } }

async function poll(handle: string, { session, signal }: RemoteTaskNeeds): Promise<Look> {
  try {
    return await session.poll(handle)
  } catch (thrown) {
    const { code, detail } = toErrorData(thrown)
    if (signal.aborted || !passing.has(code)) throw thrown
    const afterMs = detail?.['afterMs']
    return {
      fault: { afterMs: typeof afterMs === 'number' ? afterMs : null, isRefused: detail?.['isRefused'] === true },
    }
  }
}
