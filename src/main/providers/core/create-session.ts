import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-errors.ts'
import type { ProviderSession } from '../provider-manager.ts'
import type {
  AdapterInput,
  CheckReport,
  ProviderAdapter,
  TaskState,
  RemoteImage,
  LiveChannel,
  LiveUpdate,
} from './adapter.ts'
import { createCallContext, type ProviderCallContext } from './call-context.ts'
import type { CallParts } from './call-parts.ts'
import type { Call } from './call.ts'
import { callOf } from './create-call.ts'
import { FaultOutcome } from './fault-errors.ts'
import { fetchImage } from './wire/fetch-image.ts'
import { plainText } from './wire/plain-text.ts'
import type { RedactSecrets } from './wire/redact-secrets.ts'

export type { ResponseReport } from './call-parts.ts'

/** One adapter with its key, address and network access. */
export interface SessionParts extends CallParts {
  readonly adapter: ProviderAdapter
}

/** Time limit for a service to confirm a cancel. */
const cancelTimeoutMs = 15_000

/** Creates a session for one adapter. Steps throw `AppError`s without secrets that say whether anything was billed. */
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
      // A failed status check says nothing about the service, which is busy with the image.
      const glance = { ...parts, onAnswer: () => undefined }
      const update = runStep(glance, 'unknown', (call) => adapter.watch?.(ticket, call) ?? Promise.resolve(null))
      return update.catch(() => null)
    },
    async cancel(handle) {
      if (adapter.cancel === undefined) return 'no-way'
      const response = await runStep(forCancelling(parts), 'unknown', async (call) => adapter.cancel?.(handle, call))
      return response ?? 'asked'
    },
    listen: async (ticket) => openLiveChannel(createCallContext(parts), adapter.live, ticket),
    fetchImage: async (image) =>
      'file' in image ? { file: image.file } : fetchImage(createCallContext(parts, 'unknown'), image),
  }
}

/** Runs a step with its own ledger. `isBilledBefore`: `unknown` if work that may cost money is in progress. */
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
  const known = state.type === 'done' ? { ...state, requestId: state.requestId ?? ledger.requestId } : state
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
    // A "not yet" leads to a new submission: not allowed once work that may cost money was started.
    const isAnswer = thrown instanceof FaultOutcome && (thrown.state.type === 'refused' || ledger.isBilled === 'no')
    if (isAnswer) return thrown.state
    throw thrown
  }
}

async function lookAgain({ adapter }: SessionParts, handle: string, call: Call): Promise<TaskState> {
  if (adapter.poll === undefined) {
    throw new AppError('internal/bug', messages.taskCannotBePolled({ provider: adapter.label }))
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
    if (state.type === 'refused') return state
    // The task itself was started: a retry must not start another.
    return { type: 'waiting', handle, progress: null, note: state.note, pollAfterMs: state.afterMs }
  }
  // Nothing at the task's address: the service has forgotten it.
  if (thrown instanceof AppError && ['provider/task-expired', 'provider/unknown-model'].includes(thrown.code)) {
    return { type: 'expired', message: String(thrown.detail?.['message'] ?? thrown.message) }
  }
  throw thrown
}

/** Canceling has aborted the session's signal: the cancel request to the service needs its own. */
function forCancelling(parts: SessionParts): SessionParts {
  const timing = { ...parts.adapter.timing, submitTimeoutMs: cancelTimeoutMs }
  return {
    ...parts,
    adapter: { ...parts.adapter, timing },
    signal: new AbortController().signal,
    limits: { ...parts.limits, requestTimeoutMs: cancelTimeoutMs },
  }
}

/** Sanitizes a task's state for display and storage: a service may echo the key in its messages. */
function cleanState(state: TaskState, redactSecrets: RedactSecrets): TaskState {
  const message = (text: string) => plainText(redactSecrets(text))
  switch (state.type) {
    case 'waiting': {
      const { handle, note } = state
      const shownHandle = redactSecrets(handle)
      return {
        ...state,
        ...(shownHandle !== handle && { shownHandle }),
        ...(note !== undefined && { note: message(note) }),
      }
    }
    case 'not-ready':
      return { ...state, note: message(state.note) }
    case 'refused':
    case 'failed':
    case 'expired':
      return { ...state, message: message(state.message) }
    case 'done':
      return cleanDone(state, redactSecrets)
    case 'cancelled':
      return state
  }
}

type Done = Extract<TaskState, { type: 'done' }>

function cleanDone(state: Done, redactSecrets: RedactSecrets): Done {
  const { images, requestId, servedModel, usage } = state
  const isSecret = images.some((image) => 'url' in image && redactSecrets(image.url) !== image.url)
  return {
    ...state,
    ...(isSecret && { isSecret }),
    images: images.map((image) => cleanImage(image, redactSecrets)),
    ...(typeof requestId === 'string' && { requestId: redactSecrets(requestId) }),
    ...(typeof servedModel === 'string' && { servedModel: plainText(redactSecrets(servedModel)) }),
    ...(usage !== undefined && { usage: cleanUsage(usage, redactSecrets) }),
  }
}

/** Some services choose their own unit names. Values that are not numbers cannot be stored. */
function cleanUsage(usage: NonNullable<Done['usage']>, redactSecrets: RedactSecrets): Record<string, number> {
  const amounts = Object.entries(usage).filter(([, amount]) => Number.isFinite(amount))
  return Object.fromEntries(amounts.map(([unit, amount]) => [redactSecrets(unit), amount]))
}

function cleanImage(image: RemoteImage, redactSecrets: RedactSecrets): RemoteImage {
  const { revisedPrompt, refused } = image
  return {
    ...image,
    ...(typeof revisedPrompt === 'string' && { revisedPrompt: redactSecrets(revisedPrompt) }),
    ...(typeof refused === 'string' && { refused: plainText(redactSecrets(refused)) }),
  }
}

/** Opens an adapter's live channel. Progress is optional: if it is unavailable, the work continues without it. */
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

/** A frame of an unknown kind must not end the channel. */
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
