import { randomUUID } from 'node:crypto'
import { AppError, fromErrorData, toErrorData, type ErrorCode } from '../../../shared/errors/index.ts'
import { untilAborted, throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { startTimer, type Clock } from '../../platform/clock.ts'
import type { ProviderManager, ProviderSession } from '../../providers/provider-manager.ts'
import type { Sleep } from '../sleep.ts'
import { asFailed, type JobUpdater } from './job-updater.ts'
import { billedOf, mayFallBack, taskExpired, taskFailed } from './call-errors.ts'
import { isTakenOver, type CallJournal } from './call-journal.ts'
import { createCallLedger, type CallLedger } from './call-ledger.ts'
import { deliverImages, type DeliveryNeeds } from './deliver-images.ts'
import type { SourceExpander } from './expand-source.ts'
import type { GenerationCall, ResumedCall } from './generation-call.ts'
import type { GenerationPlanner } from './generation-planner.ts'
import { loadInputImages, type InputImagesNeeds } from './input-images.ts'
import { previewPlace } from './shown-previews.ts'
import { resumeRemoteTask, runRemoteTask, type TaskEnd } from './remote-task.ts'

export interface GenerationRunnerNeeds extends DeliveryNeeds {
  readonly clock: Clock
  readonly imaging: DeliveryNeeds['imaging'] & InputImagesNeeds['imaging']
  readonly assets: DeliveryNeeds['assets'] & InputImagesNeeds['assets']
  readonly providers: () => Promise<Pick<ProviderManager, 'open'>>
  readonly planner: Pick<GenerationPlanner, 'reroute'>
  readonly expandSource: SourceExpander
  readonly sleep: Sleep
  /** Returns whether a call waits for its service to be reachable instead of failing. */
  readonly mayWait: (call: GenerationCall, how: { readonly hasFallback: boolean; readonly code: ErrorCode }) => boolean
  /** Aborted when the program ends. */
  readonly closing: AbortSignal
}

/** Runs a call until its jobs have ended, or reports why it could not. */
export type GenerationRunner = (call: GenerationCall, updater: JobUpdater, journal: CallJournal) => Promise<CallOutcome>

export type CallOutcome =
  | { readonly type: 'ended' }
  /** The service failed: run these calls instead. */
  | { readonly type: 'instead'; readonly calls: readonly GenerationCall[] }
  /** The service cannot be reached now. `isSent`: it has the task already, of which only the result is missing. */
  | { readonly type: 'put-back'; readonly isSent: boolean }
  /** The program is closing: the call resumes at the next start. */
  | { readonly type: 'left' }

/** Abort reason for a call that is to be left as it is. */
export const leaving = AppError.cancelled()

/** One call being made to one service. */
interface Attempt extends GenerationRunnerNeeds {
  readonly call: GenerationCall
  readonly updater: JobUpdater
  readonly journal: CallJournal
  readonly ledger: CallLedger
  readonly ticket: string
  readonly startedAtMs: number
  /** How long it has taken, with what it took before a restart or at another service. */
  readonly tookMs: () => number
}

export function createGenerationRunner(needs: GenerationRunnerNeeds): GenerationRunner {
  return async (call, updater, journal) => {
    const ledger = createCallLedger(isFree(call), call.jobs[0]?.snapshot().wasSent ?? false)
    const nowMs = needs.clock.nowMs()
    const startedAtMs = call.startedAtMs ?? nowMs
    const timer = startTimer(needs.clock)
    const tookMs = () => Math.max(0, nowMs - startedAtMs) + timer()
    const attempt = { ...needs, call, updater, journal, ledger, ticket: randomUUID(), startedAtMs, tookMs }
    let session: ProviderSession | null = null
    if (call.resumed === null) updater.update({ state: 'running', phase: 'preparing' }, true)
    else noteTakenUp(call.resumed, ledger)
    if (worksOn(call)) call.signal.addEventListener('abort', () => showStopping(attempt), { once: true })
    try {
      // A locked keychain may keep it waiting for a long time.
      session = await untilAborted(openSession(attempt), call.signal)
      // If this fails, another service is asked with the original call.
      const ready = { ...attempt, call: await needs.expandSource(call) }
      updater.showAt(previewPlace(ready.call, needs.imaging))
      const end = await request(session, ready)
      ledger.noteEnded()
      if (call.signal.aborted && call.signal.reason !== leaving && worksOn(call)) throw AppError.cancelled()
      await settle(end, session, ready)
      return { type: 'ended' }
    } catch (thrown) {
      if (isTakenOver(thrown) || (call.signal.reason === leaving && journal.canBeLeft())) return leave(updater)
      const isCancelled = call.signal.aborted || toErrorData(thrown).code === 'request/cancelled'
      if (!isCancelled) return fail(thrown, attempt, session !== null)
      return worksOn(call) && ledger.isUnderWay() ? outlast(session, attempt) : cancel(session, attempt)
    }
  }
}

/** The previous program run sent it: nothing that happens here undoes that. */
function noteTakenUp({ handle }: ResumedCall, ledger: CallLedger): void {
  ledger.noteSent()
  if (handle !== null) ledger.noteHandle(handle)
}

function leave(updater: JobUpdater): CallOutcome {
  updater.leave()
  return { type: 'left' }
}

/** The server finishes what it has started, even if it is canceled. */
function worksOn({ prepared }: GenerationCall): boolean {
  return prepared.card.worksOnAfterCancel === true
}

async function openSession({ call, updater, ledger, providers, closing }: Attempt): Promise<ProviderSession> {
  const manager = await providers()
  const { signal, key } = call
  return manager.open(call.request.provider, {
    // Its end shows when such a server is free again: canceling does not close the connection.
    signal: worksOn(call) ? closing : signal,
    key,
    onUpdate: (update) => updater.show(update),
    onSending() {
      throwIfAborted(signal)
      ledger.noteSent()
      updater.update({ wasSent: true, isBilled: ledger.isBilled() })
    },
  })
}

async function request(session: ProviderSession, attempt: Attempt): Promise<TaskEnd> {
  const { call, ticket } = attempt
  const { resumed } = call
  const task = { ...attempt, session, signal: call.signal }
  if (resumed?.handle) return resumeRemoteTask(resumed.handle, task)
  if (resumed?.savedResponse) return resumed.savedResponse.done
  const images = await loadInputImages(call, attempt)
  const close = await session.listen(ticket)
  try {
    const input = { ...call.planned, ...images, ticket, wantsPreviews: true }
    return await runRemoteTask(input, task)
  } finally {
    close()
  }
}

async function settle(end: TaskEnd, session: ProviderSession, attempt: Attempt): Promise<void> {
  const { call, updater, ledger } = attempt
  const { adapter } = session
  switch (end.type) {
    case 'done':
      return deliverImages(end, { ...attempt, session }, attempt)
    case 'refused': {
      const isBilled = isFree(call) ? 'no' : end.isBilled
      return updater.endAll({ state: 'refused', refusal: { what: end.what, words: end.message }, isBilled })
    }
    case 'failed':
      throw taskFailed(adapter, end.message, end.isBilled)
    case 'expired':
      throw taskExpired(adapter, end.message, isFree(call) ? 'no' : 'unknown')
    case 'cancelled':
      return updater.endAll({ state: 'cancelled', isBilled: ledger.isBilled() })
  }
}

function showStopping({ call, updater, ledger }: Attempt): void {
  if (call.signal.reason === leaving || !ledger.isUnderWay()) return
  updater.update({ state: 'running', phase: 'stopping', progress: null, waitingUntilMs: null }, true)
}

/** Keeps the call's slot until the server has finished; the result is discarded. */
async function outlast(session: ProviderSession | null, attempt: Attempt): Promise<CallOutcome> {
  const { call, updater, ledger, journal, closing, logger } = attempt
  const handle = ledger.handle()
  showStopping(attempt)
  if (handle !== null && journal.canBeLeft()) await journal.remote(handle)
  await journal.cancelled()
  try {
    const open = session ?? (await openAgain(attempt))
    if (open !== null && handle !== null && (await keepsWorking(open, handle))) {
      // Rejects immediately if the program is ending.
      await resumeRemoteTask(handle, { ...attempt, session: open, signal: closing, updater: silent, journal: silent })
    }
  } catch (thrown) {
    if (closing.aborted && journal.canBeLeft()) return leave(updater)
    logger.warn('jobs.not-outlasted', { provider: call.request.provider, error: thrown })
  }
  await updater.endAll({ state: 'cancelled', wasSent: true, isBilled: ledger.isBilled() })
  return { type: 'ended' }
}

/** If the cancel request fails, polling will tell. */
function keepsWorking(session: ProviderSession, handle: string): Promise<boolean> {
  return session.cancel(handle).then(
    (response) => response === 'works-on',
    () => true,
  )
}

const nothing = () => Promise.resolve()
/** Discards all updates. */
const silent = {
  update: () => undefined,
  show: () => undefined,
  sending: nothing,
  notBegun: nothing,
  remote: nothing,
}

/** Ends the jobs immediately; the service is asked to stop afterwards, which may take a while. */
async function cancel(session: ProviderSession | null, attempt: Attempt): Promise<CallOutcome> {
  const { updater, ledger, ticket, call, logger } = attempt
  await updater.endAll({ state: 'cancelled', wasSent: ledger.wasSent(), isBilled: ledger.isBilled() })
  if (!ledger.isUnderWay()) return { type: 'ended' }
  try {
    const open = session ?? (await openAgain(attempt))
    await open?.cancel(ledger.handle() ?? ticket)
  } catch (thrown) {
    logger.warn('jobs.not-stopped', { provider: call.request.provider, error: thrown })
  }
  return { type: 'ended' }
}

/** A task started before this program run may be canceled before a session was opened for it. */
async function openAgain(attempt: Attempt): Promise<ProviderSession | null> {
  const { call } = attempt
  if (call.resumed === null) return null
  return openSession({ ...attempt, call: { ...call, signal: new AbortController().signal } })
}

/** `isOpen`: a session with the service could be opened. */
async function fail(thrown: unknown, attempt: Attempt, isOpen: boolean): Promise<CallOutcome> {
  const { call, updater, journal, ledger, logger } = attempt
  const data = toErrorData(thrown)
  const error = thrown instanceof AppError ? thrown : fromErrorData(data)
  // What prevented resuming it says nothing about the work started before.
  const isLeftThere = call.resumed !== null && !isOpen
  const isBilled = isLeftThere ? ledger.isBilled() : billedOf(data, ledger.isBilled())
  const isCutOff = isLeftThere || (error.code === 'network/offline' && isBilled === 'no')
  if (isCutOff && attempt.mayWait(call, { hasFallback: true, code: error.code })) return putBack(updater, isLeftThere)
  const instead = !isLeftThere && mayFallBack(error, isBilled) ? await reroute(error, attempt) : null
  if (instead !== null) {
    await journal.turnedAway(error.message)
    return { type: 'instead', calls: instead }
  }
  if (isCutOff && attempt.mayWait(call, { hasFallback: false, code: error.code })) return putBack(updater, isLeftThere)
  logger[error.code === 'internal/bug' ? 'error' : 'warn']('jobs.failed', { callId: call.callId, error: thrown })
  await updater.endAll({ ...asFailed(error, isFree(call) ? 'no' : isBilled), wasSent: ledger.wasSent() })
  return { type: 'ended' }
}

/** What never arrived cannot be billed, whatever becomes of it while it waits. */
function putBack(updater: JobUpdater, isLeftThere: boolean): CallOutcome {
  if (!isLeftThere) updater.update({ isBilled: 'no' })
  return { type: 'put-back', isSent: isLeftThere }
}

async function reroute(error: AppError, attempt: Attempt): Promise<readonly GenerationCall[] | null> {
  const { call, planner, logger, startedAtMs } = attempt
  try {
    return await planner.reroute({ ...call, startedAtMs }, error)
  } catch (thrown) {
    logger.warn('jobs.no-fallback', { error: thrown })
    return null
  }
}

function isFree({ prepared }: GenerationCall): boolean {
  return prepared.card.price.per === 'free'
}
