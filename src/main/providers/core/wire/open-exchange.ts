import { AppError } from '../../../../shared/errors/index.ts'
import { parseJson } from '../../../../shared/util/parse-json.ts'
import type { WireResponse, WireRequest } from '../../../platform/network/transport.ts'
import type { ProviderCallContext } from '../call-context.ts'
import type { CallRequest } from '../call.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { encodeBody, type EncodedBody } from './encode-body.ts'
import { carriesError } from './error-body.ts'
import type { FailureResponse } from '../fault.ts'
import { FaultOutcome, toFaultError, toStatedError, type FaultContext } from '../fault-errors.ts'
import { readRequestId } from '../read-fault.ts'
import { pause } from '../pause.ts'
import { isWebPage } from './plain-text.ts'
import { discard, OversizeResponse, readStart } from './read-response.ts'
import {
  isTransportFailure,
  toBadResponse,
  toRedirectError,
  toTimeoutError,
  toTooLargeError,
  toWireError,
} from './wire-errors.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

/** One request, up to the headers of a response that counts as good. */
export interface Exchange {
  readonly response: WireResponse
  readonly deadline: Deadline
  /** Settles it as a success. */
  finish(): void
  /** Settles it as a failure; returns the error to throw. */
  fail(thrown: unknown): AppError
  badReply(bytes: Uint8Array, problem: unknown): AppError
}

const redirectsMax = 5
const failureBytesMax = 200_000

/** Sends a request and waits for the headers of a good response. @throws AppError for everything else */
export async function openExchange(
  context: ProviderCallContext,
  request: CallRequest,
  accept: string,
): Promise<Exchange> {
  let run: Run
  try {
    run = startRun(context, request)
  } catch (thrown) {
    throw context.errors.seal(thrown, context.ledger.isBilled)
  }
  try {
    const response = await sendAlong(run, accept)
    run.status = response.status
    context.ledger.requestId = readRequestId(response.headers)
    const isGood = response.status >= 200 && response.status < 300
    if (!isGood && request.alsoAccept?.includes(response.status) !== true) throw await readFailure(run, response)
    run.deadline.touch()
    return {
      response,
      deadline: run.deadline,
      finish: () => close(run, null),
      fail: (thrown) => close(run, toError(run, thrown)),
      badReply: (bytes, problem) => toBadReply(run, response, bytes, problem),
    }
  } catch (thrown) {
    throw close(run, toError(run, thrown))
  }
}

/** State of a request, from which its errors are derived. */
interface Run {
  readonly context: ProviderCallContext
  readonly request: CallRequest
  readonly isPaid: boolean
  readonly billedBefore: 'no' | 'unknown'
  readonly deadline: Deadline
  url: URL
  startedAt: number
  headMs: number | null
  status: number | null
}

function startRun(context: ProviderCallContext, request: CallRequest): Run {
  const { adapter, allLimits, policy } = context
  const isPaid = request.isPaid === true
  const isLong = isPaid || request.body !== undefined
  const totalMs = isLong ? adapter.timing.submitTimeoutMs : allLimits.requestTimeoutMs
  return {
    context,
    request,
    isPaid,
    billedBefore: context.ledger.isBilled,
    url: policy.requireApi(request.path, request.query ?? {}, request.auth ?? 'key'),
    deadline: createDeadline(context.signal, totalMs, isPaid ? allLimits.paidSilenceMs : allLimits.silenceMs),
    startedAt: performance.now(),
    headMs: null,
    status: null,
  }
}

/** Follows an API's redirects, checking each; only requests without a body may be redirected. */
async function sendAlong(run: Run, accept: string): Promise<WireResponse> {
  const { context, request } = run
  const body = request.body === undefined ? null : encodeBody(request.body)
  let auth = request.auth ?? 'key'
  for (let hop = 0; ; hop++) {
    const response = await sendOnce(run, wireRequest(run, body, auth, accept))
    const { location } = response.headers
    if (response.status < 300 || response.status > 399 || location === undefined) return response
    if (request.alsoAccept?.includes(response.status) === true) return response
    discard(response)
    if (request.method !== 'GET' || hop >= redirectsMax) {
      const facts = factsOf(run, isUndone(response.status) ? 'refused' : undefined)
      throw toRedirectError(URL.parse(location, run.url.href), context.adapter, context.errors, facts)
    }
    const next = context.policy.requireRedirect(location, run.url)
    run.url = next.url
    if (next.auth === 'none') auth = 'none'
  }
}

/**
 * Returns whether the redirect means that nothing was done here. After 302 and 303 it may have been, with the outcome
 * elsewhere.
 */
function isUndone(status: number): boolean {
  return status === 301 || status === 307 || status === 308
}

function wireRequest(run: Run, body: EncodedBody | null, auth: 'key' | 'none', accept: string): WireRequest {
  const { context, request, url, deadline, isPaid } = run
  const headers: Record<string, string> = {
    accept,
    'user-agent': `Atelier/${context.appVersion}`,
    ...(body !== null && { 'content-type': body.mime }),
  }
  const credentials = auth === 'key' ? context.credentialHeaders : {}
  for (const [name, value] of Object.entries({ ...request.headers, ...credentials }))
    headers[name.toLowerCase()] = value
  return {
    method: request.method,
    url: url.href,
    headers,
    body: body?.bytes ?? null,
    signal: deadline.signal,
    isOnce: isPaid,
  }
}

