import type { FailureResponse, Fault, FaultCode } from './fault.ts'
import { findMessage } from './wire/plain-text.ts'

/** Interprets a response that is not 2xx if the adapter does not. */
export function readFault(response: FailureResponse): Extract<Fault, { type: 'error' }> {
  return {
    type: 'error',
    code: codeOf(response.status),
    message: response.json === null ? response.text : findMessage(response.json),
  }
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

/** Returns how long a service asks to wait, if its headers say so: milliseconds, seconds, or a date. */
export function readRetryAfter(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  const inMs = Number(headers['retry-after-ms'] ?? Number.NaN)
  if (Number.isFinite(inMs)) return Math.max(0, Math.ceil(inMs))
  const written = headers['retry-after']?.trim() ?? ''
  if (written === '') return null
  const inSeconds = Number(written)
  if (Number.isFinite(inSeconds)) return Math.max(0, Math.ceil(inSeconds * 1_000))
  const untilMs = Date.parse(written)
  if (Number.isNaN(untilMs)) return null
  // Relative to the service's own clock, if it sends one: this computer's may be wrong.
  const sentMs = Date.parse(headers['date'] ?? '')
  return Math.max(0, untilMs - (Number.isNaN(sentMs) ? nowMs : sentMs))
}

/** Returns the request id that a service's support asks for. */
export function readRequestId(headers: Readonly<Record<string, string>>): string | null {
  const names = ['x-request-id', 'request-id', 'x-fal-request-id', 'apim-request-id', 'x-goog-request-id', 'cf-ray']
  for (const name of names) {
    const id = headers[name]
    if (id !== undefined && id !== '' && id.length <= 200) return id
  }
  return null
}
