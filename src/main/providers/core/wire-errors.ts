import type { AppError } from '../../../shared/errors/index.ts'
import type { TransportFailure } from '../../platform/transport.ts'
import { redact } from '../../platform/redact.ts'
import type { ProviderAdapter } from './adapter.ts'
import { type Billed, describeProblem, type ErrorFactory } from './error-factory.ts'
import { isWebPage } from './plain-words.ts'
import { isLoopback } from './url-policy.ts'
import type { RedactSecrets } from './redact-secrets.ts'

type Who = Pick<ProviderAdapter, 'label' | 'kind'>
type Facts = { readonly isBilled: Billed; readonly isFree: boolean }

export function isTransportFailure(thrown: unknown): thrown is TransportFailure {
  return thrown !== null && typeof thrown === 'object' && 'isTransportFailure' in thrown
}

export function toWireError(
  failure: TransportFailure,
  url: URL,
  who: Who,
  errors: ErrorFactory,
  facts: Facts,
): AppError {
  const { reason, arrived, kind } = failure
  const detail = { host: url.host, reason, arrived, ...(kind === 'refused' && { isRefused: true }) }
  return errors.make({ ...sentencesOf(failure, url, who), ...facts, detail, cause: failure })
}

const startIt = 'Start it, or correct its address on the Models page, then try again.'

function sentencesOf({ kind, arrived }: TransportFailure, url: URL, who: Who) {
  const { label } = who
  const isLocal = who.kind === 'local'
  if (kind === 'certificate') {
    return {
      code: 'network/blocked-url',
      what: `The certificate of ${url.host} cannot be trusted, so Atelier did not talk to it`,
      next: 'Check this computer’s clock, and whether a proxy or virus scanner is in the way.',
    } as const
  }
  if (kind === 'interrupted' || (kind === 'aborted' && arrived === 'maybe')) {
    return {
      code: 'network/interrupted',
      what: `The connection to ${label} was cut before the answer was complete`,
      next: isLocal ? 'Look whether it is still running, then try again.' : 'Check the connection, then try again.',
    } as const
  }
  if (isLocal) {
    return {
      code: 'network/offline',
      what: `${label} does not answer at ${url.host}`,
      next: startIt,
    } as const
  }
  if (kind === 'refused') {
    return {
      code: 'network/offline',
      what: `${label} cannot be reached: nothing answers at ${url.host}`,
      next: isLoopback(url) ? startIt : 'Check the connection and the address, then try again.',
    } as const
  }
  return {
    code: 'network/offline',
    what: `Atelier cannot reach ${url.host}: there is no way to it from this computer`,
    next: 'Check the internet connection, then try again.',
  } as const
}

export function toTimeoutError(waitedMs: number, who: Who, errors: ErrorFactory, facts: Facts): AppError {
  const seconds = Math.round(waitedMs / 1_000)
  const waited = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`
  return errors.make({
    code: 'network/timeout',
    what: `${who.label} did not finish its answer within ${waited}`,
    next: 'Try again in a while.',
    ...facts,
  })
}

/** An answer that came, and cannot be used. `problem`: what is wrong with it, for the report. */
export function toBadResponse(
  bytes: Uint8Array,
  problem: unknown,
  who: Who,
  errors: ErrorFactory,
  facts: Facts,
): AppError {
  const start = new TextDecoder().decode(bytes.subarray(0, 1_000))
  const isPage = isWebPage(start)
  return errors.make({
    code: 'provider/bad-reply',
    what: isPage
      ? `${who.label} answered with a web page where Atelier expected data`
      : `${who.label} answered in a way Atelier does not know`,
    next: isPage
      ? 'A login page of the network you are in may be in the way; otherwise check the base URL, then try again.'
      : 'Look for a newer Atelier, or report it with the details.',
    ...facts,
    detail: { problem: describeProblem(problem), excerpt: excerptOf(bytes, errors.redactSecrets) },
  })
}

export function toTooLargeError(bytesMax: number, who: Who, errors: ErrorFactory, facts: Facts): AppError {
  return errors.make({
    code: 'media/too-large',
    what: `${who.label} sent more than ${Math.round(bytesMax / 1_000_000)} MB, more than Atelier takes`,
    next: 'Ask for a smaller image.',
    ...facts,
    detail: { bytesMax },
  })
}

export function toRedirectError(to: URL | null, who: Who, errors: ErrorFactory, facts: Facts): AppError {
  return errors.make({
    code: 'provider/bad-reply',
    what: `${who.label} has moved${to === null ? '' : ` to ${to.origin}`} and cannot be sent work at this address`,
    next: 'Correct its base URL on the Models page, then try again.',
    ...facts,
    detail: { host: to?.host },
  })
}

const readCharsMax = 50_000
const keptCharsMax = 1_500
const secretField = /("[^"]*(?:token|secret|key|password|credential|authorization)[^"]*"\s*:\s*)"[^"]*"?/gi

/** The beginning of an answer that was not understood, for a report: no secrets, no pictures. */
function excerptOf(bytes: Uint8Array, redactSecrets: RedactSecrets): string {
  const text = new TextDecoder().decode(bytes.subarray(0, readCharsMax))
  if (/[\p{Cc}]/u.test(text.slice(0, 500).replace(/[\r\n\t]/g, ''))) return `[${bytes.byteLength} bytes, no text]`
  const known = redactSecrets(text).replace(secretField, '$1"[redacted]"')
  const brief = known.replace(/[A-Za-z0-9+/_-]{200,}={0,2}/g, (run) => `[${run.length} characters]`)
  return String(redact(brief)).slice(0, keptCharsMax)
}
