import * as messages from '../../../shared/messages/en/database.ts'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Migration } from '../migrations/migration.ts'
import type { OpenReport, OnOpening } from '../protocol.ts'
import { settleSearch } from '../search/refresh-search.ts'
import { checkSoundness, forgetDamage } from './check-soundness.ts'
import { migrate } from './migrate.ts'
import { resultCode, sqlite, toDatabaseError } from './sqlite-error.ts'
import { inTransaction } from './transaction.ts'

/** Tables of every version, parents before the tables that refer to them. Those missing in a version are skipped. */
const tables = [
  'assets',
  'tags',
  'asset_tags',
  'collections',
  'collection_assets',
  'named_references',
  'named_reference_images',
  'grids',
  'grid_cells',
  'documents',
  'mask_tiles',
  'surface_tiles',
  'threads',
  'edit_plan_batches',
  'edit_plans',
  'edit_plan_masks',
  'edit_plan_steps',
  'edit_plan_images',
  'jobs',
  'turn_records',
  'ledger',
  'prompt_history',
  'snippets',
  'own_styles',
  'votes',
  'asset_details',
  'watched_folders',
  'watched_files',
  'purged_contents',
  'remembered_exports',
]

interface OpenedDatabase {
  readonly db: DatabaseSync
  readonly report: OpenReport
}

type Row = Record<string, SQLInputValue>

/** A million images are carried over in some minutes. */
const rebuildMaxMs = 30 * 60_000

const logBytesKept = 16 * 2 ** 20
/** Much to do, of unknown extent. */
const uncounted = { done: 0, total: null }

/**
 * Opens the file, migrates its schema, and starts over where it is damaged: the damaged file is kept beside it and what
 * is still readable is carried over. The library's sweep adopts the images that were not.
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[],
  onOpening: OnOpening = () => undefined,
): OpenedDatabase {
  try {
    mkdirSync(dirname(file), { recursive: true })
    if (!existsSync(file) && existsSync(rebuiltOf(file))) withRebuildLock(file, () => finishRebuild(file))
    return openWhole(file, migrations, onOpening)
  } catch (thrown) {
    const error = toDatabaseError(thrown, messages.cannotOpenLibrary)
    if (error.code !== 'storage/corrupt') throw error
    onOpening(uncounted)
    return withRebuildLock(file, () => openRebuilt(file, migrations, onOpening))
  }
}

/** @throws storage/corrupt */
function openWhole(file: string, migrations: readonly Migration[], onOpening: OnOpening): OpenedDatabase {
  const { db, migratedFrom } = openSound(file, migrations, onOpening)
  try {
    // After a migration, the search index is out of date for all images.
    settleSearch(db, onOpening)
    return { db, report: { migratedFrom, rebuilt: null } }
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/**
 * One process rebuilds; another waits, and finds the result. Held by SQLite in a file of its own, which stays: the lock
 * ends with its process. @throws storage/locked where that takes too long
 */
function withRebuildLock<T>(file: string, work: () => T): T {
  let lock: DatabaseSync | null = null
  try {
    lock = new DatabaseSync(`${file}.rebuild-lock`, { timeout: rebuildMaxMs })
    lock.exec('BEGIN EXCLUSIVE')
    return work()
  } catch (thrown) {
    throw toDatabaseError(thrown, messages.cannotRebuildDatabase)
  } finally {
    lock?.close()
  }
}

/** Opens the file if another process has rebuilt it meanwhile. */
function openRebuilt(file: string, migrations: readonly Migration[], onOpening: OnOpening): OpenedDatabase {
  try {
    return openWhole(file, migrations, onOpening)
  } catch (thrown) {
    if (toDatabaseError(thrown, messages.cannotOpenLibrary).code !== 'storage/corrupt') throw thrown
    return rebuild(file, migrations, onOpening)
  }
}

/** Names beside the library's own: a rebuild while it is written, and one that is complete. */
const draftOf = (file: string) => `${file}.rebuilding`
const rebuiltOf = (file: string) => `${file}.rebuilt`

/**
 * Copies what is still readable into a file of the same version, and migrates that. It takes the damaged file's place once
 * it is complete: after a kill, or without room on the disk, the next start finds the damaged file and begins again.
 */
function rebuild(file: string, migrations: readonly Migration[], onOpening: OnOpening): OpenedDatabase {
  const draft = draftOf(file)
  try {
    // What is left beside a file that is there may be of an earlier state of it.
    for (const left of [draft, rebuiltOf(file)]) removeDatabase(left)
    const salvaged = writeRebuilt(draft, file, migrations, onOpening)
    renameSync(draft, rebuiltOf(file))
    const setAsidePath = setAside(file)
    finishRebuild(file)
    return {
      db: openSound(file, migrations, onOpening).db,
      report: { migratedFrom: null, rebuilt: { setAsidePath, salvaged } },
    }
  } catch (thrown) {
    removeDatabase(draft)
    if (existsSync(file)) removeDatabase(rebuiltOf(file))
    throw toDatabaseError(thrown, messages.cannotRebuildDatabase)
  }
}

/** Returns how many records of images were carried over. */
function writeRebuilt(
  draft: string,
  damagedPath: string,
  migrations: readonly Migration[],
  onOpening: OnOpening,
): number {
  const found = readDamagedVersion(damagedPath) || Infinity
  const known = migrations.filter(({ version }) => version <= found)
  const { db } = openSound(draft, known, onOpening)
  try {
    const salvaged = salvage(db, damagedPath)
    migrate(db, damagedPath, migrations)
    db.exec('PRAGMA foreign_keys = ON')
    settleSearch(db, onOpening)
    // All of it into the one file that is renamed.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return salvaged
  } finally {
    db.close()
  }
}

/** The damaged file is set aside. Also at a start after a kill right then. */
function finishRebuild(file: string): void {
  if (!existsSync(file) && existsSync(rebuiltOf(file))) renameSync(rebuiltOf(file), file)
  forgetDamage(file)
}

function removeDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true })
}

