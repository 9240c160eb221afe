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
    if (version > 0 && result === 'ok' && namesOnlyOwnFiles(db)) return
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
  } finally {
    db.close()
  }
  throw new AppError('storage/corrupt', messages.backupDamaged)
}

const latestMs = 8.64e15
const idPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/
/** As `originalPlace` names them, in whatever folder. */
const sharedPattern =
  /^(?:\/|[A-Za-z]:[/\\]|\\\\).*[/\\]atelier-originals[/\\]files[/\\](?<bucket>[0-9a-f]{2})[/\\]\k<bucket>[0-9a-f]{62}\.[a-z0-9]+$/s

/**
 * Files are read, written and deleted where records say they are: a database made by somebody else must not name any
 * outside the library. Its times must be such that they can be shown.
 */
function namesOnlyOwnFiles(db: DatabaseSync): boolean {
  const columns = new Set(
    db
      .prepare(`SELECT name FROM pragma_table_info('assets')`)
      .all()
      .map(({ name }) => name),
  )
  const sharedPath = columns.has('shared_path') ? 'shared_path' : 'NULL AS shared_path'
  const sql = `SELECT id, relative_path, created_at_ms, modified_at_ms, trashed_at_ms, ${sharedPath} FROM assets`
  for (const row of db.prepare(sql).iterate()) {
    const { id, relative_path: path, shared_path: shared } = row
    if (typeof id !== 'string' || !idPattern.test(id)) return false
    if (typeof path !== 'string' || !isBelowLibrary(path)) return false
    if (shared !== null && !(typeof shared === 'string' && sharedPattern.test(shared) && !hasDots(shared))) return false
    const times = [row['created_at_ms'], row['modified_at_ms'], row['trashed_at_ms'] ?? 0]
    if (!times.every((time) => typeof time === 'number' && Math.abs(time) <= latestMs)) return false
  }
  return true
}

/** Windows reads backslashes and drives too. */
function isBelowLibrary(path: string): boolean {
  if (process.platform === 'win32' && /[\\:]/.test(path)) return false
  return !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

const hasDots = (path: string): boolean => path.includes('\0') || path.split(/[/\\]/).includes('..')

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
  try {
    await copyPages(file, target)
    return settleCopy(target)
  } catch (thrown) {
    const error = toDatabaseError(thrown, messages.cannotCopyDatabase)
    if (error.code !== 'storage/read-only') throw error
    const folder = dirname(target)
    throw new AppError('storage/read-only', messages.copyFolderNotWritable({ folder }), { cause: thrown })
  }
}

async function copyPages(file: string, target: string): Promise<void> {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    await backup(db, target, { rate: allPages })
  } finally {
    db.close()
  }
}

/** Makes it a single file, without a log beside it. Returns how many images it contains. */
function settleCopy(target: string): number {
  const copy = new DatabaseSync(target)
  try {
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
