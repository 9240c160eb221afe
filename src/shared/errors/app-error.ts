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

/**
 * Builds an error from what failed, a sentence such as "Could not save coffee.png.", and the operating system's reason.
 */
export function toFileError(thrown: unknown, failure: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = errnoOf(thrown)
  const options = { cause: thrown, detail: { errno: code ?? 'unknown' } }
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('storage/full', `${failure} ${messages.diskFull}`, options)
    case 'EIO':
    // A disk that was removed, or a share that is gone.
    case 'ENXIO':
    case 'ENODEV':
    case 'ESTALE':
      return new AppError('storage/failed', `${failure} ${messages.diskFailed}`, options)
    case 'EACCES':
    case 'EPERM':
      return new AppError('storage/read-only', `${failure} ${messages.notAllowed}`, options)
    case 'EROFS':
      return new AppError('storage/read-only', `${failure} ${messages.readOnlyFolder}`, options)
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('storage/not-found', `${failure} ${messages.fileMissing}`, options)
    case 'EISDIR':
      return new AppError('storage/not-found', `${failure} ${messages.isFolder}`, options)
    case 'EBUSY':
    case 'ETXTBSY':
      return new AppError('storage/locked', `${failure} ${messages.fileInUse}`, options)
    case 'EEXIST':
    // A link in its place, where links are refused.
    case 'ELOOP':
      return new AppError('storage/exists', `${failure} ${messages.fileExists}`, options)
    default:
      return new AppError(
        'internal/bug',
        `${failure} ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        options,
      )
  }
}

function errnoOf(thrown: unknown): string | undefined {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code
  return undefined
}
