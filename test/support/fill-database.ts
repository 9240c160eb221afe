import type { AssetRecord } from '../../src/main/database/index.ts'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { openDatabase } from '../../src/main/database/worker/open-database.ts'
import { inTransaction } from '../../src/main/database/worker/transaction.ts'

/** Inserts many records into a database file at once, as many sessions would have. */
export function fillDatabase(file: string, records: readonly AssetRecord[]): void {
  const { db } = openDatabase(file, allMigrations)
  inTransaction(db, () => {
    for (const record of records) allOperations['assets.add'].run(db, { record })
  })
  db.close()
}
