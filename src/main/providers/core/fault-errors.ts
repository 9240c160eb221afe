import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-errors.ts'
import type { CallService } from './call-parts.ts'
import type { BilledBeforeError, ErrorFactory } from './error-factory.ts'
import type { FailureResponse, Fault, FaultCode } from './fault.ts'
import { readFault, readRequestId, readRetryAfter } from './read-fault.ts'
import type { TaskState } from './adapter.ts'
import { isContentRefusal, saysNotReady } from './wire/error-body.ts'
import { findMessage } from './wire/plain-text.ts'

export interface FaultContext {
  readonly adapter: CallService
  readonly errors: ErrorFactory
  readonly isPaid: boolean
  /** Of this call's work before this request. */
  readonly billedBefore: 'no' | 'unknown'
  /** The host the request was sent to. */
  readonly host: string
  /** The user set it: nothing is known about the server there. */
  readonly isOwnAddress: boolean
  /** The request only checked whether anything is there. */
  readonly isProbe: boolean
  /** The response is a web page: of a firewall, a proxy or a login. */
  readonly isPage?: boolean
}

/** Converts a response that is not 2xx into the error, or the outcome, that it stands for. */
export function toFaultError(response: FailureResponse, context: FaultContext): AppError {
  const { adapter, errors } = context
  const fault = readWithWords(adapter, response)
  const detail = { status: response.status, requestId: readRequestId(response.headers) }
  switch (fault.type) {
    case 'refused':
      return toRefusal(fault, context, detail)
    case 'not-ready': {
      const note = errors.safeMessage(fault.message)
      const error = errors.make({
        code: 'provider/unavailable',
        summary: messages.notReadyYet({ provider: adapter.label }),
        message: note,
        isBilled: context.billedBefore,
        advice: messages.tryLater,
        detail: { ...detail, afterMs: fault.afterMs },
      })
      return new FaultOutcome({ type: 'not-ready', afterMs: fault.afterMs, note }, error)
    }
    case 'error': {
      if (context.isPage === true && isPageOfOthers(fault.code, response.status)) {
        return errors.make({
          code: 'provider/bad-reply',
          summary: messages.webPage({ provider: adapter.label }),
          isBilled: billedAt(response.status, context),
          isFree: !context.isPaid,
          advice: messages.checkFirewall,
          detail: { ...detail, isPage: true },
        })
      }
      const afterMs = fault.afterMs ?? readRetryAfter(response.headers, Date.now())
      const code = isWrongAddress(fault, response, context) ? 'provider/wrong-address' : fault.code
      return errors.make({
        code,
        // The error's own sentence already says that.
        message: code === 'provider/wrong-address' && isPlainNotFound(fault.message) ? '' : fault.message,
        isBilled: billedOf(fault.isBilled ?? billedAt(response.status, context), context),
        isFree: !context.isPaid,
        ...sentencesOf(code, context, response.status, afterMs),
        detail: { ...detail, afterMs, ...(code === 'provider/wrong-address' && { host: context.host }) },
      })
    }
  }
}

/** What a service says is wrong in an answer whose status is good. `isBilled`: of the call so far. */
export function toStatedError(
  response: FailureResponse,
  { isBilled, ...context }: FaultContext & { readonly isBilled: BilledBeforeError },
): AppError {
  const { adapter, errors, isPaid } = context
  const message = findMessage(response.json)
  const detail = { status: response.status, requestId: readRequestId(response.headers) }
  if (isContentRefusal(response.json, message)) {
    return toRefusal({ type: 'refused', what: 'prompt', message, isBilled }, context, detail)
  }
  const isNotReady = saysNotReady(message)
  return errors.make({
    code: isNotReady ? 'provider/unavailable' : 'provider/task-failed',
    summary: isNotReady
      ? messages.notReadyYet({ provider: adapter.label })
      : messages.imageNotMade({ provider: adapter.label }),
    message,
    isBilled,
    isFree: !isPaid,
    advice: isNotReady ? messages.tryLater : messages.retryOrChange,
    detail,
  })
}

/**
 * Returns whether the address is wrong: no JSON, or, from a self-hosted program, a plain "Not Found". Services send
 * that too if they lack the model.
 */
function isWrongAddress(
  { code, message }: Extract<Fault, { type: 'error' }>,
  { status, json }: FailureResponse,
  { isOwnAddress, isProbe, adapter }: FaultContext,
): boolean {
  if (isProbe && status === 404) return true
  if (status !== 404 || code !== 'provider/unknown-model' || !isOwnAddress) return false
  return json === null || (adapter.kind === 'local' && isPlainNotFound(message))
}

function isPlainNotFound(message: string): boolean {
  return /^not found\.?$/i.test(message)
}

