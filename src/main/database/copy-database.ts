import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors/index.ts'
import { toDatabaseError } from './worker/sqlite-error.ts'

/**
 * All at once: whatever is written between two steps makes SQLite begin again, and a copy in steps never ends while
 * pictures are being imported. Nobody waits meanwhile: with a write-ahead log readers hold up no writer.
 */
const allPages = -1

/**
 * Copies a database that others are using, as it is at one moment, and returns how many pictures it knows. Runs where it
 * is called, so not in the main process.
 */
export async function copyDatabase(file: string, target: string): Promise<number> {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    await backup(db, target, { rate: allPages })
  } catch (thrown) {
    const error = toDatabaseError(thrown, 'copy the database')
    if (error.code !== 'storage/read-only') throw error
    const words = `Atelier could not write to ${dirname(target)}. Check that the folder is there and may be written to, or choose another.`
    throw new AppError('storage/read-only', words, { cause: thrown })
  } finally {
    db.close()
  }
  const copy = new DatabaseSync(target)
  try {
    // One file, without a log beside it.
    copy.exec('PRAGMA journal_mode = DELETE')
    return Number(copy.prepare('SELECT count(*) AS pictures FROM assets WHERE is_purging = 0').get()?.['pictures'])
  } finally {
    copy.close()
  }
}
