import type { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-errors.ts'
import type { TransportFailure } from '../../platform/transport.ts'
import { redact } from '../../platform/redact.ts'
import type { ProviderAdapter } from './adapter.ts'
import { type BilledBeforeError, describeProblem, type ErrorFactory } from './error-factory.ts'
import { isWebPage } from './plain-text.ts'
import { isLoopback } from './url-policy.ts'
import type { RedactSecrets } from './redact-secrets.ts'

type Who = Pick<ProviderAdapter, 'label' | 'kind'>
type Facts = { readonly isBilled: BilledBeforeError; readonly isFree: boolean }

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

function sentencesOf({ kind, arrived }: TransportFailure, url: URL, who: Who) {
  const provider = who.label
  const { host } = url
  const isLocal = who.kind === 'local'
  if (kind === 'certificate') {
    return {
      code: 'network/blocked-url',
      what: messages.untrustedCertificate({ host }),
      next: messages.checkClock,
    } as const
  }
  if (kind === 'interrupted' || (kind === 'aborted' && arrived === 'maybe')) {
    return {
      code: 'network/interrupted',
      what: messages.connectionLost({ provider }),
      next: isLocal ? messages.checkServer : messages.checkConnection,
    } as const
  }
  if (isLocal) {
    return {
      code: 'network/offline',
      what: messages.noResponseAt({ provider, host }),
      next: messages.startServer,
    } as const
  }
  if (kind === 'refused') {
    return {
      code: 'network/offline',
      what: messages.cannotReach({ provider, host }),
      next: isLoopback(url) ? messages.startServer : messages.checkConnectionAndAddress,
    } as const
  }
  return {
    code: 'network/offline',
    what: messages.noRoute({ host }),
    next: messages.checkInternet,
  } as const
}

export function toTimeoutError(waitedMs: number, who: Who, errors: ErrorFactory, facts: Facts): AppError {
  const seconds = Math.round(waitedMs / 1_000)
  const provider = who.label
  return errors.make({
    code: 'network/timeout',
    what:
      seconds < 120
        ? messages.notFinishedInSeconds({ provider, seconds })
        : messages.notFinishedInMinutes({ provider, minutes: Math.round(seconds / 60) }),
    next: messages.tryLater,
    ...facts,
  })
}

/** Creates the error for a response that cannot be used. `problem`: what is wrong with it, for the report. */
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
    what: isPage ? messages.webPage({ provider: who.label }) : messages.unexpectedResponse({ provider: who.label }),
    next: isPage ? messages.checkLoginPage : messages.updateOrReport,
    ...facts,
    detail: { problem: describeProblem(problem), excerpt: excerptOf(bytes, errors.redactSecrets) },
  })
}

export function toTooLargeError(bytesMax: number, who: Who, errors: ErrorFactory, facts: Facts): AppError {
  return errors.make({
    code: 'media/too-large',
    what: messages.responseTooLarge({ provider: who.label, megabytes: Math.round(bytesMax / 1_000_000) }),
    next: messages.requestSmallerImage,
    ...facts,
    detail: { bytesMax },
  })
}

export function toRedirectError(to: URL | null, who: Who, errors: ErrorFactory, facts: Facts): AppError {
  const provider = who.label
  return errors.make({
    code: 'provider/bad-reply',
    what: to === null ? messages.moved({ provider }) : messages.movedTo({ provider, address: to.origin }),
    next: messages.correctBaseUrl,
    ...facts,
    detail: { host: to?.host },
  })
}

const readCharsMax = 50_000
const keptCharsMax = 1_500
const secretField = /("[^"]*(?:token|secret|key|password|credential|authorization)[^"]*"\s*:\s*)"[^"]*"?/gi

/** Returns the start of a response that was not understood, for a report: no secrets, no images. */
function excerptOf(bytes: Uint8Array, redactSecrets: RedactSecrets): string {
  const text = new TextDecoder().decode(bytes.subarray(0, readCharsMax))
  if (/[\p{Cc}]/u.test(text.slice(0, 500).replace(/[\r\n\t]/g, ''))) return `[${bytes.byteLength} bytes, binary]`
  const known = redactSecrets(text).replace(secretField, '$1"[redacted]"')
  const brief = known.replace(/[A-Za-z0-9+/_-]{200,}={0,2}/g, (run) => `[${run.length} characters]`)
  return String(redact(brief)).slice(0, keptCharsMax)
}
