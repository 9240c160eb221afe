import type { FailureResponse, Fault, FaultCode } from './fault.ts'
import { findWords } from './plain-words.ts'

/** What an answer that is not 2xx means where the adapter has nothing to say about it. */
export function readFault(reply: FailureResponse): Extract<Fault, { is: 'error' }> {
  return { is: 'error', code: codeOf(reply.status), words: reply.json === null ? reply.text : findWords(reply.json) }
}

function codeOf(status: number): FaultCode {
  switch (status) {
    case 401:
    case 403:
      return 'credential/rejected'
    case 402:
      return 'provider/quota'
    case 404:
      return 'provider/unknown-model'
    case 410:
      return 'provider/task-expired'
    case 429:
      return 'provider/rate-limited'
    case 408:
    case 425:
      return 'provider/unavailable'
    default:
      return status >= 400 && status < 500 ? 'provider/invalid-request' : 'provider/unavailable'
  }
}

/** How long a service asks to be left alone, where its headers say: milliseconds, seconds, or a date. */
export function readRetryAfter(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  const inMs = Number(headers['retry-after-ms'] ?? Number.NaN)
  if (Number.isFinite(inMs)) return Math.max(0, Math.ceil(inMs))
  const written = headers['retry-after']?.trim() ?? ''
  if (written === '') return null
  const inSeconds = Number(written)
  if (Number.isFinite(inSeconds)) return Math.max(0, Math.ceil(inSeconds * 1_000))
  const untilMs = Date.parse(written)
  if (Number.isNaN(untilMs)) return null
  // By the service's own clock where it tells it: this computer's may be wrong.
  const sentMs = Date.parse(headers['date'] ?? '')
  return Math.max(0, untilMs - (Number.isNaN(sentMs) ? nowMs : sentMs))
}

/** The number a service's support asks for. */
export function readRequestId(headers: Readonly<Record<string, string>>): string | null {
  const names = ['x-request-id', 'request-id', 'x-fal-request-id', 'apim-request-id', 'x-goog-request-id', 'cf-ray']
  for (const name of names) {
    const id = headers[name]
    if (id !== undefined && id !== '' && id.length <= 200) return id
  }
  return null
}
