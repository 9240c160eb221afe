import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Migration } from '../migrations/migration.ts'
import type { OpenReport, OnOpening } from '../protocol.ts'
import { settleSearch } from '../search/refresh-search.ts'
import { checkSoundness, forgetDamage } from './check-soundness.ts'
import { migrate } from './migrate.ts'
import { readDamagedVersion, salvage } from './salvage.ts'
import { toDatabaseError } from './sqlite-error.ts'

const logBytesKept = 16 * 2 ** 20
/** There is much to do, and no telling how much. */
const uncounted = { done: 0, total: null }

/**
 * Opens the file, brings its schema up to date, and starts anew where it is damaged: the damaged file is kept beside
 * it and what can still be read is carried over. The library's sweep adopts the pictures that were not.
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[],
  tell: OnOpening = () => undefined,
): { db: DatabaseSync; report: OpenReport } {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const { db, migratedFrom } = openSound(file, migrations, tell)
    settle(db, tell)
    return { db, report: { migratedFrom, rebuilt: null } }
  } catch (thrown) {
    const error = toDatabaseError(thrown, 'open the library')
    if (error.code !== 'storage/corrupt') throw error
    tell(uncounted)
    return rebuild(file, migrations, tell)
  }
}

/** After a step of the schema, what pictures are found by is behind all of them. */
function settle(db: DatabaseSync, tell: OnOpening): void {
  try {
    settleSearch(db, tell)
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** What can still be read goes into a file of the version it was, and through the same steps from there. */
function rebuild(
  file: string,
  migrations: readonly Migration[],
  tell: OnOpening,
): { db: DatabaseSync; report: OpenReport } {
  let db: DatabaseSync | null = null
  try {
    const setAsidePath = setAside(file)
    forgetDamage(file)
    const found = readDamagedVersion(setAsidePath) || Infinity
    db = openSound(
      file,
      migrations.filter(({ version }) => version <= found),
      tell,
    ).db
    const salvaged = salvage(db, setAsidePath)
    migrate(db, file, migrations)
    db.exec('PRAGMA foreign_keys = ON')
    settleSearch(db, tell)
    return { db, report: { migratedFrom: null, rebuilt: { setAsidePath, salvaged } } }
  } catch (thrown) {
    db?.close()
    throw toDatabaseError(thrown, 'rebuild its damaged database')
  }
}

function openSound(
  file: string,
  migrations: readonly Migration[],
  tell: OnOpening,
): { db: DatabaseSync; migratedFrom: number | null } {
  const db = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: true })
  try {
    const isNew = db.prepare('PRAGMA page_count').get()?.['page_count'] === 0
    // So that space is given back a little at a time. On a file that has tables it would only be written down.
    if (isNew) db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    const migratedFrom = migrate(db, file, migrations, () => tell(uncounted))
    db.exec('PRAGMA journal_mode = WAL')
    // In KiB, here. The usual two megabytes are written out and read again and again while a million pictures are filed.
    db.exec('PRAGMA cache_size = -32768')
    // One large save must not leave a large log behind for ever.
    db.exec(`PRAGMA journal_size_limit = ${logBytesKept}`)
    // FULL, not NORMAL: a call that has resolved must survive a power cut too. It costs one fsync of the log per
    // write, on this thread only.
    db.exec('PRAGMA synchronous = FULL')
    db.exec('PRAGMA foreign_keys = ON')
    checkSoundness(db, file, () => tell(uncounted))
    rearrangeOnce(db, () => tell(uncounted))
    return { db, migratedFrom }
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** A file of before space was given back is written anew. Where that cannot be done now, it is at another start. */
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

/** Renames a damaged database and its log so that a new one can be made in its place. Returns where it lies now. */
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
