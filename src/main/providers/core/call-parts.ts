import type { AppError } from '../../../shared/errors/index.ts'
import type { Transport } from '../../platform/network/transport.ts'
import type { LiveUpdate, ProviderAdapter } from './adapter.ts'
import type { Call, CloudProject } from './call.ts'

/** The outcome of one request, used to track the service's health. */
export interface ResponseReport {
  /** From sending to the response headers, or to the failure. */
  readonly ms: number
  /** null if there was no response. */
  readonly status: number | null
  /** null if the response is good or the service refused the content: it is healthy in both cases. */
  readonly failure: AppError | null
}

/** What a call needs to know about its service: a provider's adapter, or any other service. */
export type CallService = Pick<
  ProviderAdapter,
  'label' | 'kind' | 'baseUrl' | 'apiHosts' | 'deliveryHosts' | 'credential' | 'timing' | 'readFailure'
> & {
  readonly id: string
  /** In place of the advice to look on the Models page: for who is there, or sets key and address elsewhere. */
  readonly advice?: Partial<ServiceAdvice>
}

/** What to do about a wrong key or address, as sentences. */
export interface ServiceAdvice {
  readonly checkKey: string
  readonly checkAddress: string
  readonly startServer: string
  readonly correctBaseUrl: string
}

/** One service with its key, its address and a network. */
export interface CallParts {
  readonly adapter: CallService
  readonly credentialHeaders: Readonly<Record<string, string>>
  /** Everything that must never leak: keys, passwords, access tokens. */
  readonly secrets: readonly string[]
  /** The adapter's own, or the user's. */
  readonly baseUrl: string
  readonly transport: Transport
  readonly signal: AbortSignal
  readonly appVersion: string
  /** Passed on as `Call.project`. */
  readonly project?: CloudProject | undefined
  /** Passed on as `Call.readText`. */
  readonly readText?: Call['readText']
  readonly onUpdate: (update: LiveUpdate) => void
  /** Called right before a paid request's socket opens; throws if the user has canceled. */
  readonly onSending: () => void
  readonly onAnswer: (response: ResponseReport) => void
  readonly limits?: Partial<CallLimits>
}

export interface CallLimits {
  /** Of one response; results are embedded in it as base64. */
  readonly replyBytesMax: number
  /** Of one downloaded image. */
  readonly imageBytesMax: number
  /** For a request that has no body and starts nothing; others may take as long as the adapter's submission. */
  readonly requestTimeoutMs: number
  readonly downloadTimeoutMs: number
  /** Without a byte, once the response has begun. */
  readonly silenceMs: number
  /** The same for a paid response: services stream while they draw, with long silences. */
  readonly paidSilenceMs: number
  /** Before a paid request that never arrived is sent again. */
  readonly resendPauseMs: number
  /** Before each further attempt at a download. */
  readonly downloadPausesMs: readonly number[]
}

export const defaultLimits: CallLimits = {
  replyBytesMax: 200_000_000,
  imageBytesMax: 100_000_000,
  requestTimeoutMs: 120_000,
  downloadTimeoutMs: 600_000,
  silenceMs: 30_000,
  paidSilenceMs: 180_000,
  resendPauseMs: 400,
  // A computer that has just woken up takes a while to find the network, and the image is paid for.
  downloadPausesMs: [200, 600, 1_500, 4_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000],
}
