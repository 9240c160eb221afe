import { Worker } from 'node:worker_threads'
import { createDatabase, type AssetRecord, type Database } from '../../src/main/database/index.ts'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { openDatabase } from '../../src/main/database/worker/open-database.ts'
import { inTransaction } from '../../src/main/database/worker/transaction.ts'
import type { Logger } from '../../src/main/platform/logger.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { unpackIds } from '../../src/shared/domain/packed-ids.ts'
import { builtProgram } from './built/built-program.ts'
import { createRecordingLogger } from './recording-logger.ts'

export const databaseWorkerUrl = builtProgram(
  new URL('../../src/main/database/worker/database-worker.ts', import.meta.url),
)

/** Opens a real database in a real worker thread. */
export function openTestDatabase(
  file: string,
  { logger = createRecordingLogger(), worker = databaseWorkerUrl }: { logger?: Logger; worker?: URL } = {},
): Database {
  return createDatabase({ file, logger, start: (options) => new Worker(worker, options) })
}

/** Inserts many records into a database file at once, as many sessions would have. */
export function fillDatabase(file: string, records: readonly AssetRecord[]): void {
  const { db } = openDatabase(file, allMigrations)
  inTransaction(db, () => {
    for (const record of records) allOperations['assets.add'].run(db, { record })
  })
  db.close()
}

/** Opens and closes a database file, which brings its search index up to date. */
export function settleDatabase(file: string): void {
  openDatabase(file, allMigrations).db.close()
}

/** Returns all images of a section, newest first, as the gallery requests them. */
export async function findAssetIds(
  database: Pick<Database, 'call'>,
  section: 'library' | 'trash' = 'library',
): Promise<AssetId[]> {
  const scope = { section, collectionId: null, query: '', nowMs: 0, covering: null } as const
  const order = { sort: 'newest', isStacked: false, withShapes: false } as const
  return unpackIds((await database.call('search.find', { ...scope, ...order })).order)
}
