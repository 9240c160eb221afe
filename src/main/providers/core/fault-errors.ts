import type { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-errors.ts'
import type { CallService } from './call-parts.ts'
import type { BilledBeforeError, ErrorFactory } from './error-factory.ts'
import type { FailureResponse, Fault, FaultCode } from './fault.ts'
import { FaultOutcome } from './fault-outcome.ts'
import { readFault, readRequestId, readRetryAfter } from './read-fault.ts'

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
}

/** Converts a response that is not 2xx into the error, or the outcome, that it stands for. */
export function toFaultError(response: FailureResponse, context: FaultContext): AppError {
  const { adapter, errors } = context
  const fault = readWith(adapter, response)
  const detail = { status: response.status, requestId: readRequestId(response.headers) }
  switch (fault.type) {
    case 'refused':
      return toRefusal(fault, context, detail)
    case 'not-ready': {
      const note = errors.safeMessage(fault.message)
      const error = errors.make({
        code: 'provider/unavailable',
        what: messages.notReadyYet({ provider: adapter.label }),
        message: note,
        isBilled: context.billedBefore,
        next: messages.tryLater,
        detail: { ...detail, afterMs: fault.afterMs },
      })
      return new FaultOutcome({ type: 'not-ready', afterMs: fault.afterMs, note }, error)
    }
    case 'error': {
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
    what: messages.refused({ provider: adapter.label }),
    message: fault.message,
    isBilled: fault.isBilled,
    next: messages.changeRequest,
    detail,
  })
  return new FaultOutcome({ ...fault, message: errors.safeMessage(fault.message) }, error)
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
function billedOf(said: BilledBeforeError, { billedBefore }: FaultContext): BilledBeforeError {
  return said === 'no' ? billedBefore : said
}

type Sentences = { readonly what: string; readonly next: string }

function sentencesOf(
  code: FaultCode,
  { adapter: who, host }: FaultContext,
  status: number,
  afterMs: number | null,
): Sentences {
  const provider = who.label
  switch (code) {
    case 'credential/rejected':
      return who.credential.form === 'login'
        ? { what: messages.loginRejected({ provider }), next: messages.checkLogin }
        : { what: messages.apiKeyRejected({ provider }), next: who.advice?.checkKey ?? messages.checkApiKey }
    case 'provider/invalid-request':
      return { what: messages.requestRejected({ provider }), next: messages.changeRequestOrModel }
    case 'provider/unknown-model':
      return { what: messages.modelOrAddressUnknown({ provider }), next: messages.chooseOtherModel }
    case 'provider/wrong-address':
      return {
        what: messages.noImageServer({ host, status }),
        next: who.advice?.checkAddress ?? messages.checkAddress,
      }
    case 'provider/quota':
      return { what: messages.outOfCredit({ provider }), next: messages.addCredit }
    case 'provider/rate-limited':
      return { what: messages.rateLimited({ provider }), next: tryAgain(afterMs) }
    case 'provider/unavailable':
      return { what: messages.havingProblems({ provider, status }), next: tryAgain(afterMs) }
    case 'provider/task-failed':
      return { what: messages.imageNotMade({ provider }), next: messages.retryOrChange }
    case 'provider/task-expired':
      return { what: messages.taskGone({ provider }), next: messages.generateAgain }
    case 'provider/unsupported':
      return { what: messages.notSupported({ provider }), next: messages.chooseOtherModelOrProvider }
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
