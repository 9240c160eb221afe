import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/database.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { Migration } from '../migrations/migration.ts'
import { toDatabaseError } from './sqlite-error.ts'
import { inTransaction } from './transaction.ts'

/**
 * Migrates the schema, each step in its own transaction: a kill leaves the file at one of the versions. Returns the
 * version found, or null where it was current.
 */
export function migrate(
  db: DatabaseSync,
  file: string,
  migrations: readonly Migration[],
  onBegun: () => void = () => undefined,
): number | null {
  const found = readVersion(db)
  const latest = migrations.at(-1)?.version ?? 0
  if (found > latest) throw newerError(found, latest)
  if (found === latest) return null
  if (found > 0) {
    onBegun()
    backUp(db, file, found, latest)
  }
  // A step that rebuilds a table must not fail on references to the old one; they are checked before each commit.
  db.exec('PRAGMA foreign_keys = OFF')
  for (const migration of migrations) runStep(db, migration)
  return found
}

function runStep(db: DatabaseSync, migration: Migration): void {
  try {
    inTransaction(db, () => {
      // Read again under the lock: the window and the command line may start at the same moment.
      if (readVersion(db) >= migration.version) return
      migration.apply(db)
      const broken = db.prepare('PRAGMA foreign_key_check').get()
      if (broken !== undefined) throw new AppError('storage/migration-failed', messages.danglingReference)
      db.exec(`PRAGMA user_version = ${migration.version}`)
    })
  } catch (thrown) {
    const error = toDatabaseError(thrown, messages.cannotUpdateLibrary)
    if (error.code !== 'internal/bug' && error.code !== 'storage/migration-failed') throw error
    throw new AppError(
      'storage/migration-failed',
      messages.updateFailed({ step: migration.version, reason: thrown instanceof Error ? thrown.message : '' }),
      { cause: thrown, detail: { version: migration.version } },
    )
  }
}

function readVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}

/** Writes a full copy as `<file>.before-v<latest>`, so that users can go back to the previous version. */
function backUp(db: DatabaseSync, file: string, found: number, latest: number): void {
  const copy = `${file}.before-v${latest}`
  const temporary = temporaryNameFor(copy)
  try {
    db.prepare('VACUUM INTO ?').run(temporary)
    const handle = openSync(temporary, 'r+')
    fsyncSync(handle)
    closeSync(handle)
    renameSync(temporary, copy)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw toDatabaseError(thrown, messages.cannotKeepCopy({ version: found }))
  }
}

function newerError(found: number, latest: number): AppError {
  return new AppError('storage/migration-failed', messages.newerLibrary, { detail: { found, latest } })
}
