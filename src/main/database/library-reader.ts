import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Found } from '../../shared/domain/catalogue.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import { cannotOpenLibrary } from '../../shared/messages/en/database.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import type { AssetRecord } from './queries/library/asset-row.ts'
import { allRows } from './queries/statement.ts'
import { findImages, type FindInput } from './search/find-images.ts'
import { isSearchBehind } from './search/refresh-search.ts'
import { isDamageNoted, noteDamage } from './worker/check-soundness.ts'
import { toDatabaseError } from './worker/sqlite-error.ts'

/** A library that the calling thread reads itself. It throws SQLite's own errors. */
export interface LibraryReader {
  find(input: FindInput): Found
  /** Returns what a list shows of images, in the order of `ids`. */
  titles(ids: readonly AssetId[]): ImageTitle[]
  /** Loads the schemas of records first, which takes longer than most searches. */
  load(ids: readonly AssetId[]): Promise<AssetRecord[]>
  close(): void
}

export interface ImageTitle {
  readonly id: AssetId
  readonly name: string
  readonly widthPx: number
  readonly heightPx: number
}

const patienceMs = 500

/**
 * Opens a library for a command that ends with one search: it is done before a worker has started and read every record
 * to find damage. Damage that the search meets is noted, so that the worker, which repairs it, verifies all of the file.
 * null where a worker must open it first: it is new, of another version, known to be damaged, or not indexed.
 */
export function openLibraryReader(file: string): LibraryReader | null {
  if (!existsSync(file) || isDamageNoted(file)) return null
  let db: DatabaseSync | null = null

  function attempt<T>(work: (db: DatabaseSync) => T): T {
    try {
      db ??= new DatabaseSync(file, { timeout: patienceMs })
      return work(db)
    } catch (thrown) {
      // An invalid record that our own validation finds does not mean that the file is damaged.
      const isDamage = toDatabaseError(thrown, cannotOpenLibrary).code === 'storage/corrupt'
      if (isDamage && !(thrown instanceof AppError)) noteDamage(file)
      throw thrown
    }
  }

  const close = () => {
    db?.close()
    db = null
  }
  try {
    if (attempt(isCurrent)) {
      return {
        find: (input) => attempt((opened) => findImages(opened, input)),
        titles: (ids) => attempt((opened) => readTitles(opened, ids)),
        load: async (ids) => {
          const { assets } = await import('./queries/library/assets.ts')
          return attempt((opened) => assets['assets.byIds'].run(opened, { ids }))
        },
        close,
      }
    }
  } catch {
    // The worker repairs it, or reports what is wrong.
  }
  close()
  return null
}

function readTitles(db: DatabaseSync, ids: readonly AssetId[]): ImageTitle[] {
  const sql = `SELECT id, name, width_px, height_px FROM assets
    WHERE id IN (SELECT value FROM json_each(?)) AND is_purging = 0`
  const titles = allRows(db, sql, JSON.stringify(ids)).map((row) => ({
    id: String(row['id']) as AssetId,
    name: String(row['name']),
    widthPx: Number(row['width_px']),
    heightPx: Number(row['height_px']),
  }))
  const found = new Map(titles.map((title) => [title.id, title]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

function isCurrent(db: DatabaseSync): boolean {
  const version = db.prepare('PRAGMA user_version').get()?.['user_version']
  return version === allMigrations.at(-1)?.version && !isSearchBehind(db)
}
