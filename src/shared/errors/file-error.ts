import * as messages from '../messages/en/start.ts'
import { AppError } from './app-error.ts'

/**
 * Translates what the operating system says about a file into words for a person.
 * `action` completes "Atelier could not …", for example "save coffee.png".
 */
export function toFileError(thrown: unknown, action: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = errnoOf(thrown)
  const options = { cause: thrown, detail: { errno: code ?? 'unknown' } }
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('storage/full', messages.diskFull({ action }), options)
    case 'EACCES':
    case 'EPERM':
      return new AppError('storage/read-only', messages.notAllowed({ action }), options)
    case 'EROFS':
      return new AppError('storage/read-only', messages.readOnlyFolder({ action }), options)
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('storage/not-found', messages.fileMissing({ action }), options)
    case 'EISDIR':
      return new AppError('storage/not-found', messages.isFolder({ action }), options)
    case 'EBUSY':
    case 'ETXTBSY':
      return new AppError('storage/locked', messages.fileInUse({ action }), options)
    case 'EEXIST':
      return new AppError('storage/exists', messages.fileExists({ action }), options)
    default:
      return new AppError(
        'internal/bug',
        messages.couldNot({ action, reason: thrown instanceof Error ? thrown.message : String(thrown) }),
        options,
      )
  }
}

function errnoOf(thrown: unknown): string | undefined {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code
  return undefined
}
