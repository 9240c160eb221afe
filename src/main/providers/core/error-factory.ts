import { z } from 'zod'
import { AppError, type ErrorCode } from '../../../shared/errors/index.ts'
import type { CallService } from './call-parts.ts'
import { plainWords } from './plain-words.ts'
import type { RedactSecrets } from './redact-secrets.ts'

export type Billed = 'yes' | 'no' | 'unknown'

export interface ErrorStory {
  readonly code: ErrorCode
  /** What happened, without a full stop. */
  readonly what: string
  /** The vendor's own words. */
  readonly words?: string
  readonly isBilled: Billed
  /** Leaves out that nothing was billed: of a request that never costs anything. */
  readonly isFree?: boolean
  /** What to do next, in whole sentences. */
  readonly next: string
  readonly detail?: Readonly<Record<string, string | number | boolean | null | undefined>>
  readonly cause?: unknown
}

export interface ErrorFactory {
  /** Every error of the HTTP layer is made here, so that none leaves with a secret in it. */
  make(story: ErrorStory): AppError
  /** Makes fit to leave whatever an adapter has thrown. `isBilled`: of the work so far. */
  seal(thrown: unknown, isBilled: Billed): AppError
  /** Vendor's words as they may be shown. */
  wordsOf(text: string): string
  readonly redactSecrets: RedactSecrets
}

type Who = Pick<CallService, 'label' | 'id' | 'kind'>

export function createErrorFactory(who: Who, redactSecrets: RedactSecrets): ErrorFactory {
  const made = new WeakSet<AppError>()
  // Before it is shortened, so that no half of a key is left, and after, for one that markup had taken apart.
  const wordsOf = (text: string) => redactSecrets(plainWords(redactSecrets(text)))

  function finish(code: ErrorCode, message: string, detail: ErrorStory['detail'], cause?: unknown): AppError {
    const known: Record<string, string | number | boolean> = {}
    for (const [name, value] of Object.entries({ provider: who.id, ...detail })) {
      if (value !== null && value !== undefined) known[name] = typeof value === 'string' ? redactSecrets(value) : value
    }
    const error = new AppError(code, redactSecrets(message), { detail: known, cause })
    made.add(error)
    return error
  }

  function make(story: ErrorStory): AppError {
    const { isBilled } = story
    const words = wordsOf(story.words ?? '')
    const what = words === '' ? `${story.what}.` : `${story.what}: “${words}”${/[.!?…]$/.test(words) ? '' : '.'}`
    // Nobody is billed by their own computer.
    const isSilent = who.kind !== 'cloud' || (story.isFree === true && isBilled === 'no')
    const money = isSilent ? '' : billingSentence[isBilled]
    const message = [what, money, story.next].filter((part) => part !== '').join(' ')
    return finish(story.code, message, { ...story.detail, words: words === '' ? null : words, isBilled }, story.cause)
  }

  function seal(thrown: unknown, isBilled: Billed): AppError {
    if (thrown instanceof AppError) {
      if (made.has(thrown) || thrown.code === 'request/cancelled') return thrown
      return finish(thrown.code, thrown.message, { isBilled, ...thrown.detail })
    }
    const error = thrown instanceof Error ? thrown : null
    if (error?.name === 'AbortError') return AppError.cancelled()
    if (error instanceof z.ZodError || error instanceof SyntaxError) return make(unknownReply(who, error, isBilled))
    return make({
      code: 'internal/bug',
      what: `Atelier made a mistake while talking to ${who.label} (${error?.message ?? String(thrown)})`,
      isBilled,
      next: 'Try again; if it happens again, please report it.',
      detail: { where: error?.stack?.split('\n').slice(1, 4).join(' ').replace(/\s+/g, ' ') },
    })
  }

  return { make, seal, wordsOf, redactSecrets }
}

const billingSentence: Readonly<Record<Billed, string>> = {
  yes: 'It was billed.',
  no: 'Nothing was billed.',
  unknown: 'This may have been billed.',
}

/** A part of an answer that an adapter reads by itself, such as an event of a stream. */
function unknownReply(who: Who, problem: Error, isBilled: Billed): ErrorStory {
  return {
    code: 'provider/bad-reply',
    what: `${who.label} answered in a way Atelier does not know`,
    isBilled,
    next: 'Look for a newer Atelier, or report it with the details.',
    detail: { problem: describeProblem(problem) },
  }
}

/** Where an answer is not as expected, for a report: never the answer's own text. */
export function describeProblem(problem: unknown): string {
  if (problem instanceof z.ZodError) {
    const [issue] = problem.issues
    return `${issue?.path.join('.') || '(the whole)'}: ${issue?.message ?? 'not as expected'}`.slice(0, 300)
  }
  return problem instanceof Error ? problem.name : String(problem).slice(0, 300)
}
