import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolderNow } from '../platform/pure/sync-now.ts'
import type { PendingChange } from './pending-change.ts'
import { pendingChangePath } from './pending-change.ts'

/** What a backup holds, below the home. */
export const backedUpNames = ['atelier.db', 'library', 'wildcards', 'settings.json', 'atelier.yaml'] as const
/** SQLite's own files beside the database: they must never meet another database than theirs. */
const databaseCompanions = ['atelier.db-wal', 'atelier.db-shm']

/**
 * Puts an unpacked backup in the place of what is there, by renames alone; what was there is kept in a folder of its own.
 * Cut short at any point, the next start goes on where it was. False where the unpacked backup is gone: nothing is done.
 */
export function finishRestore(root: string, { staged, replaced }: Extract<PendingChange, { is: 'restore' }>): boolean {
  const from = join(root, staged)
  const aside = join(root, replaced)
  const isThere = existsSync(from)
  if (isThere) swap(root, from, aside)
  // Neither the one nor the other: it was never begun.
  const isDone = isThere || existsSync(aside)
  rmSync(pendingChangePath(root), { force: true })
  syncFolderNow(root)
  rmSync(from, { recursive: true, force: true })
  return isDone
}

function swap(root: string, from: string, aside: string): void {
  mkdirSync(aside, { recursive: true })
  for (const name of backedUpNames) {
    if (!existsSync(join(from, name))) continue
    if (name === 'atelier.db') for (const companion of databaseCompanions) moveAside(root, aside, companion)
    moveAside(root, aside, name)
    renameSync(join(from, name), join(root, name))
  }
  // On the disk before the note of it goes.
  for (const folder of [from, aside, root]) syncFolderNow(folder)
}

function moveAside(root: string, aside: string, name: string): void {
  if (existsSync(join(root, name))) renameSync(join(root, name), join(aside, name))
}
