import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { mayStillRun } from '../platform/pure/is-process-gone.ts'

export const changeLockPath = (root: string): string => join(root, 'pending-change.lock')

/** Of this process: its own number in a lock that it does not hold is that of another, long gone. */
const held = new Set<string>()

/**
 * Takes the right to prepare or to finish a restore or a move: one program at a time, and one task of it. Returns the
 * function that gives it back; null where somebody living has it. One that a kill has left is taken over.
 */
export function takeChangeLock(root: string): (() => void) | null {
  const path = changeLockPath(root)
  if (held.has(path)) return null
  mkdirSync(root, { recursive: true })
  if (!tryCreate(path)) {
    if (isHeldByAnother(path)) return null
    rmSync(path, { force: true })
    if (!tryCreate(path)) return null
  }
  held.add(path)
  return () => {
    held.delete(path)
    rmSync(path, { force: true })
  }
}

function tryCreate(path: string): boolean {
  try {
    const file = openSync(path, 'wx')
    try {
      writeSync(file, String(process.pid))
    } finally {
      closeSync(file)
    }
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false
    throw thrown
  }
}

function isHeldByAnother(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    return pid !== process.pid && mayStillRun(pid, statSync(path).mtimeMs)
  } catch {
    return false
  }
}
