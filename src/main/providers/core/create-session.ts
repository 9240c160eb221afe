import { AppError } from '../../../shared/errors/index.ts'
import type { ProviderSession } from '../provider-manager.ts'
import type {
  AdapterInput,
  CheckReport,
  ProviderAdapter,
  TaskState,
  RemotePicture,
  LiveChannel,
  LiveUpdate,
} from './adapter.ts'
import { createCallContext, type ProviderCallContext } from './call-context.ts'
import type { CallParts } from './call-parts.ts'
import type { Call } from './call.ts'
import { callOf } from './create-call.ts'
import { FaultOutcome } from './fault-outcome.ts'
import { fetchPicture } from './fetch-picture.ts'
import { plainWords } from './plain-words.ts'
import type { RedactSecrets } from './redact-secrets.ts'

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

/** A task's state as it may be shown and stored: a service may echo the key in its words. */
function cleanState(state: TaskState, redactSecrets: RedactSecrets): TaskState {
  const words = (text: string) => plainWords(redactSecrets(text))
  switch (state.is) {
    case 'waiting': {
      const { handle, note } = state
      const shownHandle = redactSecrets(handle)
      return {
        ...state,
        ...(shownHandle !== handle && { shownHandle }),
        ...(note !== undefined && { note: words(note) }),
      }
    }
    case 'not-ready':
      return { ...state, note: words(state.note) }
    case 'refused':
    case 'failed':
    case 'expired':
      return { ...state, words: words(state.words) }
    case 'done':
      return cleanDone(state, redactSecrets)
    case 'cancelled':
      return state
  }
}

type Done = Extract<TaskState, { is: 'done' }>

function cleanDone(state: Done, redactSecrets: RedactSecrets): Done {
  const { pictures, requestId, usage } = state
  const isSecret = pictures.some((picture) => 'url' in picture && redactSecrets(picture.url) !== picture.url)
  return {
    ...state,
    ...(isSecret && { isSecret }),
    pictures: pictures.map((picture) => cleanPicture(picture, redactSecrets)),
    ...(typeof requestId === 'string' && { requestId: redactSecrets(requestId) }),
    ...(usage !== undefined && { usage: cleanUsage(usage, redactSecrets) }),
  }
}

/** Some services name their units themselves. What is no number cannot be stored. */
function cleanUsage(usage: NonNullable<Done['usage']>, redactSecrets: RedactSecrets): Record<string, number> {
  const amounts = Object.entries(usage).filter(([, amount]) => Number.isFinite(amount))
  return Object.fromEntries(amounts.map(([unit, amount]) => [redactSecrets(unit), amount]))
}

function cleanPicture(picture: RemotePicture, redactSecrets: RedactSecrets): RemotePicture {
  const { revisedPrompt, refused } = picture
  return {
    ...picture,
    ...(typeof revisedPrompt === 'string' && { revisedPrompt: redactSecrets(revisedPrompt) }),
    ...(typeof refused === 'string' && { refused: plainWords(redactSecrets(refused)) }),
  }
}

/** Opens an adapter's live channel. Progress is a courtesy: where it cannot be had, the work goes on without. */
async function openLiveChannel(
  context: ProviderCallContext,
  live: LiveChannel | undefined,
  ticket: string,
): Promise<() => void> {
  const { policy, transport, signal, credentialHeaders, appVersion, onUpdate } = context
  if (live === undefined) return () => undefined
  try {
    const read = live.createReader(ticket)
    const url = policy.requireApi(live.path(ticket), {}, 'key')
    const socket = await transport.openSocket(url.href.replace(/^http/, 'ws'), {
      headers: { 'user-agent': `Atelier/${appVersion}`, ...credentialHeaders },
      signal,
      onFrame(frame) {
        const update = readFrame(read, frame)
        if (update !== null) onUpdate(update)
      },
      onClose: () => undefined,
    })
    if (live.greeting !== null) socket.send(live.greeting)
    return () => socket.close()
  } catch {
    return () => undefined
  }
}

/** A frame of a kind nobody knew of must not end the channel. */
function readFrame(
  read: (frame: string | Uint8Array<ArrayBuffer>) => LiveUpdate | null,
  frame: string | Uint8Array<ArrayBuffer>,
): LiveUpdate | null {
  try {
    return read(frame)
  } catch {
    return null
  }
}
