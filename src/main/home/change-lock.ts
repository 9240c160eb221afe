import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isErrno, withoutHardLinks } from '../platform/pure/atomic-file.ts'
import { mayStillRun } from '../platform/pure/is-process-gone.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'

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

const alreadyThere: ReadonlySet<string> = new Set(['EEXIST'])
/** Where the lock cannot be created with its content, its owner writes the content right after. */
const emptyForMs = 2_000

/** A kill must not leave a lock without an owner, so the lock is linked into place with its content. */
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
    rmSync(temporaryPath, { force: true })
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
    // Number 0 would mean this process and its group.
    if (!Number.isInteger(pid) || pid <= 0) return Date.now() - mtimeMs < emptyForMs
    return pid !== process.pid && mayStillRun(pid, mtimeMs)
  } catch {
    return false
  }
}
