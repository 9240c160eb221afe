import type { Health } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { AppError, ErrorCode } from '../../../shared/errors/index.ts'
import { startTimer, type Clock } from '../../platform/clock.ts'
import type { ResponseReport } from '../core/create-session.ts'

/** `check`: the free test and other free lookups; they say nothing about credit. */
export interface ResponseKind {
  readonly type: 'check' | 'work'
  /** Polls are fast whatever the state of the service: only tests and submissions are timed. */
  readonly isTimed: boolean
}

/** Tracks the health of every service, from its responses since the program started. */
export interface HealthTracker {
  get(id: ProviderId): Health
  noteAnswer(id: ProviderId, response: ResponseReport, kind: ResponseKind): void
  /** From sending to a finished image. */
  noteImage(id: ProviderId, ms: number): void
  noteBalance(id: ProviderId, balance: Health['balance']): void
  /** For another key or address: failures of the old one no longer count. */
  forget(id: ProviderId): void
}

interface TrackerOptions {
  readonly clock: Clock
  /** The state, its note or the balance has changed. Gradual changes of numbers are not announced. */
  readonly onChanged: (id: ProviderId) => void
}

/** `outage`: it has problems; `unreachable`: it does not respond at all. */
type Result = 'ok' | 'failed' | 'outage' | 'unreachable'

interface Book {
  results: readonly Result[]
  latenciesMs: readonly number[]
  imagesMs: readonly number[]
  /** Holds until a response or the user shows otherwise. */
  block: 'key-rejected' | 'out-of-credit' | null
  note: string | null
  lastAnswerAtMs: number | null
  limit: Limit | null
  balance: Health['balance']
}

/** How long a service asked to wait, and since when. */
interface Limit {
  readonly forMs: number
  readonly passedMs: () => number
}

const resultsKept = 100
const timesKept = 20
const recent = 10
const degradedFrom = 0.2
const downAfter = 3

export function createHealthTracker({ clock, onChanged }: TrackerOptions): HealthTracker {
  const books = new Map<ProviderId, Book>()

  function bookOf(id: ProviderId): Book {
    let book = books.get(id)
    if (book === undefined) books.set(id, (book = blankBook()))
    return book
  }

  function change(id: ProviderId, work: (book: Book) => void): void {
    const book = bookOf(id)
    const previous = visible(book)
    work(book)
    if (visible(book) !== previous) onChanged(id)
  }

  return {
    get: (id) => toHealth(bookOf(id), clock),
    noteAnswer: (id, response, kind) => change(id, (book) => enter(book, response, kind, clock)),
    noteImage(id, ms) {
      const book = bookOf(id)
      book.imagesMs = [...book.imagesMs, ms].slice(-timesKept)
      onChanged(id)
    },
    noteBalance: (id, balance) =>
      change(id, (book) => {
        book.balance = balance
        if (balance && balance.amount > 0 && book.block === 'out-of-credit') book.block = null
      }),
    forget: (id) =>
      change(id, (book) => {
        Object.assign(book, blankBook(), { imagesMs: book.imagesMs })
      }),
  }
}

function blankBook(): Book {
  return {
    results: [],
    latenciesMs: [],
    imagesMs: [],
    block: null,
    note: null,
    lastAnswerAtMs: null,
    limit: null,
    balance: null,
  }
}

function visible(book: Book): string {
  return JSON.stringify([stateOf(book), book.note, book.limit?.forMs, book.balance])
}

function enter(book: Book, { ms, status, failure }: ResponseReport, kind: ResponseKind, clock: Clock): void {
  if (failure !== null && ours.has(failure.code)) return
  const isAnswered = status !== null
  if (isAnswered) book.lastAnswerAtMs = clock.nowMs()
  if (isAnswered && kind.isTimed && failure === null) book.latenciesMs = [...book.latenciesMs, ms].slice(-timesKept)
  const result = failure === null ? 'ok' : resultOf(failure.code)
  book.results = [...book.results, result].slice(-resultsKept)
  book.block = blockAfter(book.block, failure, kind)
  book.limit = limitAfter(book.limit, failure, clock)
  if (failure !== null && result !== 'ok') book.note = messageOf(failure)
  else if (stateOf(book) === 'ok') book.note = null
}

/** Local errors say nothing about the service. */
const ours = new Set<ErrorCode>(['request/cancelled', 'network/blocked-url', 'configuration/invalid', 'internal/bug'])
const unreachable = new Set<ErrorCode>([
  'provider/wrong-address',
  'network/offline',
  'network/interrupted',
  'network/timeout',
])
const failures = new Set<ErrorCode>([
  'credential/rejected',
  'provider/quota',
  'provider/bad-reply',
  'provider/task-failed',
])

/** A service that rejects a request, or asks to wait, is healthy. */
function resultOf(code: ErrorCode): Result {
  if (unreachable.has(code)) return 'unreachable'
  if (code === 'provider/unavailable') return 'outage'
  return failures.has(code) ? 'failed' : 'ok'
}

function blockAfter(previous: Book['block'], failure: AppError | null, kind: ResponseKind): Book['block'] {
  if (failure?.code === 'credential/rejected') return 'key-rejected'
  if (failure?.code === 'provider/quota') return 'out-of-credit'
  if (failure !== null) return previous
  return previous === 'out-of-credit' && kind.type === 'check' ? previous : null
}

function limitAfter(before: Limit | null, failure: AppError | null, clock: Clock): Limit | null {
  const afterMs = failure?.code === 'provider/rate-limited' ? failure.detail?.['afterMs'] : undefined
  if (typeof afterMs === 'number') return { forMs: Math.round(afterMs), passedMs: startTimer(clock) }
  return leftOf(before) > 0 ? before : null
}

function leftOf(limit: Limit | null): number {
  return limit === null ? 0 : limit.forMs - limit.passedMs()
}

function messageOf(failure: AppError): string {
  const message = failure.detail?.['message']
  return typeof message === 'string' && message !== '' ? message : failure.message
}

function stateOf({ block, results }: Book): Health['state'] {
  if (block !== null) return block
  if (results.length === 0) return 'unknown'
  // If there has never been a response, one failure is enough.
  if (results.every((result) => result === 'unreachable')) return 'down'
  const last = results.slice(-downAfter)
  if (last.length === downAfter && last.every(isOutage)) return 'down'
  const latest = results.slice(-recent)
  return failedIn(latest) / latest.length >= degradedFrom ? 'degraded' : 'ok'
}

function isOutage(result: Result): boolean {
  return result === 'outage' || result === 'unreachable'
}

function failedIn(results: readonly Result[]): number {
  return results.filter((result) => result !== 'ok').length
}

function toHealth(book: Book, clock: Clock): Health {
  const leftMs = leftOf(book.limit)
  return {
    state: stateOf(book),
    note: book.note,
    lastAnswerAtMs: book.lastAnswerAtMs,
    latencyMs: median(book.latenciesMs),
    imageMs: median(book.imagesMs),
    calls: book.results.length,
    failures: failedIn(book.results),
    limitedUntilMs: leftMs > 0 ? Math.round(clock.nowMs() + leftMs) : null,
    balance: book.balance,
  }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2
}
