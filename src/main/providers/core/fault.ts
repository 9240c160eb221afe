import type { ErrorCode } from '../../../shared/errors/index.ts'

/** An answer that is not 2xx, as the vendor wrote it. */
export interface FailureResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON; null where it is none (proxies answer in HTML). */
  readonly json: unknown
  /** The body as text, shortened. */
  readonly text: string
}

/** What a vendor's answer means. `refused` becomes an outcome, everything else an error. */
export type Fault =
  | {
      readonly is: 'refused'
      readonly what: 'prompt' | 'input' | 'output'
      readonly words: string
      readonly isBilled: 'yes' | 'no' | 'unknown'
    }
  | {
      readonly is: 'error'
      readonly code: FaultCode
      /** The vendor's own words, without markup; empty = none worth showing. */
      readonly words: string
      /** How long to leave it alone, where it says. */
      readonly afterMs?: number
      readonly isBilled?: 'yes' | 'no' | 'unknown'
    }
  /** Nothing was begun: ask again after a while (a model that is being loaded). */
  | { readonly is: 'not-ready'; readonly afterMs: number; readonly words: string }

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
