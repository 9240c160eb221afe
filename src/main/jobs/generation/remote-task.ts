import { AppError, toErrorData, type ErrorCode } from '../../../shared/errors/index.ts'
import type { AdapterInput, TaskState } from '../../providers/core/adapter.ts'
import { isLoopback } from '../../providers/core/wire/url-policy.ts'
import type { ProviderSession } from '../../providers/provider-manager.ts'
import { startTimer, type Clock } from '../../platform/clock.ts'
import type { Sleep } from '../sleep.ts'
import type { JobUpdater } from './job-updater.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { notNoted, notReadyInTime, serverStopped, timedOut } from './call-errors.ts'
import { isTakenOver, type CallJournal } from './call-journal.ts'
import type { CallLedger } from './call-ledger.ts'

type Waiting = Extract<TaskState, { type: 'waiting' }>
/** How a task ended at the service. */
export type TaskEnd = Exclude<TaskState, Waiting | { readonly type: 'not-ready' }>

export interface RemoteTaskNeeds {
  readonly session: ProviderSession
  readonly signal: AbortSignal
  readonly updater: Pick<JobUpdater, 'update' | 'show'>
  readonly journal: Pick<CallJournal, 'sending' | 'notBegun' | 'remote'>
  readonly ledger: CallLedger
  readonly clock: Clock
  readonly sleep: Sleep
}

/** If asked to wait longer than this, another service is a better choice. */
const limitedMaxMs = 10 * 60_000
const limitedTimesMax = 5
const watchEveryMs = 1_000
const backoffMaxMs = 30_000
const pauseMinMs = 500
/** Limit for one poll, the same as for every request without a body. */
const lookMaxMs = 120_000
/** One failed poll says little, at the deadline or before: this many in a row do. */
const faultsInRowMax = 6

/** These say nothing about the task: it is polled until the deadline, however often they occur. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'network/offline',
  'network/interrupted',
  'network/timeout',
  'provider/unavailable',
  'provider/rate-limited',
])

/**
 * Requests the images and waits for them. The request is sent again only if the service has reported that it started
 * nothing; polls are repeated until the deadline.
 */
export async function runRemoteTask(input: AdapterInput, needs: RemoteTaskNeeds): Promise<TaskEnd> {
  const { session } = needs
  const { deadlineMs, submitTimeoutMs } = session.adapter.timing
  let leftMs = deadlineMs
  for (let limitedTimes = 0; ;) {
    const sending = timeSpan(needs.clock, submitTimeoutMs)
    const response = await submit(input, needs)
    if ('limited' in response) {
      const { error, afterMs } = response.limited
      if (++limitedTimes > limitedTimesMax) throw error
      await waitVisibly(atLeast(afterMs), needs)
    } else if (response.type === 'not-ready') {
      const afterMs = atLeast(response.afterMs)
      leftMs -= sending()
      if (afterMs >= leftMs) throw notReadyInTime(session.adapter, response.note)
      leftMs -= afterMs
      await waitVisibly(afterMs, needs)
    } else return response.type === 'waiting' ? pollToEnd(response, deadlineMs - sending(), needs) : response
  }
}

/**
 * Resumes a task started before the program was. Its deadline starts over: a computer that was off meanwhile, or whose
 * clock was set, must not lose what is paid for.
 */
export function resumeRemoteTask(handle: string, needs: RemoteTaskNeeds): Promise<TaskEnd> {
  needs.ledger.noteSent()
  const initial: Waiting = { type: 'waiting', handle, progress: null, pollAfterMs: pauseMinMs }
  return pollToEnd(initial, needs.session.adapter.timing.deadlineMs, needs)
}

/** Enforces a minimum pause, whatever a service asks for: no tight polling loop. */
function atLeast(afterMs: number): number {
  return Number.isFinite(afterMs) ? Math.max(pauseMinMs, Math.ceil(afterMs)) : backoffMaxMs
}

/**
 * Returns the elapsed time, which cannot exceed `maxMs`: a computer that slept in between must not end the wait for what is paid for.
 */
function timeSpan(clock: Clock, maxMs: number): () => number {
  const tookMs = startTimer(clock)
  return () => Math.min(maxMs, tookMs())
}

type Submitted = TaskState | { readonly limited: { readonly error: AppError; readonly afterMs: number } }

async function submit(input: AdapterInput, needs: RemoteTaskNeeds): Promise<Submitted> {
  const { session, updater, ledger, journal } = needs
  updater.update({ phase: 'sending', waitingUntilMs: null })
  // Written to disk before the request is sent: after a crash the user learns that it may have been billed. If this
  // cannot be written, the image could not be either.
  await journal.sending().catch((thrown: unknown) => {
    throw isTakenOver(thrown) ? thrown : notNoted(thrown)
  })
  throwIfAborted(needs.signal)
  const responded = new AbortController()
  void watch(input.ticket, responded.signal, needs)
  try {
    const state = await session.submit(input)
    if (state.type !== 'not-ready') return state
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
    responded.abort()
  }
}

