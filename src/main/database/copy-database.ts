import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/database.ts'
import { toDatabaseError } from './worker/sqlite-error.ts'

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
