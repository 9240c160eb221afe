import type { AppError } from '../../../shared/errors/index.ts'
import type { CallService } from './call-parts.ts'
import type { Billed, ErrorFactory } from './error-factory.ts'
import type { FailureResponse, Fault, FaultCode } from './fault.ts'
import { FaultOutcome } from './fault-outcome.ts'
import { readFault, readRequestId, readRetryAfter } from './read-fault.ts'

export interface FaultContext {
  readonly adapter: CallService
  readonly errors: ErrorFactory
  readonly isPaid: boolean
  /** Of this call's work before this request. */
  readonly billedBefore: 'no' | 'unknown'
  /** Of the address that was asked. */
  readonly host: string
  /** The person set it: nobody vouches for what answers there. */
  readonly isOwnAddress: boolean
  /** It asked whether anything is there at all. */
  readonly isProbe: boolean
}

/** The error, or the outcome, that an answer which is not 2xx stands for. */
export function toFaultError(reply: FailureResponse, context: FaultContext): AppError {
  const { adapter, errors } = context
  const fault = readWith(adapter, reply)
  const detail = { status: reply.status, requestId: readRequestId(reply.headers) }
  switch (fault.is) {
    case 'refused':
      return toRefusal(fault, context, detail)
    case 'not-ready': {
      const note = errors.wordsOf(fault.words)
      const error = errors.make({
        code: 'provider/unavailable',
        what: `${adapter.label} is not ready yet`,
        words: note,
        isBilled: context.billedBefore,
        next: 'Try again in a while.',
        detail: { ...detail, afterMs: fault.afterMs },
      })
      return new FaultOutcome({ is: 'not-ready', afterMs: fault.afterMs, note }, error)
    }
    case 'error': {
      const afterMs = fault.afterMs ?? readRetryAfter(reply.headers, Date.now())
      const code = isWrongAddress(fault, reply, context) ? 'provider/wrong-address' : fault.code
      return errors.make({
        code,
        // The sentence says as much.
        words: code === 'provider/wrong-address' && isPlainNotFound(fault.words) ? '' : fault.words,
        isBilled: billedOf(fault.isBilled ?? billedAt(reply.status, context), context),
        isFree: !context.isPaid,
        ...sentencesOf(code, context, reply.status, afterMs),
        detail: { ...detail, afterMs, ...(code === 'provider/wrong-address' && { host: context.host }) },
      })
    }
  }
}

/**
 * Nothing is known there: no JSON, or at a person's own program a plain "Not Found". Services answer with that too where
 * they lack the model.
 */
function isWrongAddress(
  { code, words }: Extract<Fault, { is: 'error' }>,
  { status, json }: FailureResponse,
  { isOwnAddress, isProbe, adapter }: FaultContext,
): boolean {
  if (isProbe && status === 404) return true
  if (status !== 404 || code !== 'provider/unknown-model' || !isOwnAddress) return false
  return json === null || (adapter.kind === 'local' && isPlainNotFound(words))
}

function isPlainNotFound(words: string): boolean {
  return /^not found\.?$/i.test(words)
}

function toRefusal(
  fault: Extract<Fault, { is: 'refused' }>,
  { adapter, errors }: FaultContext,
  detail: Readonly<Record<string, string | number | null>>,
): AppError {
  const error = errors.make({
    code: 'provider/invalid-request',
    what: `${adapter.label} refused this`,
    words: fault.words,
    isBilled: fault.isBilled,
    next: 'Change the request and try again.',
    detail,
  })
  return new FaultOutcome({ ...fault, words: errors.wordsOf(fault.words) }, error)
}

/** An adapter that stumbles over an answer must not hide what the answer was. */
function readWith(adapter: CallService, reply: FailureResponse): Fault {
  try {
    return adapter.readFailure(reply) ?? readFault(reply)
  } catch {
    return readFault(reply)
  }
}

/** Only an answer that says the request was at fault says that nothing was done; a gateway's 408 does not either. */
function billedAt(status: number, { isPaid, billedBefore }: FaultContext): Billed {
  if (!isPaid) return billedBefore
  return status >= 400 && status < 500 && status !== 408 ? billedBefore : 'unknown'
}

/** "This costs nothing" is said of one request: what was begun before it may cost something all the same. */
function billedOf(said: Billed, { billedBefore }: FaultContext): Billed {
  return said === 'no' ? billedBefore : said
}

type Sentences = { readonly what: string; readonly next: string }

function sentencesOf(
  code: FaultCode,
  { adapter: who, host }: FaultContext,
  status: number,
  afterMs: number | null,
): Sentences {
  const { label } = who
  switch (code) {
    case 'credential/rejected': {
      const what = who.credential.form === 'login' ? 'login' : 'key'
      return {
        what: `${label} does not accept the ${what}`,
        next: `Check the ${what} ${who.keyPlace ?? 'on the Models page'}.`,
      }
    }
    case 'provider/invalid-request':
      return { what: `${label} does not take this request`, next: 'Change the request or the model and try again.' }
    case 'provider/unknown-model':
      return { what: `${label} does not know this model or address`, next: 'Choose another model.' }
    case 'provider/wrong-address':
      return {
        what: `${host} answers, but no image server was found there (HTTP ${status})`,
        next: `Check the address ${who.keyPlace ?? 'on the Models page'}.`,
      }
    case 'provider/quota':
      return {
        what: `The ${label} account has no credit left`,
        next: 'Add credit on the service’s own pages, or choose another provider.',
      }
    case 'provider/rate-limited':
      return { what: `${label} takes no more requests at the moment`, next: `Try again ${inWords(afterMs)}.` }
    case 'provider/unavailable':
      return { what: `${label} is having trouble (HTTP ${status})`, next: `Try again ${inWords(afterMs)}.` }
    case 'provider/task-failed':
      return { what: `${label} could not make the image`, next: 'Try again, or change the request.' }
    case 'provider/task-expired':
      return { what: `${label} no longer has this task or its image`, next: 'Ask for it again.' }
    case 'provider/unsupported':
      return { what: `${label} cannot do this`, next: 'Choose another model or provider.' }
  }
}

function inWords(afterMs: number | null): string {
  if (afterMs === null) return 'in a while'
  const seconds = Math.ceil(afterMs / 1_000)
  if (seconds < 120) return seconds <= 1 ? 'in a second' : `in ${seconds} seconds`
  return `in ${Math.ceil(seconds / 60)} minutes`
}
