import type { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/provider-errors.ts'
import type { TransportFailure } from '../../../platform/network/transport.ts'
import { redact } from '../../../platform/redact.ts'
import type { CallService } from '../call-parts.ts'
import { type BilledBeforeError, describeProblem, type ErrorFactory } from '../error-factory.ts'
import { isWebPage } from './plain-text.ts'
import { isLoopback } from './url-policy.ts'
import type { RedactSecrets } from './redact-secrets.ts'

type Service = Pick<CallService, 'label' | 'kind' | 'advice'>
type Facts = { readonly isBilled: BilledBeforeError; readonly isFree: boolean }

export function isTransportFailure(thrown: unknown): thrown is TransportFailure {
  return thrown !== null && typeof thrown === 'object' && 'isTransportFailure' in thrown
}

export function toWireError(
  failure: TransportFailure,
  url: URL,
  service: Service,
  errors: ErrorFactory,
  facts: Facts,
): AppError {
  const { reason, arrived, kind } = failure
  const detail = { host: url.host, reason, arrived, ...(kind === 'refused' && { isRefused: true }) }
  return errors.make({ ...sentencesOf(failure, url, service), ...facts, detail, cause: failure })
}

function sentencesOf({ kind, arrived }: TransportFailure, url: URL, service: Service) {
  const provider = service.label
  const startServer = service.advice?.startServer ?? messages.startServer
  const { host } = url
  const isLocal = service.kind === 'local'
  if (kind === 'certificate') {
    return {
      code: 'network/blocked-url',
      summary: messages.untrustedCertificate({ host }),
      advice: messages.checkClock,
    } as const
  }
  if (kind === 'interrupted' || (kind === 'aborted' && arrived === 'maybe')) {
    return {
      code: 'network/interrupted',
      summary: messages.connectionLost({ provider }),
      advice: isLocal ? messages.checkServer : messages.checkConnection,
    } as const
  }
  if (isLocal) {
    return {
      code: 'network/offline',
      summary: messages.noResponseAt({ provider, host }),
      advice: startServer,
    } as const
  }
  if (kind === 'refused') {
    return {
      code: 'network/offline',
      summary: messages.cannotReach({ provider, host }),
      advice: isLoopback(url) ? startServer : messages.checkConnectionAndAddress,
    } as const
  }
  return {
    code: 'network/offline',
    summary: messages.noRoute({ host }),
    advice: messages.checkInternet,
  } as const
}

export function toTimeoutError(waitedMs: number, service: Service, errors: ErrorFactory, facts: Facts): AppError {
  const seconds = Math.round(waitedMs / 1_000)
  const provider = service.label
  return errors.make({
    code: 'network/timeout',
    summary:
      seconds < 120
        ? messages.notFinishedInSeconds({ provider, seconds })
        : messages.notFinishedInMinutes({ provider, minutes: Math.round(seconds / 60) }),
    advice: messages.tryLater,
    ...facts,
  })
}

/** Creates the error for a response that cannot be used. `problem`: what is wrong with it, for the report. */
export function toBadResponse(
  bytes: Uint8Array,
  problem: unknown,
  service: Service,
  errors: ErrorFactory,
  facts: Facts,
): AppError {
  const start = new TextDecoder().decode(bytes.subarray(0, 1_000))
  const isPage = isWebPage(start)
  return errors.make({
    code: 'provider/bad-reply',
    summary: isPage
      ? messages.webPage({ provider: service.label })
      : messages.unexpectedResponse({ provider: service.label }),
    advice: isPage ? messages.checkLoginPage : messages.updateOrReport,
    ...facts,
    detail: { isPage, problem: describeProblem(problem), excerpt: excerptOf(bytes, errors.redactSecrets) },
  })
}

export function toTooLargeError(bytesMax: number, service: Service, errors: ErrorFactory, facts: Facts): AppError {
  return errors.make({
    code: 'media/too-large',
    summary: messages.responseTooLarge({ provider: service.label, megabytes: Math.round(bytesMax / 1_000_000) }),
    advice: messages.requestSmallerImage,
    ...facts,
    detail: { bytesMax },
  })
}

export function toRedirectError(to: URL | null, service: Service, errors: ErrorFactory, facts: Facts): AppError {
  const provider = service.label
  return errors.make({
    code: 'provider/bad-reply',
    summary: to === null ? messages.moved({ provider }) : messages.movedTo({ provider, address: to.origin }),
    advice: service.advice?.correctBaseUrl ?? messages.correctBaseUrl,
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
