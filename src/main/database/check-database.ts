import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors/index.ts'
import { allMigrations } from './migrations/all-migrations.ts'

/**
 * Reads all of a database that nobody uses.
 * @throws storage/corrupt where it is damaged, storage/migration-failed where a newer Atelier wrote it
 */
export function checkDatabase(file: string): void {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version > (allMigrations.at(-1)?.version ?? 0)) {
      throw new AppError(
        'storage/migration-failed',
        'This backup was made by a newer version of Atelier. Nothing was changed: install that version or a later one to restore it.',
      )
    }
    const answer = db.prepare('PRAGMA quick_check').get()?.['quick_check']
    if (version > 0 && answer === 'ok') return
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
  } finally {
    db.close()
  }
  throw new AppError('storage/corrupt', 'The database in this backup is damaged. Nothing was changed: use another one.')
}
