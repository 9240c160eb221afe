import type { AtelierErrorCode } from './tool-types.ts'

export interface AtelierErrorOptions {
  /** What the tool returned nevertheless, such as the estimate of a call that cannot be sent. */
  readonly result?: unknown
  readonly cause?: unknown
}

/** Why a call failed. The message says what to do next; `code` is stable, for programs to branch on. */
export class AtelierError extends Error {
  readonly code: AtelierErrorCode | 'client/not-started' | 'client/closed'
  readonly result: unknown

  constructor(code: AtelierError['code'], message: string, { result, cause }: AtelierErrorOptions = {}) {
    super(message, { cause })
    this.name = 'AtelierError'
    this.code = code
    this.result = result
  }
}
