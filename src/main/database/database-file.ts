import { dirname } from 'node:path'
import { DatabaseSync, backup } from 'node:sqlite'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/database.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import { toDatabaseError } from './worker/sqlite-error.ts'

/**
 * Verifies all of a database that no other process uses.
 * @throws storage/corrupt where it is damaged, storage/migration-failed where a newer Atelier wrote it
 */
export function checkDatabase(file: string): void {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version > (allMigrations.at(-1)?.version ?? 0)) {
      throw new AppError('storage/migration-failed', messages.newerBackup)
    }
    const result = db.prepare('PRAGMA quick_check').get()?.['quick_check']
    if (version > 0 && result === 'ok') return
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
  } finally {
    db.close()
  }
  throw new AppError('storage/corrupt', messages.backupDamaged)
}

/**
 * All pages in one step: any write between two steps makes SQLite start over, so an incremental copy would never end
 * during an import. Nothing waits meanwhile: with a write-ahead log, readers do not block writers.
 */
const allPages = -1

/**
 * Copies a database in use, as of one moment, and returns how many images it contains. Blocks its thread, so not for
 * the main process.
 */
export async function copyDatabase(file: string, target: string): Promise<number> {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    await backup(db, target, { rate: allPages })
  } catch (thrown) {
    const error = toDatabaseError(thrown, messages.cannotCopyDatabase)
    if (error.code !== 'storage/read-only') throw error
    const folder = dirname(target)
    throw new AppError('storage/read-only', messages.copyFolderNotWritable({ folder }), { cause: thrown })
  } finally {
    db.close()
  }
  const copy = new DatabaseSync(target)
  try {
    // A single file, without a log beside it.
    copy.exec('PRAGMA journal_mode = DELETE')
    return Number(copy.prepare('SELECT count(*) AS pictures FROM assets WHERE is_purging = 0').get()?.['pictures'])
  } finally {
    copy.close()
  }
}

/**
 * Pauses the queue of a database that no other process uses if requests are waiting in it, and returns how many.
 * Requests that were waiting at backup time have most likely been sent since: sending them again would cost money
 * again.
 */
export function holdQueue(file: string): number {
  const db = new DatabaseSync(file)
  try {
    const isThere = db.prepare(`SELECT 1 FROM sqlite_master WHERE name IN ('queue_calls', 'queue_pauses')`).all()
    if (isThere.length < 2) return 0
    const sql = `SELECT count(*) AS waiting FROM queue_calls WHERE stage IN ('waiting', 'preparing')`
    const waiting = Number(db.prepare(sql).get()?.['waiting'])
    if (waiting > 0) db.exec(`INSERT OR IGNORE INTO queue_pauses (lane) VALUES ('*')`)
    return waiting
  } finally {
    db.close()
  }
}
