import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { takeProcessLock } from '../platform/pure/process-lock.ts'

export const changeLockPath = (root: string): string => join(root, 'pending-change.lock')

/**
 * Acquires the lock for preparing or finishing a restore or a move: one program at a time, and one task of it. Returns
 * the function that releases it; null if a live process holds it.
 */
export function takeChangeLock(root: string): (() => void) | null {
  mkdirSync(root, { recursive: true })
  return takeProcessLock(changeLockPath(root))
}