/** Repeats a paid request once, and only if nothing of it reached the server. */
async function sendOnce(run: Run, wire: WireRequest): Promise<WireResponse> {
  const { context, isPaid, deadline } = run
  for (let isRepeat = false; ; isRepeat = true) {
    throwIfAborted(deadline.signal)
    if (isPaid) context.onSending()
    run.startedAt = performance.now()
    if (isPaid) context.ledger.isBilled = 'unknown'
    try {
      const response = await context.transport.send(wire)
      run.headMs = performance.now() - run.startedAt
      return response
    } catch (thrown) {
      if (!isTransportFailure(thrown) || thrown.arrived !== 'no') throw thrown
      context.ledger.isBilled = run.billedBefore
      const isHopeless = thrown.kind === 'certificate' || thrown.kind === 'aborted'
      if (!isPaid || isRepeat || isHopeless) throw thrown
      await pause(context.allLimits.resendPauseMs, deadline.signal)
    }
  }
}

async function readFailure(run: Run, response: WireResponse): Promise<AppError> {
  run.deadline.touch()
  const bytes = await readStart(response, failureBytesMax, () => run.deadline.touch())
  const text = new TextDecoder().decode(bytes)
  return toFaultError(failureOf(run, response, text), faultContextOf(run, text))
}

function failureOf({ context, url }: Run, { status, headers }: WireResponse, text: string): FailureResponse {
  return { status, path: url.pathname, headers, json: parseJson(text), text: shown(context, text) }
}

function faultContextOf({ context, request, isPaid, billedBefore }: Run, text: string): FaultContext {
  const { adapter, errors, policy } = context
  const isOwnAddress = policy.isOwnBaseUrl || adapter.kind === 'local'
  const isProbe = request.isProbe === true
  const isPage = isWebPage(text)
  return { adapter, errors, isPaid, billedBefore, host: policy.base.host, isOwnAddress, isProbe, isPage }
}

/** What to say of a body that is not what was expected, with a status that is good: an error, if it says so itself. */
function toBadReply(run: Run, response: WireResponse, bytes: Uint8Array, problem: unknown): AppError {
  const { context } = run
  const text = new TextDecoder().decode(bytes)
  const failure = failureOf(run, response, text)
  if (!carriesError(failure.json)) return toBadResponse(bytes, problem, context.adapter, context.errors, factsOf(run))
  // It may have been done all the same: only a status that blames the request means that nothing was.
  return toStatedError(failure, { ...faultContextOf(run, text), isBilled: context.ledger.isBilled })
}

/** Keeps a proxy's page out of messages. */
function shown({ errors }: ProviderCallContext, text: string): string {
  return isWebPage(text) ? '' : errors.redactSecrets(text).slice(0, 4_000)
}

/** Returns the error to throw: every network or read failure as a message, with what is known about billing. */
function toError(run: Run, thrown: unknown): AppError {
  const { context, url, deadline } = run
  const { adapter, errors, signal, allLimits } = context
  // An outcome in the form of an error, on its way to the session.
  if (thrown instanceof FaultOutcome) return thrown
  if (signal.aborted) return signal.reason instanceof AppError ? signal.reason : AppError.cancelled()
  const passedMs = deadline.passedMs()
  if (passedMs !== null) return toTimeoutError(passedMs, adapter, errors, factsOf(run))
  if (isTransportFailure(thrown)) return toWireError(thrown, url, adapter, errors, factsOf(run))
  if (thrown instanceof OversizeResponse) return toTooLargeError(allLimits.replyBytesMax, adapter, errors, factsOf(run))
  return errors.seal(thrown, context.ledger.isBilled)
}

/** `refused`: rejected before any work was started. */
function factsOf(run: Run, response?: 'refused') {
  const isBilled = response === 'refused' ? run.billedBefore : run.context.ledger.isBilled
  return { isBilled, isFree: !run.isPaid }
}

/** Stops the timers, settles the ledger and reports the service's health. */
function close<E extends AppError | null>(run: Run, failure: E): E {
  const { context, deadline } = run
  deadline.end()
  const isBilled = failure?.detail?.['isBilled']
  if (run.isPaid && isBilled === 'no') context.ledger.isBilled = run.billedBefore
  if (failure?.code === 'request/cancelled' || isAnsweredProbe(run, failure)) return failure
  const isWell = failure === null || failure instanceof FaultOutcome
  const ms = run.headMs ?? performance.now() - run.startedAt
  context.onAnswer({ ms, status: run.status, failure: isWell ? null : failure })
  return failure
}

/** A missing resource at an accepted address is neither a success nor a failure of the service. */
function isAnsweredProbe({ request, status }: Run, failure: AppError | null): boolean {
  return request.isProbe === true && failure === null && status !== null && status >= 400
}
