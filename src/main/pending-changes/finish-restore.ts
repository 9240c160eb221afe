import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolderNow } from '../platform/pure/sync-now.ts'
import type { PendingChange } from './pending-change.ts'
import { pendingChangePath } from './pending-change.ts'

/** What a backup contains, relative to the home. */
export const backedUpNames = ['atelier.db', 'library', 'wildcards', 'settings.json', 'atelier.yaml'] as const
/** What belongs to the database beside it and must never meet another one: SQLite's own files, and a finished rebuild. */
const databaseCompanions = ['atelier.db-wal', 'atelier.db-shm', 'atelier.db.rebuilt']

/**
 * Replaces the current files with an unpacked backup by renames alone; the replaced files are kept in a folder of their
 * own. If interrupted, the next start continues where it stopped. Returns false, and does nothing, if the unpacked
 * backup is gone.
 */
export function finishRestore(root: string, { staged, replaced }: Extract<PendingChange, { is: 'restore' }>): boolean {
  const from = join(root, staged)
  const replacedPath = join(root, replaced)
  const isThere = existsSync(from)
  if (isThere) swap(root, from, replacedPath)
  // If neither exists, it was never started.
  const isDone = isThere || existsSync(replacedPath)
  rmSync(pendingChangePath(root), { force: true })
  syncFolderNow(root)
  rmSync(from, { recursive: true, force: true })
  return isDone
}

function swap(root: string, from: string, replacedPath: string): void {
  mkdirSync(replacedPath, { recursive: true })
  for (const name of backedUpNames) {
    if (!existsSync(join(from, name))) continue
    if (name === 'atelier.db') for (const companion of databaseCompanions) moveAside(root, replacedPath, companion)
    moveAside(root, replacedPath, name)
    renameSync(join(from, name), join(root, name))
  }
  // Synced to disk before the record is deleted.
  for (const folder of [from, replacedPath, root]) syncFolderNow(folder)
}

function moveAside(root: string, replacedPath: string, name: string): void {
  if (existsSync(join(root, name))) renameSync(join(root, name), join(replacedPath, name))
}
