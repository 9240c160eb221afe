import * as messages from '../messages/en/start.ts'
import type { ErrorCode } from './error-code.ts'
import type { ErrorData } from './error-data.ts'

/**
 * The only error class. `message` is for display and says what happened, what was lost (if anything) and what to do
 * next; `code` is for branching; `detail` is plain data for the log.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly detail: ErrorData['detail']

  constructor(code: ErrorCode, message: string, options: { detail?: ErrorData['detail']; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.detail = options.detail
  }

  static cancelled(): AppError {
    return new AppError('request/cancelled', messages.canceled)
  }
}

/** Converts anything thrown to plain data; anything but an `AppError` is a bug of ours and is reported as such. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) {
    return { code: thrown.code, message: thrown.message, ...(thrown.detail && { detail: thrown.detail }) }
  }
  if (isAbort(thrown)) return { code: 'request/cancelled', message: messages.canceled }
  return { code: 'internal/bug', message: thrown instanceof Error ? thrown.message : String(thrown) }
}

export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.message, data.detail === undefined ? {} : { detail: data.detail })
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError'
}
