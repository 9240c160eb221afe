import type { CredentialsCheck } from '../../../../shared/domain/credentials.ts'
import type { CredentialsPlan, CredentialsSource } from '../../content-credentials.ts'

/** Messages between the imaging process and its Content Credentials thread. */

export interface SignJob {
  readonly type: 'sign'
  readonly bytes: Uint8Array
  readonly mime: string
  readonly title: string
  readonly plan: CredentialsPlan
  /** IPTC digital source type, the last segment of its URL; null = unspecified. */
  readonly digitalSourceType: string | null
}

export interface CheckJob {
  readonly type: 'check'
  readonly path: string
  readonly mime: string
}

export type CredentialsJob = SignJob | CheckJob
export type { CredentialsSource }

export type ToCredentialsThread =
  | { readonly type: 'do'; readonly job: CredentialsJob }
  | { readonly type: 'signature'; readonly bytes: Uint8Array }

export type FromCredentialsThread =
  | { readonly type: 'toSign'; readonly bytes: Uint8Array }
  | { readonly type: 'signed'; readonly bytes: Uint8Array }
  | { readonly type: 'checked'; readonly check: CredentialsCheck }
  | { readonly type: 'failed'; readonly message: string }
