import type { DatabaseSync } from 'node:sqlite'

/** All of `work` or none of it. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (thrown) {
    // SQLite has already rolled back by itself after some errors, a full disk for one.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw thrown
  }
}
