import { AppError } from '../../../shared/errors/index.ts'
import type { ProviderSession } from '../provider-manager.ts'
import type { AdapterInput, CheckReport, ProviderAdapter, TaskState } from './adapter.ts'
import { createCallContext, type ProviderCallContext } from './call-context.ts'
import type { CallParts } from './call-parts.ts'
import type { Call } from './call.ts'
import { cleanState } from './clean-state.ts'
import { callOf } from './create-call.ts'
import { FaultOutcome } from './fault-outcome.ts'
import { fetchPicture } from './fetch-picture.ts'
import { openLiveChannel } from './open-live-channel.ts'

export type { ResponseReport } from './call-parts.ts'

/** One adapter with its key, its address and a network. */
export interface SessionParts extends CallParts {
  readonly adapter: ProviderAdapter
}

/** How long a service may take to say that it has stopped. */
const cancelTimeoutMs = 15_000

/** One adapter, ready to work. What a step throws is an `AppError` without secrets that says whether anything was billed. */
export function createSession(parts: SessionParts): ProviderSession {
  const { adapter, baseUrl } = parts
  return {
    adapter,
    baseUrl,
    check: () => runStep(parts, 'no', (call) => adapter.check(call), cleanReport),
    run: (work) => runStep(parts, 'no', work),
    submit: (input) => runStep(parts, 'no', (call, context) => begin(parts, input, call, context), finishState),
    poll: (handle) => runStep(parts, 'unknown', (call) => lookAgain(parts, handle, call), finishState),
    async watch(ticket) {
      if (adapter.watch === undefined) return null
      // A glance that fails says nothing about the service, which is busy with the picture.
      const glance = { ...parts, onAnswer: () => undefined }
      const update = runStep(glance, 'unknown', (call) => adapter.watch?.(ticket, call) ?? Promise.resolve(null))
      return update.catch(() => null)
    },
    async cancel(handle) {
      if (adapter.cancel === undefined) return 'no-way'
      const answer = await runStep(forCancelling(parts), 'unknown', async (call) => adapter.cancel?.(handle, call))
      return answer ?? 'asked'
    },
    listen: async (ticket) => openLiveChannel(createCallContext(parts), adapter.live, ticket),
    fetchPicture: async (picture) =>
      'file' in picture ? { file: picture.file } : fetchPicture(createCallContext(parts, 'unknown'), picture),
  }
}

/** A step has books of its own. `isBilledBefore`: `unknown` where work that may cost money is under way. */
async function runStep<T>(
  parts: SessionParts,
  isBilledBefore: 'no' | 'unknown',
  work: (call: Call, context: ProviderCallContext) => Promise<T>,
  finish: (result: T, context: ProviderCallContext) => T = (result) => result,
): Promise<T> {
  const context = createCallContext(parts, isBilledBefore)
  try {
    return finish(await work(callOf(context), context), context)
  } catch (thrown) {
    const { signal } = context
    if (signal.aborted) throw signal.reason instanceof AppError ? signal.reason : AppError.cancelled()
    throw context.errors.seal(thrown, context.ledger.isBilled)
  }
}

function finishState(state: TaskState, { errors, ledger }: ProviderCallContext): TaskState {
  const known = state.is === 'done' ? { ...state, requestId: state.requestId ?? ledger.requestId } : state
  return cleanState(known, errors.redactSecrets)
}

function cleanReport(report: CheckReport, { errors }: ProviderCallContext): CheckReport {
  return { ...report, message: errors.redactSecrets(report.message) }
}

async function begin(
  { adapter }: SessionParts,
  input: AdapterInput,
  call: Call,
  { ledger }: ProviderCallContext,
): Promise<TaskState> {
  try {
    return await adapter.submit(input, call)
  } catch (thrown) {
    // "Not yet" is asked for once more from the start: not where something that may cost money was begun before it.
    const isAnswer = thrown instanceof FaultOutcome && (thrown.state.is === 'refused' || ledger.isBilled === 'no')
    if (isAnswer) return thrown.state
    throw thrown
  }
}

async function lookAgain({ adapter }: SessionParts, handle: string, call: Call): Promise<TaskState> {
  if (adapter.poll === undefined) {
    throw new AppError('internal/bug', `${adapter.label} left a task waiting that nobody can look at.`)
  }
  try {
    return await adapter.poll(handle, call)
  } catch (thrown) {
    return toPollState(thrown, handle)
  }
}

function toPollState(thrown: unknown, handle: string): TaskState {
  if (thrown instanceof FaultOutcome) {
    const { state } = thrown
    if (state.is === 'refused') return state
    // The task itself was begun: asking again must not begin another.
    return { is: 'waiting', handle, progress: null, note: state.note, pollAfterMs: state.afterMs }
  }
  // Nothing at the task's address: the service has forgotten it.
  if (thrown instanceof AppError && ['provider/task-expired', 'provider/unknown-model'].includes(thrown.code)) {
    return { is: 'expired', words: String(thrown.detail?.['words'] ?? thrown.message) }
  }
  throw thrown
}

/** The person's canceling has aborted the session's signal: the service is told on a way of its own. */
function forCancelling(parts: SessionParts): SessionParts {
  const timing = { ...parts.adapter.timing, submitTimeoutMs: cancelTimeoutMs }
  return {
    ...parts,
    adapter: { ...parts.adapter, timing },
    signal: new AbortController().signal,
    limits: { ...parts.limits, requestTimeoutMs: cancelTimeoutMs },
  }
}