function toRefusal(
  fault: Extract<Fault, { type: 'refused' }>,
  { adapter, errors }: FaultContext,
  detail: Readonly<Record<string, string | number | null>>,
): AppError {
  const error = errors.make({
    code: 'provider/invalid-request',
    summary: messages.refused({ provider: adapter.label }),
    message: fault.message,
    isBilled: fault.isBilled,
    advice: messages.changeRequest,
    detail,
  })
  return new FaultOutcome({ ...fault, message: errors.safeMessage(fault.message) }, error)
}

/** Whether a web page with this status comes from something before the service, so that it says nothing about the key. */
function isPageOfOthers(code: FaultCode, status: number): boolean {
  return (code === 'credential/rejected' && status !== 401) || code === 'provider/invalid-request'
}

/** Reads a failure, whose words may be quoted by a gateway, and may be a refusal under a status of another meaning. */
function readWithWords(adapter: CallService, response: FailureResponse): Fault {
  const fault = readWith(adapter, response)
  const message = findMessage(fault.message)
  const mayRefuse = [200, 400, 403, 422, 451].includes(response.status)
  if (
    fault.type !== 'error' ||
    !mayRefuse ||
    fault.code === 'provider/quota' ||
    !isContentRefusal(response.json, message)
  )
    return { ...fault, message }
  return { type: 'refused', what: 'prompt', message, isBilled: 'unknown' }
}

/** An adapter that fails to parse a response must not hide what the response was. */
function readWith(adapter: CallService, response: FailureResponse): Fault {
  try {
    return adapter.readFailure(response) ?? readFault(response)
  } catch {
    return readFault(response)
  }
}

/** Only a response that blames the request means that nothing was done; a gateway's 408 does not. */
function billedAt(status: number, { isPaid, billedBefore }: FaultContext): BilledBeforeError {
  if (!isPaid) return billedBefore
  return status >= 400 && status < 500 && status !== 408 ? billedBefore : 'unknown'
}

/** A statement that nothing was billed applies to one request: earlier ones may still cost something. */
function billedOf(stated: BilledBeforeError, { billedBefore }: FaultContext): BilledBeforeError {
  return stated === 'no' ? billedBefore : stated
}

type Sentences = { readonly summary: string; readonly advice: string }

function sentencesOf(
  code: FaultCode,
  { adapter: service, host }: FaultContext,
  status: number,
  afterMs: number | null,
): Sentences {
  const provider = service.label
  switch (code) {
    case 'credential/rejected':
      return service.credential.form === 'login'
        ? { summary: messages.loginRejected({ provider }), advice: service.advice?.checkKey ?? messages.checkLogin }
        : { summary: messages.apiKeyRejected({ provider }), advice: service.advice?.checkKey ?? messages.checkApiKey }
    case 'provider/invalid-request':
      return { summary: messages.requestRejected({ provider }), advice: messages.changeRequestOrModel }
    case 'provider/unknown-model':
      return { summary: messages.modelOrAddressUnknown({ provider }), advice: messages.chooseOtherModel }
    case 'provider/wrong-address':
      return {
        summary: messages.noImageServer({ host, status }),
        advice: service.advice?.checkAddress ?? messages.checkAddress,
      }
    case 'provider/quota':
      return { summary: messages.outOfCredit({ provider }), advice: messages.addCredit }
    case 'provider/rate-limited':
      return { summary: messages.rateLimited({ provider }), advice: tryAgain(afterMs) }
    case 'provider/unavailable':
      return { summary: messages.havingProblems({ provider, status }), advice: tryAgain(afterMs) }
    case 'provider/task-failed':
      return { summary: messages.imageNotMade({ provider }), advice: messages.retryOrChange }
    case 'provider/task-expired':
      return { summary: messages.taskGone({ provider }), advice: messages.generateAgain }
    case 'provider/unsupported':
      return { summary: messages.notSupported({ provider }), advice: messages.chooseOtherModelOrProvider }
  }
}

function tryAgain(afterMs: number | null): string {
  if (afterMs === null) return messages.tryLater
  const seconds = Math.ceil(afterMs / 1_000)
  if (seconds <= 1) return messages.tryInSecond
  return seconds < 120
    ? messages.tryInSeconds({ seconds })
    : messages.tryInMinutes({ minutes: Math.ceil(seconds / 60) })
}

/**
 * A refusal, or a "not yet", passed from a `call` through an adapter's `submit` to the session, which turns it into the
 * task's state. Where no state is expected (the test call) it is an error like any other.
 */
export class FaultOutcome extends AppError {
  readonly state: Extract<TaskState, { type: 'refused' | 'not-ready' }>

  constructor(state: FaultOutcome['state'], { code, message, detail }: AppError) {
    super(code, message, { detail })
    this.state = state
  }
}
