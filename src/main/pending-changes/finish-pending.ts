import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/start.ts'
import { mayStillRun } from '../platform/pure/is-process-gone.ts'
import { listProcessMarks, markProcess } from '../platform/pure/process-marks.ts'
import { changeLockPath, takeChangeLock } from './change-lock.ts'
import { finishMove } from './finish-move.ts'
import { finishRestore } from './finish-restore.ts'
import { followMove } from './follow-move.ts'
import { readPendingChange, type PendingChange } from './pending-change.ts'

/** Programs that use a home leave their marks there. */
export const marksFolder = (root: string): string => join(root, 'running')

/** A restore is a few renames: a program started in the middle of it waits only briefly. */
const usualPatienceMs = 3_000
const lookEveryMs = 50

/**
 * Finishes a restore or move that an earlier run prepared, before anything in the home is opened; while another program
 * uses it, the change waits for a later start. Returns the folder of the home. `onPutOff` gets the reason if a change
 * could not be finished but the library is intact. @throws storage/* if the home is missing, is being changed right
 * now, or is half changed (nothing is lost then)
 */
export function finishPending(
  chosenRoot: string,
  onPutOff: (reason: AppError) => void = () => undefined,
  patienceMs = usualPatienceMs,
): string {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const root = followMove(chosenRoot)
    noteRunning(root)
    if (readPendingChange(root) === null) {
      // Another program may have finished a move in between.
      if (followMove(chosenRoot) === root) return root
      continue
    }
    const release = takeChangeLock(root)
    if (release !== null) {
      const at = finishAndRelease(root, release, onPutOff)
      if (at !== null) return at
      continue
    }
    if (waitedMs >= patienceMs) throw beingChanged(root)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookEveryMs)
  }
}

/** Null if another program has finished it in between. */
function finishAndRelease(root: string, release: () => void, onPutOff: (reason: AppError) => void): string | null {
  try {
    const pending = readPendingChange(root)
    if (pending === null) return null
    if (hasOtherPrograms(root)) return root
    return finish(root, pending, onPutOff)
  } finally {
    release()
  }
}

function finish(root: string, pending: PendingChange, onPutOff: (reason: AppError) => void): string {
  if (pending.is === 'restore') {
    if (!finishRestore(root, pending)) onPutOff(stageGone())
    return root
  }
  try {
    finishMove(root, pending)
  } catch (thrown) {
    // Until the new location is recorded, the old folder is the library, and intact.
    onPutOff(notMoved(toFileError(thrown, messages.cannotMoveLibrary({ target: pending.target }))))
    return root
  }
  noteRunning(pending.target)
  return pending.target
}

const beingChanged = (root: string) =>
  new AppError('storage/locked', messages.libraryChanging({ root, lock: changeLockPath(root) }))

const stageGone = () => new AppError('storage/not-found', messages.restoreMissing)

const notMoved = ({ code, message }: AppError) => new AppError(code, messages.notMoved({ reason: message }))

/**
 * Records that this process uses the home, until it ends. A home that is not writable is reported a moment later
 * anyway.
 */
function noteRunning(root: string): void {
  try {
    markProcess(marksFolder(root))
  } catch {
    // Read-only or full: nothing can be changed there anyway.
  }
}

/** Whether another live process uses the home. Marks of dead ones are removed. */
function hasOtherPrograms(root: string): boolean {
  return listProcessMarks(marksFolder(root)).some((pid) => {
    if (pid === process.pid) return false
    const path = join(marksFolder(root), String(pid))
    if (mayStillRun(pid, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)) return true
    rmSync(path, { force: true })
    return false
  })
}
