import { finishMove } from './finish-move.ts'
import { finishRestore } from './finish-restore.ts'
import { followMove } from './follow-move.ts'
import { readPendingChange } from './pending-change.ts'
import { hasOtherPrograms, noteRunning } from './running-programs.ts'

/**
 * Where the library is, after a restore or a move that an earlier run prepared has been finished. Runs before anything
 * of the home is opened; while another program uses it, the change waits for a later start. Returns the home's folder.
 * @throws storage/* where the home is not there, or the change cannot be finished (nothing is lost then)
 */
export function finishPending(chosenRoot: string): string {
  const root = followMove(chosenRoot)
  noteRunning(root)
  const pending = readPendingChange(root)
  if (pending === null || hasOtherPrograms(root)) return root
  if (pending.is === 'restore') {
    finishRestore(root, pending)
    return root
  }
  finishMove(root, pending.target)
  noteRunning(pending.target)
  return pending.target
}
