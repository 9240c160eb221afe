import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors/index.ts'
import type { Migration } from '../migrations/migration.ts'
import type { OpenReport } from '../protocol.ts'
import { migrate } from './migrate.ts'
import { salvage } from './salvage.ts'
import { setAside } from './set-aside.ts'
import { toDatabaseError } from './sqlite-error.ts'

/**
 * Opens the file, brings its schema up to date, and starts anew where it is damaged: the damaged file is kept beside
 * it and what can still be read is carried over. The library's sweep adopts the pictures that were not.
 */
export function openDatabase(file: string, migrations: readonly Migration[]): { db: DatabaseSync; report: OpenReport } {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const opened = openSound(file, migrations)
    return { db: opened.db, report: { migratedFrom: opened.migratedFrom, rebuilt: null } }
  } catch (thrown) {
    const error = toDatabaseError(thrown, 'open the library')
    if (error.code !== 'storage/corrupt') throw error
    return rebuild(file, migrations)
  }
}

function rebuild(file: string, migrations: readonly Migration[]): { db: DatabaseSync; report: OpenReport } {
  try {
    const setAsidePath = setAside(file)
    const { db } = openSound(file, migrations)
    return { db, report: { migratedFrom: null, rebuilt: { setAsidePath, salvaged: salvage(db, setAsidePath) } } }
  } catch (thrown) {
    throw toDatabaseError(thrown, 'rebuild its damaged database')
  }
}

function openSound(file: string, migrations: readonly Migration[]): { db: DatabaseSync; migratedFrom: number | null } {
  const db = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: true })
  try {
    const migratedFrom = migrate(db, file, migrations)
    db.exec('PRAGMA journal_mode = WAL')
    // FULL, not NORMAL: a call that has resolved must survive a power cut too. It costs one fsync of the log per
    // write, on this thread only.
    db.exec('PRAGMA synchronous = FULL')
    db.exec('PRAGMA foreign_keys = ON')
    check(db)
    return { db, migratedFrom }
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** Reads the tables everything hangs on. The mask tiles, which may be large, are only read when they are asked for. */
function check(db: DatabaseSync): void {
  for (const table of ['assets', 'documents', 'jobs']) {
    const answer = db.prepare(`PRAGMA quick_check(${table})`).get()?.['quick_check']
    if (answer !== 'ok') {
      throw new AppError('storage/corrupt', `The library's database is damaged.`, {
        detail: { answer: String(answer) },
      })
    }
  }
}
