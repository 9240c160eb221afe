import { AppError, toFileError } from '../../../shared/errors/index.ts'

// Primary result codes, https://www.sqlite.org/rescode.html
const sqlite = {
  perm: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notDatabase: 26,
}

/** Translates what SQLite says into words for a person. `doing` completes "Atelier could not …". */
export function toDatabaseError(thrown: unknown, doing: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = resultCode(thrown)
  if (code === null) return toFileError(thrown, doing)
  const failed = `Atelier could not ${doing}`
  const options = { cause: thrown, detail: { sqlite: code, reason: thrown instanceof Error ? thrown.message : '' } }
  switch (code & 0xff) {
    case sqlite.full:
      return new AppError('storage/full', `${failed}: the disk is full. Free some space and try again.`, options)
    case sqlite.perm:
    case sqlite.readOnly:
    case sqlite.cannotOpen:
      return new AppError(
        'storage/read-only',
        `${failed}: its folder cannot be written to. Change its permissions, or choose another with ATELIER_HOME.`,
        options,
      )
    case sqlite.busy:
    case sqlite.locked:
      return new AppError('storage/locked', `${failed}: another program is using the library. Try again.`, options)
    case sqlite.corrupt:
    case sqlite.notDatabase:
      return new AppError(
        'storage/corrupt',
        `${failed}: its database is damaged. The image files are not affected: start Atelier again, and it sets the damaged database aside and rebuilds it from them.`,
        options,
      )
    case sqlite.io:
      return new AppError(
        'storage/full',
        `${failed}: the disk refused to write. Check that it has free space and is still connected, then try again.`,
        options,
      )
    default:
      return new AppError('internal/bug', `${failed}: ${thrown instanceof Error ? thrown.message : ''}`, options)
  }
}

/** The extended result code of an error thrown by node:sqlite. */
function resultCode(thrown: unknown): number | null {
  if (thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number') return thrown.errcode
  return null
}