function limitOf(thrown: unknown): { error: AppError; afterMs: number } | null {
  if (!(thrown instanceof AppError) || thrown.code !== 'provider/rate-limited') return null
  const afterMs = thrown.detail?.['afterMs']
  if (typeof afterMs !== 'number' || !(afterMs <= limitedMaxMs) || thrown.detail?.['isBilled'] !== 'no') return null
  return { error: thrown, afterMs }
}

/** Polls the progress of services that respond only at the end. Failures are ignored. */
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
    // The response has arrived.
  }
}

async function waitVisibly(ms: number, { updater, clock, sleep, signal }: RemoteTaskNeeds): Promise<void> {
  updater.update({ phase: 'waiting', waitingUntilMs: clock.nowMs() + ms }, true)
  await sleep(ms, signal)
  updater.update({ waitingUntilMs: null })
}

async function pollToEnd(initial: Waiting, deadlineMs: number, needs: RemoteTaskNeeds): Promise<TaskEnd> {
  const { session, journal, ledger, sleep, signal, clock } = needs
  const { pollEveryMs } = session.adapter.timing
  const isStopped = createStopDetector(session)
  let leftMs = deadlineMs
  let afterMs = note(initial, needs)
  await journal.remote(keptHandle(initial))
  for (let { handle } = initial, faults = 0, oddFaults = 0, isGone = false; ;) {
    const pauseMs = Math.min(atLeast(afterMs), leftMs > 0 ? leftMs : backoffMaxMs)
    await sleep(pauseMs, signal)
    const looking = timeSpan(clock, lookMaxMs)
    const state = await poll(handle, needs)
    const tookMs = pauseMs + looking()
    leftMs -= tookMs
    const stopped = isStopped('fault' in state && state.fault.isRefused, tookMs)
    if (stopped === 'yes') throw serverStopped(session.adapter, session.baseUrl, ledger.isBilled())
    if ('fault' in state) {
      const backoffMs = Math.min(backoffMaxMs, pollEveryMs * 2 ** faults)
      afterMs = state.fault.afterMs ?? (stopped === 'perhaps' ? pollEveryMs : backoffMs)
      faults++
      if (!state.fault.isPassing) oddFaults++
      if (oddFaults >= faultsInRowMax) throw state.fault.cause
    } else if (state.type === 'not-ready' || state.type === 'waiting') {
      faults = oddFaults = 0
      isGone = false
      const previousHandle = handle
      if (state.type === 'waiting') handle = state.handle
      afterMs = state.type === 'waiting' ? note(state, needs) : state.afterMs
      if (state.type === 'waiting' && handle !== previousHandle) await journal.remote(keptHandle(state))
    } else if (state.type === 'expired' && !isGone) {
      // A gateway on the way may not know it: it is gone when the next answer says so, too.
      isGone = true
      afterMs = pollEveryMs
    } else return state
    if (leftMs <= 0 && (faults === 0 || faults >= faultsInRowMax)) throw timedOut(session.adapter, ledger.isBilled())
  }
}

/** Detects that a local server has stopped, which loses its tasks. */
function createStopDetector({ adapter, baseUrl }: Pick<ProviderSession, 'adapter' | 'baseUrl'>) {
  const limitMs = isLoopback(new URL(baseUrl)) ? (adapter.timing.stoppedAfterMs ?? null) : null
  let refusedMs = 0
  return (isRefused: boolean, tookMs: number): 'no' | 'perhaps' | 'yes' => {
    refusedMs = isRefused ? refusedMs + tookMs : 0
    if (limitMs === null || refusedMs === 0) return 'no'
    return refusedMs >= limitMs ? 'yes' : 'perhaps'
  }
}

/** null if it contains a key. */
function keptHandle({ handle, shownHandle }: Waiting): string | null {
  return shownHandle === undefined ? handle : null
}

/** Returns how long to wait before the next poll. */
function note(state: Waiting, { session, updater, ledger }: RemoteTaskNeeds): number {
  ledger.noteHandle(state.handle)
  updater.update({ phase: 'waiting', handle: state.shownHandle ?? state.handle })
  updater.show({ progress: state.progress })
  return state.pollAfterMs ?? session.adapter.timing.pollEveryMs
}

interface PollFault {
  readonly cause: unknown
  readonly isPassing: boolean
  readonly afterMs: number | null
  readonly isRefused: boolean
}

/**
 * A poll that fails is not a task that failed, which is a state of its own: whatever is wrong with one answer, the next
 * one costs nothing and may bring the image that was paid for.
 */
async function poll(handle: string, { session, signal }: RemoteTaskNeeds): Promise<TaskState | { fault: PollFault }> {
  try {
    return await session.poll(handle)
  } catch (thrown) {
    if (signal.aborted) throw thrown
    const { code, detail } = toErrorData(thrown)
    const afterMs = detail?.['afterMs']
    return {
      fault: {
        cause: thrown,
        // A web page is of a login or a firewall on the way.
        isPassing: passing.has(code) || detail?.['isPage'] === true,
        afterMs: typeof afterMs === 'number' ? afterMs : null,
        isRefused: detail?.['isRefused'] === true,
      },
    }
  }
}
