import { z } from 'zod'
import { AppError, type ErrorCode } from '../../../shared/errors/index.ts'
import * as jobMessages from '../../../shared/messages/en/jobs.ts'
import * as messages from '../../../shared/messages/en/provider-errors.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import type { CallService } from './call-parts.ts'
import { plainText } from './wire/plain-text.ts'
import type { RedactSecrets } from './wire/redact-secrets.ts'

export type BilledBeforeError = 'yes' | 'no' | 'unknown'

export interface ErrorParts {
  readonly code: ErrorCode
  /** What happened, as a whole sentence. */
  readonly summary: string
  /** The vendor's own message. */
  readonly message?: string
  readonly isBilled: BilledBeforeError
  /** Omits the note that nothing was billed: for a request that never costs anything. */
  readonly isFree?: boolean
  /** What to do next, in whole sentences. */
  readonly advice: string
  readonly detail?: Readonly<Record<string, string | number | boolean | null | undefined>>
  readonly cause?: unknown
}

export interface ErrorFactory {
  /** Creates every error of the HTTP layer, so that none contains a secret. */
  make(story: ErrorParts): AppError
  /** Sanitizes whatever an adapter has thrown. `isBilled`: of the work so far. */
  seal(thrown: unknown, isBilled: BilledBeforeError): AppError
  /** Returns a vendor's message in a form that is safe to show. */
  safeMessage(text: string): string
  readonly redactSecrets: RedactSecrets
}

type Service = Pick<CallService, 'label' | 'id' | 'kind'>

export function createErrorFactory(service: Service, redactSecrets: RedactSecrets): ErrorFactory {
  const created = new WeakSet<AppError>()
  // Before shortening, so that no half of a key is left, and after, for one that markup had split.
  const safeMessage = (text: string) => redactSecrets(plainText(redactSecrets(text)))

  function finish(code: ErrorCode, message: string, detail: ErrorParts['detail'], cause?: unknown): AppError {
    const known: Record<string, string | number | boolean> = {}
    for (const [name, value] of Object.entries({ provider: service.id, ...detail })) {
      if (value !== null && value !== undefined) known[name] = typeof value === 'string' ? redactSecrets(value) : value
    }
    const error = new AppError(code, redactSecrets(message), { detail: known, cause })
    created.add(error)
    return error
  }

  function make(story: ErrorParts): AppError {
    const { isBilled } = story
    const safe = safeMessage(story.message ?? '')
    // The user's own computer bills nobody.
    const isSilent = service.kind !== 'cloud' || (story.isFree === true && isBilled === 'no')
    const billing = isSilent ? '' : billingSentence[isBilled]
    const message = joinSentences(story.summary, quoteDetails(safe), billing, story.advice)
    return finish(story.code, message, { ...story.detail, message: safe === '' ? null : safe, isBilled }, story.cause)
  }

  function seal(thrown: unknown, isBilled: BilledBeforeError): AppError {
    if (thrown instanceof AppError) {
      if (created.has(thrown) || thrown.code === 'request/cancelled') return thrown
      return finish(thrown.code, thrown.message, { isBilled, ...thrown.detail })
    }
    const error = thrown instanceof Error ? thrown : null
    if (error?.name === 'AbortError') return AppError.cancelled()
    if (error instanceof z.ZodError || error instanceof SyntaxError) return make(unknownReply(service, error, isBilled))
    return make({
      code: 'internal/bug',
      summary: messages.ownMistake({ provider: service.label, problem: error?.message ?? String(thrown) }),
      isBilled,
      advice: messages.reportOwnMistake,
      detail: { where: error?.stack?.split('\n').slice(1, 4).join(' ').replace(/\s+/g, ' ') },
    })
  }

  return { make, seal, safeMessage, redactSecrets }
}

const billingSentence: Readonly<Record<BilledBeforeError, string>> = {
  yes: jobMessages.billed,
  no: jobMessages.notBilled,
  unknown: jobMessages.maybeBilled,
}

/** Formats the vendor's message as a sentence; empty if there is none. */
export function quoteDetails(safe: string): string {
  const text = safe.trim()
  if (text === '') return ''
  return messages.details({ text: /[.!?…]$/.test(text) ? text : `${text}.` })
}

/** For a part of a response that an adapter reads by itself, such as an event of a stream. */
function unknownReply(service: Service, problem: Error, isBilled: BilledBeforeError): ErrorParts {
  return {
    code: 'provider/bad-reply',
    summary: messages.unexpectedResponse({ provider: service.label }),
    isBilled,
    advice: messages.updateOrReport,
    detail: { problem: describeProblem(problem) },
  }
}

/** Describes where a response is not as expected, for a report: never quotes the response itself. */
export function describeProblem(problem: unknown): string {
  if (problem instanceof z.ZodError) {
    const [issue] = problem.issues
    return `${issue?.path.join('.') || '(root)'}: ${issue?.message ?? 'invalid'}`.slice(0, 300)
  }
  return problem instanceof Error ? problem.name : String(problem).slice(0, 300)
}
