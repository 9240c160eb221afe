import { backup, DatabaseSync } from 'node:sqlite'
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
    throw toDatabaseError(thrown, 'copy the database')
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
