import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PendingChange } from './pending-change.ts'
import { pendingChangePath } from './pending-change.ts'

/** What a backup holds, below the home. */
export const backedUpNames = ['atelier.db', 'library', 'wildcards', 'settings.json', 'atelier.yaml'] as const
/** SQLite's own files beside the database: they must never meet another database than theirs. */
const databaseCompanions = ['atelier.db-wal', 'atelier.db-shm']

/**
 * Puts an unpacked backup in the place of what is there, by renames alone; what was there is kept in a folder of its own.
 * Cut short at any point, the next start goes on where it was.
 */
export function finishRestore(root: string, { staged, replaced }: Extract<PendingChange, { is: 'restore' }>): void {
  const from = join(root, staged)
  const aside = join(root, replaced)
  mkdirSync(aside, { recursive: true })
  for (const name of backedUpNames) {
    if (!existsSync(join(from, name))) continue
    if (name === 'atelier.db') for (const companion of databaseCompanions) moveAside(root, aside, companion)
    moveAside(root, aside, name)
    renameSync(join(from, name), join(root, name))
  }
  rmSync(pendingChangePath(root), { force: true })
  rmSync(from, { recursive: true, force: true })
}

function moveAside(root: string, aside: string, name: string): void {
  if (existsSync(join(root, name))) renameSync(join(root, name), join(aside, name))
}
