import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/start.ts'
import { secondsOfMs } from '../platform/pure/seconds-of-ms.ts'
import { syncFileNow, syncFolderNow } from '../platform/pure/sync-now.ts'
import { temporaryNameFor, temporaryOwner } from '../platform/pure/temporary-name.ts'
import { copyingMark } from './copying-mark.ts'
import { backedUpNames } from './finish-restore.ts'
import { movedPath } from './follow-move.ts'
import { pendingChangePath, type PendingChange } from './pending-change.ts'

const databaseFiles = ['atelier.db', 'atelier.db-wal']
/**
 * What goes along beside what a backup holds: copies that other programs have open, the certificate to sign with, and the
 * models that were downloaded.
 */
export const movedNames = [
  ...backedUpNames.filter((name) => name !== 'atelier.db'),
  'external',
  'signing.json',
  'models',
]
/** FAT keeps times in steps of two seconds. */
const timeSlackMs = 2_000

/**
 * Brings over what has come, changed or gone since the copy was begun, the database last, and leaves a note of where
 * everything is now. The old files stay until the person lets them go. Cut short, the next start begins again: until
 * the note is there, the old folder is the library.
 * @throws storage/not-found where the copy is not there: its disk is not connected
 */
export function finishMove(root: string, { target, startedAtMs }: Extract<PendingChange, { is: 'move' }>): void {
  requireCopy(root, target)
  for (const name of movedNames) bringName(join(root, name), join(target, name), startedAtMs)
  for (const name of databaseFiles) {
    rmSync(join(target, name), { force: true })
    if (existsSync(join(root, name))) copySynced(join(root, name), join(target, name))
  }
  syncFolderNow(target)
  const note = temporaryNameFor(movedPath(root))
  writeFileSync(note, JSON.stringify({ root: target }), { flush: true })
  renameSync(note, movedPath(root))
  syncFolderNow(root)
  rmSync(copyingMark(target), { force: true })
  rmSync(pendingChangePath(root), { force: true })
}

/** An empty folder where a disk is usually mounted must not become the library. */
function requireCopy(root: string, target: string): void {
  try {
    if (readFileSync(copyingMark(target), 'utf8') === realpathSync(root)) return
  } catch {
    // As if it were another's.
  }
  throw new AppError('storage/not-found', messages.copyMissing({ target }))
}

/** The library's own folder may be a link to another disk; links below it are no part of the library. */
function bringName(from: string, to: string, startedAtMs: number): void {
  const source = statSync(from, { throwIfNoEntry: false })
  if (source === undefined) rmSync(to, { recursive: true, force: true })
  else if (source.isDirectory()) bringFolder(from, to, startedAtMs)
  else bringFile(from, to, startedAtMs)
}

/** Makes the second the same as the first. */
function bringFolder(from: string, to: string, startedAtMs: number): void {
  mkdirSync(to, { recursive: true })
  const entries = readdirSync(from, { withFileTypes: true }).filter(
    (entry) => (entry.isFile() || entry.isDirectory()) && temporaryOwner(entry.name) === null,
  )
  // Some disks spell names in another normal form.
  const names = new Set(entries.map(({ name }) => name.normalize('NFC')))
  for (const name of readdirSync(to)) {
    if (!names.has(name.normalize('NFC'))) rmSync(join(to, name), { recursive: true, force: true })
  }
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) bringFolder(source, target, startedAtMs)
    else bringFile(source, target, startedAtMs)
  }
  syncFolderNow(to)
}

function bringFile(from: string, to: string, startedAtMs: number): void {
  const source = statSync(from)
  const known = statSync(to, { throwIfNoEntry: false })
  // Whatever was done to a file since the copy was begun has moved its `ctime`, which nobody can set.
  const isUntouched = Math.max(source.ctimeMs, source.mtimeMs) < startedAtMs - timeSlackMs
  const isSame = known?.size === source.size && Math.abs(known.mtimeMs - source.mtimeMs) <= timeSlackMs
  if (isUntouched && isSame) return
  mkdirSync(dirname(to), { recursive: true })
  copySynced(from, to)
}

function copySynced(from: string, to: string): void {
  const { atimeMs, mtimeMs } = statSync(from)
  copyFileSync(from, to, constants.COPYFILE_FICLONE)
  utimesSync(to, secondsOfMs(atimeMs), secondsOfMs(mtimeMs))
  syncFileNow(to)
}
