import type { AppError } from '../../../shared/errors/index.ts'
import type { Transport } from '../../platform/transport.ts'
import type { LiveUpdate, ProviderAdapter } from './adapter.ts'
import type { Call, CloudProject } from './call.ts'

/** What one request came to: fed to the service's health. */
export interface ResponseReport {
  /** From sending to the head of the answer, or to the failure. */
  readonly ms: number
  /** null where no answer came. */
  readonly status: number | null
  /** null where the answer is good, and where the service refused the content: it is well. */
  readonly failure: AppError | null
}

/** What a call has to know of whom it asks: a provider's adapter, or any other service. */
export type CallService = Pick<
  ProviderAdapter,
  'label' | 'kind' | 'baseUrl' | 'apiHosts' | 'deliveryHosts' | 'credential' | 'timing' | 'readFailure'
> & {
  readonly id: string
  /** Where its key is set, for people: `in Settings`; absent = on the Models page. */
  readonly keyPlace?: string
}

/** One service with its key, its address and a network. */
export interface CallParts {
  readonly adapter: CallService
  readonly credentialHeaders: Readonly<Record<string, string>>
  /** Everything that must never leave: keys, passwords, access tokens. */
  readonly secrets: readonly string[]
  /** The adapter's own, or the person's. */
  readonly baseUrl: string
  readonly transport: Transport
  readonly signal: AbortSignal
  readonly appVersion: string
  /** Handed on as `Call.project`. */
  readonly project?: CloudProject | undefined
  /** Handed on as `Call.readText`. */
  readonly readText?: Call['readText']
  readonly onUpdate: (update: LiveUpdate) => void
  /** Called directly before a paid request's socket opens; throws where the person has canceled. */
  readonly onSending: () => void
  readonly onAnswer: (answer: ResponseReport) => void
  readonly limits?: Partial<CallLimits>
}

export interface CallLimits {
  /** Of one answer; results come inside as base64. */
  readonly replyBytesMax: number
  /** Of one downloaded picture. */
  readonly pictureBytesMax: number
  /** For a request that carries and starts nothing; others may take as long as the adapter's submission. */
  readonly requestTimeoutMs: number
  readonly downloadTimeoutMs: number
  /** Without a byte, once the answer has begun. */
  readonly silenceMs: number
  /** The same for an answer that was paid for: services stream while they draw, with long silences. */
  readonly paidSilenceMs: number
  /** Before a paid request that never arrived is sent again. */
  readonly resendPauseMs: number
  /** Before each further attempt at a download. */
  readonly downloadPausesMs: readonly number[]
}

export const defaultLimits: CallLimits = {
  replyBytesMax: 200_000_000,
  pictureBytesMax: 100_000_000,
  requestTimeoutMs: 120_000,
  downloadTimeoutMs: 600_000,
  silenceMs: 30_000,
  paidSilenceMs: 180_000,
  resendPauseMs: 400,
  // A computer that has just woken up takes its time to find the network, and the picture is paid for.
  downloadPausesMs: [200, 600, 1_500, 4_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000],
}
