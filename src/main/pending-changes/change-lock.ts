import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isErrno, withoutHardLinks } from '../platform/pure/atomic-file.ts'
import { mayStillRun } from '../platform/pure/is-process-gone.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'

export const changeLockPath = (root: string): string => join(root, 'pending-change.lock')

/** Locks of this process: its own pid in a lock it does not hold belongs to another process that is long gone. */
const heldLocks = new Set<string>()

/**
 * Acquires the lock for preparing or finishing a restore or a move: one program at a time, and one task of it. Returns
 * the function that releases it; null if a live process holds it. A stale lock is taken over.
 */
export function takeChangeLock(root: string): (() => void) | null {
  const path = changeLockPath(root)
  if (heldLocks.has(path)) return null
  mkdirSync(root, { recursive: true })
  if (!tryCreate(path)) {
    if (isHeldByAnother(path)) return null
    rmSync(path, { force: true })
    if (!tryCreate(path)) return null
  }
  heldLocks.add(path)
  return () => {
    heldLocks.delete(path)
    removeIfPossible(path)
  }
}

/** What is done is done: what stays is taken over, or removed by the next start. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // A disk that fails, or is gone.
  }
}

const alreadyThere: ReadonlySet<string> = new Set(['EEXIST'])
/** If the lock cannot be created with its content, its owner writes the content right afterwards. */
const emptyForMs = 2_000

/** A crash must not leave a lock without an owner, so it is hard-linked into place with its content. */
function tryCreate(path: string): boolean {
  const temporaryPath = temporaryNameFor(path)
  try {
    writeFileSync(temporaryPath, String(process.pid), { flag: 'wx' })
    linkOrWrite(temporaryPath, path)
    return true
  } catch (thrown) {
    if (isErrno(thrown, alreadyThere)) return false
    throw thrown
  } finally {
    removeIfPossible(temporaryPath)
  }
}

function linkOrWrite(temporaryPath: string, path: string): void {
  try {
    linkSync(temporaryPath, path)
  } catch (thrown) {
    if (!isErrno(thrown, withoutHardLinks)) throw thrown
    writeFileSync(path, String(process.pid), { flag: 'wx' })
  }
}

function isHeldByAnother(path: string): boolean {
  try {
    const { mtimeMs } = statSync(path)
    const pid = Number(readFileSync(path, 'utf8'))
    // Pid 0 would mean this process group.
    if (!Number.isInteger(pid) || pid <= 0) return Date.now() - mtimeMs < emptyForMs
    return pid !== process.pid && mayStillRun(pid, mtimeMs)
  } catch {
    return false
  }
}
