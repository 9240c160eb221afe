import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isErrno, withoutHardLinks } from './atomic-file.ts'
import { mayStillRun } from './is-process-gone.ts'
import { temporaryNameFor } from './temporary-name.ts'

/** Locks of this process: its own pid in a lock it does not hold belongs to another process that is long gone. */
const heldLocks = new Set<string>()

/**
 * Acquires a lock file: one process at a time, and one task of it. Returns the function that releases it; null if a live
 * process holds it. A stale lock is taken over. @throws errors of the file system
 */
export function takeProcessLock(path: string): (() => void) | null {
  if (heldLocks.has(path)) return null
  if (!tryCreate(path) && !(removeStale(path) && tryCreate(path))) return null
  heldLocks.add(path)
  let isReleased = false
  return () => {
    // The next task may have it by now.
    if (isReleased) return
    isReleased = true
    heldLocks.delete(path)
    removeIfPossible(path)
  }
}

/** Whether this process or another live one holds a lock. */
export const isLockHeld = (path: string): boolean => heldLocks.has(path) || findHeld(path) === 'held'

const alreadyThere: ReadonlySet<string> = new Set(['EEXIST'])
/** If the lock cannot be created with its content, its owner writes the content right afterwards. */
const emptyForMs = 2_000

/**
 * A crash must not leave a lock without an owner, nor may another process see one that is not written yet, so it is
 * hard-linked into place with its content.
 */
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

/** Returns whether there is none any more. Set aside first: another process may have replaced it a moment ago. */
function removeStale(path: string): boolean {
  const stale = findHeld(path)
  if (stale === 'held') return false
  const aside = temporaryNameFor(path)
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') === stale?.text) return true
    putBack(aside, path)
    return false
  } catch {
    // Released, or taken over and released, in between.
    return true
  } finally {
    removeIfPossible(aside)
  }
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path)
  } catch (thrown) {
    if (isErrno(thrown, withoutHardLinks)) renameSync(aside, path)
  }
}

/** Whether another live process holds it; otherwise, what is in it, or null if there is none. */
function findHeld(path: string): 'held' | { readonly text: string } | null {
  try {
    const { mtimeMs } = statSync(path)
    const text = readFileSync(path, 'utf8')
    const pid = Number(text)
    // Pid 0 would mean this process group.
    const isOwned = Number.isInteger(pid) && pid > 0
    const isHeld = isOwned ? pid !== process.pid && mayStillRun(pid, mtimeMs) : Date.now() - mtimeMs < emptyForMs
    return isHeld ? 'held' : { text }
  } catch {
    return null
  }
}

/** What is done is done: a lock that stays is taken over once this process has ended. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // A disk that fails, or is gone.
  }
}
