import type { AppError } from '../../../shared/errors/index.ts'
import type { Transport } from '../../platform/transport.ts'
import type { ProviderSession } from '../provider-manager.ts'
import type { LiveUpdate, ProviderAdapter } from './adapter.ts'
import type { CloudProject } from './call.ts'

/** What one request came to: fed to the service's health. */
export interface AnswerReport {
  /** From sending to the head of the answer, or to the failure. */
  readonly ms: number
  /** null where no answer came. */
  readonly status: number | null
  /** null where the answer is good, and where the service refused the content: it is well. */
  readonly failure: AppError | null
}

export interface SessionParts {
  readonly adapter: ProviderAdapter
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
  readonly onUpdate: (update: LiveUpdate) => void
  readonly onSending: () => void
  readonly onAnswer: (answer: AnswerReport) => void
}

export declare function createSession(parts: SessionParts): ProviderSession
