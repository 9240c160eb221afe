import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/database.ts'
import { diskFull } from '../../../shared/messages/en/start.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'

// Primary result codes, https://www.sqlite.org/rescode.html
export const sqlite = {
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

/** Returns an error with what failed, as a sentence such as "Could not open the library.", and SQLite's own message. */
export function toDatabaseError(thrown: unknown, failure: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = resultCode(thrown)
  if (code === null) return toFileError(thrown, failure)
  const options = { cause: thrown, detail: { sqlite: code, reason: thrown instanceof Error ? thrown.message : '' } }
  switch (code & 0xff) {
    case sqlite.full:
      return new AppError('storage/full', `${failure} ${diskFull}`, options)
    case sqlite.perm:
    case sqlite.readOnly:
    case sqlite.cannotOpen:
      return new AppError('storage/read-only', joinSentences(failure, messages.folderNotWritable), options)
    case sqlite.busy:
    case sqlite.locked:
      return new AppError('storage/locked', joinSentences(failure, messages.libraryInUse), options)
    case sqlite.corrupt:
    case sqlite.notDatabase:
      return new AppError('storage/corrupt', joinSentences(failure, messages.databaseDamaged), options)
    case sqlite.io:
      return new AppError('storage/full', joinSentences(failure, messages.diskRefused), options)
    default:
      return new AppError('internal/bug', `${failure} ${thrown instanceof Error ? thrown.message : ''}`, options)
  }
}

/** Returns the extended result code of an error thrown by node:sqlite. */
export function resultCode(thrown: unknown): number | null {
  if (thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number') return thrown.errcode
  return null
}