function openSound(
  file: string,
  migrations: readonly Migration[],
  onOpening: OnOpening,
): { db: DatabaseSync; migratedFrom: number | null } {
  const db = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: true })
  try {
    const isNew = db.prepare('PRAGMA page_count').get()?.['page_count'] === 0
    // Allows space to be freed in small steps. On a file that already has tables this would only be recorded.
    if (isNew) db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    const migratedFrom = migrate(db, file, migrations, () => onOpening(uncounted))
    db.exec('PRAGMA journal_mode = WAL')
    // In KiB. With the default two megabytes, pages are evicted and reread constantly while a million images are filed.
    db.exec('PRAGMA cache_size = -32768')
    // One large save must not leave a large log behind forever.
    db.exec(`PRAGMA journal_size_limit = ${logBytesKept}`)
    // FULL, not NORMAL: a resolved call must survive a power cut too. It costs one fsync of the log per write, on this
    // thread only.
    db.exec('PRAGMA synchronous = FULL')
    db.exec('PRAGMA foreign_keys = ON')
    checkSoundness(db, file, () => onOpening(uncounted))
    rearrangeOnce(db, () => onOpening(uncounted))
    return { db, migratedFrom }
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** Rewrites a file from before incremental vacuum. If that is not possible now, a later start does it. */
function rearrangeOnce(db: DatabaseSync, onBegun: () => void): void {
  if (db.prepare('PRAGMA auto_vacuum').get()?.['auto_vacuum'] !== 0) return
  onBegun()
  try {
    db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    db.exec('VACUUM')
  } catch {
    // Another process uses the file, or the disk has no room for a second copy.
  }
}

/** Renames a damaged database and its log so that another one can take its place. Returns the new path. */
function setAside(file: string): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  let target = `${file}.damaged-${stamp}`
  for (let n = 2; existsSync(target); n++) target = `${file}.damaged-${stamp}-${n}`
  // The log first: a new database must never find the old one's log and replay it.
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${target}-wal`)
  rmSync(`${file}-shm`, { force: true })
  renameSync(file, target)
  return target
}

/** The schema version of a damaged file; null where even that cannot be read. */
function readDamagedVersion(damagedPath: string): number | null {
  let damaged: DatabaseSync | null = null
  try {
    damaged = new DatabaseSync(damagedPath)
    return Number(damaged.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  } catch {
    return null
  } finally {
    damaged?.close()
  }
}

/**
 * Copies every readable row out of a damaged database of the same schema, except rows with dangling references. Returns
 * the number of image records carried over.
 */
function salvage(db: DatabaseSync, damagedPath: string): number {
  let damaged: DatabaseSync
  try {
    damaged = new DatabaseSync(damagedPath)
  } catch {
    return 0
  }
  db.exec('PRAGMA foreign_keys = OFF')
  try {
    for (const table of tables.filter((name) => hasTable(db, name))) {
      inTransaction(db, () => copyRows(db, damaged, table))
    }
    inTransaction(db, () => dropDangling(db))
  } finally {
    db.exec('PRAGMA foreign_keys = ON')
    damaged.close()
  }
  return Number(db.prepare('SELECT count(*) AS count FROM assets').get()?.['count'] ?? 0)
}

function hasTable(db: DatabaseSync, name: string): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined
}

function copyRows(db: DatabaseSync, damaged: DatabaseSync, table: string): void {
  const key = keyOf(db, table)
  let copy: ((row: Row) => void) | null = null
  // From both ends: an unreadable page hides the rows behind it from one direction only.
  for (const direction of ['ASC', 'DESC']) {
    const order = key.map((column) => `${column} ${direction}`).join(', ')
    try {
      for (const row of damaged.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).iterate()) {
        copy ??= copierOf(db, table, Object.keys(row))
        copy(row)
      }
      return
    } catch (thrown) {
      // The rest in this direction is unreadable.
      if (isDiskFull(thrown)) throw thrown
    }
  }
}

/** The columns by which a table's rows are ordered in the file. */
function keyOf(db: DatabaseSync, table: string): string[] {
  const hasRowid = db.prepare(`SELECT wr FROM pragma_table_list WHERE name = ?`).get(table)?.['wr'] !== 1
  if (hasRowid) return ['rowid']
  const columns = db.prepare(`SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`).all(table)
  return columns.map((column) => String(column['name']))
}

function copierOf(db: DatabaseSync, table: string, columns: readonly string[]): (row: Row) => void {
  const marks = columns.map(() => '?').join(', ')
  const insert = db.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`)
  return (row) => {
    try {
      insert.run(...Object.values(row))
    } catch (thrown) {
      // A row that violates the schema is damaged. A full disk is not the row's fault.
      if (isDiskFull(thrown)) throw thrown
    }
  }
}

