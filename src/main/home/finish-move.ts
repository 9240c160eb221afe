import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import { copyingMark } from './copying-mark.ts'
import { backedUpNames } from './finish-restore.ts'
import { movedPath } from './follow-move.ts'
import { pendingChangePath } from './pending-change.ts'

const databaseFiles = ['atelier.db', 'atelier.db-wal']

/**
 * Brings over what has come, changed or gone since the copy was made, the database last, and leaves a note of where
 * everything is now. The old files stay until the person lets them go. Cut short, the next start begins again: until
 * the note is there, the old folder is the library.
 */
export function finishMove(root: string, target: string): void {
  for (const name of backedUpNames) {
    if (name === 'atelier.db') continue
    if (existsSync(join(root, name))) bringOver(join(root, name), join(target, name))
  }
  for (const name of databaseFiles) {
    rmSync(join(target, name), { force: true })
    if (existsSync(join(root, name))) copyFileSync(join(root, name), join(target, name))
  }
  rmSync(copyingMark(target), { force: true })
  const note = temporaryNameFor(movedPath(root))
  writeFileSync(note, JSON.stringify({ root: target }), { flush: true })
  renameSync(note, movedPath(root))
  rmSync(pendingChangePath(root), { force: true })
}

/** Makes the second the same as the first; files of the same length and time are the same. */
function bringOver(from: string, to: string): void {
  const source = statSync(from)
  if (!source.isDirectory()) {
    const known = statSync(to, { throwIfNoEntry: false })
    if (known?.size === source.size && Math.abs(known.mtimeMs - source.mtimeMs) < 2) return
    copyFileSync(from, to, constants.COPYFILE_FICLONE)
    return
  }
  mkdirSync(to, { recursive: true })
  const names = readdirSync(from)
  for (const gone of readdirSync(to).filter((name) => !names.includes(name))) {
    rmSync(join(to, gone), { recursive: true, force: true })
  }
  for (const name of names) bringOver(join(from, name), join(to, name))
}
