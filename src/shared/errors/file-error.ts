import * as messages from '../messages/en/start.ts'
import { AppError } from './app-error.ts'

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
