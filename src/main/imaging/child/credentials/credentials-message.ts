import type { CredentialsCheck } from '../../../../shared/domain/credentials-check.ts'
import type { CredentialsPlan, CredentialsSource } from '../../content-credentials.ts'

/** What crosses between the imaging process and its thread for Content Credentials. */

export interface SignJob {
  readonly is: 'sign'
  readonly bytes: Uint8Array
  readonly mime: string
  readonly title: string
  readonly plan: CredentialsPlan
  /** IPTC's kind of source, the last part of its address; null = not said. */
  readonly digitalSourceType: string | null
}

export interface CheckJob {
  readonly is: 'check'
  readonly path: string
  readonly mime: string
}

export type CredentialsJob = SignJob | CheckJob
export type { CredentialsSource }

export type ToCredentialsThread =
  { readonly kind: 'do'; readonly job: CredentialsJob } | { readonly kind: 'signature'; readonly bytes: Uint8Array }

export type FromCredentialsThread =
  | { readonly kind: 'toSign'; readonly bytes: Uint8Array }
  | { readonly kind: 'signed'; readonly bytes: Uint8Array }
  | { readonly kind: 'checked'; readonly check: CredentialsCheck }
  | { readonly kind: 'failed'; readonly message: string }
