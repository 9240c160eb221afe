import type { ErrorCode } from '../../../shared/errors/index.ts'

/** A response that is not 2xx, as sent by the vendor. */
export interface FailureResponse {
  readonly status: number
  /** Of the request, if known. */
  readonly path?: string
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON; null if it is not JSON (proxies respond with HTML). */
  readonly json: unknown
  /** The body as text, truncated. */
  readonly text: string
}

/** The meaning of a vendor's response. `refused` becomes an outcome, everything else an error. */
export type Fault =
  | {
      readonly type: 'refused'
      readonly what: 'prompt' | 'input' | 'output'
      readonly message: string
      readonly isBilled: 'yes' | 'no' | 'unknown'
    }
  | {
      readonly type: 'error'
      readonly code: FaultCode
      /** The vendor's own message, without markup; empty = none worth showing. */
      readonly message: string
      /** How long to wait before a retry, if stated. */
      readonly afterMs?: number
      readonly isBilled?: 'yes' | 'no' | 'unknown'
    }
  /** Nothing was started: retry after a while (a model that is being loaded). */
  | { readonly type: 'not-ready'; readonly afterMs: number; readonly message: string }

export type FaultCode = Extract<
  ErrorCode,
  | 'credential/rejected'
  | 'provider/invalid-request'
  | 'provider/unknown-model'
  | 'provider/wrong-address'
  | 'provider/quota'
  | 'provider/rate-limited'
  | 'provider/unavailable'
  | 'provider/task-failed'
  | 'provider/task-expired'
  | 'provider/unsupported'
>
