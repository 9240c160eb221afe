import type { TransportFailure } from '../../../src/main/platform/transport.ts'

/** One request for the program to send. */
export interface NetStep {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly bodyBytes?: number
  readonly isOnce?: boolean
  readonly abortAfterMs?: number
  readonly stopAfterBytes?: number
}

export interface NetResult {
  status?: number
  headers?: Readonly<Record<string, string>>
  bytes?: number
  sha256?: string
  failure?: TransportFailure
}
