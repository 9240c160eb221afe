import { AppError } from './app-error.ts'

/**
 * Translates what the operating system says about a file into words for a person.
 * `doing` completes "Atelier could not …", for example "save coffee.png".
 */
export function toFileError(thrown: unknown, doing: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = errnoOf(thrown)
  const failed = `Atelier could not ${doing}`
  const options = { cause: thrown, detail: { errno: code ?? 'unknown' } }
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('storage/full', `${failed}: the disk is full. Free some space and try again.`, options)
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'storage/read-only',
        `${failed}: the system does not allow it. Change the permissions of the file or its folder, or choose another.`,
        options,
      )
    case 'EROFS':
      return new AppError(
        'storage/read-only',
        `${failed}: this folder cannot be written to. Choose another folder, or change its permissions.`,
        options,
      )
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('storage/not-found', `${failed}: the file or folder is not there any more.`, options)
    case 'EISDIR':
      return new AppError('storage/not-found', `${failed}: this is a folder, not a file.`, options)
    case 'EBUSY':
    case 'ETXTBSY':
      return new AppError('storage/locked', `${failed}: another program is using the file.`, options)
    case 'EEXIST':
      return new AppError('storage/exists', `${failed}: a file of that name is already there.`, options)
    default:
      return new AppError(
        'internal/bug',
        `${failed}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        options,
      )
  }
}

function errnoOf(thrown: unknown): string | undefined {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code
  return undefined
}
