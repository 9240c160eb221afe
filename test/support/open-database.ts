import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { createDatabase, type AssetRecord, type Database } from '../../src/main/database/index.ts'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { openDatabase } from '../../src/main/database/worker/open-database.ts'
import { serveDatabase } from '../../src/main/database/worker/serve-database.ts'
import { inTransaction } from '../../src/main/database/worker/transaction.ts'
import type { Logger } from '../../src/main/platform/logger.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { unpackIds } from '../../src/shared/domain/packed-ids.ts'
import { anew, type Before } from './anew.ts'
import { builtProgram } from './built/built-program.ts'
import { serveHere } from './serve-here.ts'
import { createRecordingLogger } from './recording-logger.ts'
import type { TemporaryHome } from './temporary-home.ts'

export const databaseWorkerUrl = builtProgram(
  new URL('../../src/main/database/worker/database-worker.ts', import.meta.url),
)

export interface TestDatabaseOptions {
  readonly logger?: Logger
  /** The program of a thread of its own, for tests about threads; absent: served from this one. */
  readonly worker?: URL | undefined
}

/** Opens a real database, behind the messages of its worker. */
export function openTestDatabase(
  file: string,
  { logger = createRecordingLogger(), worker }: TestDatabaseOptions = {},
): Database {
  if (worker !== undefined) return createDatabase({ file, logger, start: (options) => new Worker(worker, options) })
  writeNewDatabase(file)
  return createDatabase({ file, logger, start: () => serveHere((channel) => serveDatabase(allMigrations, channel)) })
}

/** The database of a home for each test. */
export const withDatabase = (home: TemporaryHome, before?: Before): Database =>
  anew(async () => {
    const database = openTestDatabase(home.paths.databaseFile)
    return [database, () => database.dispose()]
  }, before)

/** Opens a new database in this thread, without messages, for tests of queries. */
export function openNewDatabase(file: string): DatabaseSync {
  writeNewDatabase(file)
  return openDatabase(file, allMigrations).db
}

let newDatabase: Uint8Array | null = null

/** Writes what all migrations make of an empty file: running them takes twenty times as long. */
export function writeNewDatabase(file: string): void {
  if (existsSync(file)) return
  newDatabase ??= makeNewDatabase()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, newDatabase)
}

function makeNewDatabase(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-new-database-'))
  const file = join(folder, 'new.db')
  openDatabase(file, allMigrations).db.close()
  const bytes = readFileSync(file)
  rmSync(folder, { recursive: true })
  return bytes
}

/** Inserts many records into a database file at once, as many sessions would have. */
export function fillDatabase(file: string, records: readonly AssetRecord[]): void {
  const db = openNewDatabase(file)
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