/** The disk of the file that is written is full: reading a damaged one fails in other ways. */
function isDiskFull(thrown: unknown): boolean {
  return resultCode(thrown) === sqlite.full
}

/**
 * Drops what refers to rows that could not be read, as the schema would have when they were deleted: a migration refuses a
 * file that has any.
 */
function dropDangling(db: DatabaseSync): void {
  // A collection whose parent is gone moves up; the schema would take it along.
  if (hasTable(db, 'collections')) {
    db.exec('UPDATE collections SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM collections)')
  }
  const changes = db
    .prepare(references)
    .all()
    .map(({ child, column, parent, key, keeps }) => {
      const [table, name] = [String(child), String(column)]
      const change = keeps === 1 ? `UPDATE ${table} SET ${name} = NULL` : `DELETE FROM ${table}`
      return db.prepare(`${change} WHERE ${name} NOT IN (SELECT ${String(key)} FROM ${String(parent)})`)
    })
  // What is dropped may be referred to in its turn.
  let dropped: number
  do dropped = changes.reduce((sum, change) => sum + Number(change.run().changes), 0)
  while (dropped > 0)
}

/** All that the schema says; `keeps`: the row stays, without its reference. */
const references = `
  SELECT child.name AS child, f."from" AS column, f."table" AS parent, f."to" AS key,
    c."notnull" = 0 AND f.on_delete <> 'CASCADE' AS keeps
  FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS f, pragma_table_info(child.name) AS c
  WHERE child.type = 'table' AND c.name = f."from" AND f."to" IS NOT NULL`
