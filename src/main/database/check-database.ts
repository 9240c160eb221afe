import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/database.ts'
import { allMigrations } from './migrations/all-migrations.ts'

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
    const answer = db.prepare('PRAGMA quick_check').get()?.['quick_check']
    if (version > 0 && answer === 'ok') return
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
  } finally {
    db.close()
  }
  throw new AppError('storage/corrupt', messages.backupDamaged)
}
