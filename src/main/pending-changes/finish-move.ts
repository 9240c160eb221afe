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
import { copyingMark, pendingChangePath, type PendingChange } from './pending-change.ts'
import { backedUpNames } from './finish-restore.ts'
import { movedPath } from './follow-move.ts'

const databaseFiles = ['atelier.db', 'atelier.db-wal']
/**
 * What is moved in addition to a backup's contents: copies open in other programs, the signing certificate, and the
 * downloaded models.
 */
export const movedNames = [
  ...backedUpNames.filter((name) => name !== 'atelier.db'),
  'external',
  'signing.json',
  'models',
]
/** FAT stores times in steps of two seconds. */
const timeSlackMs = 2_000

/**
 * Copies what was added, changed or deleted since the copy was started, the database last, and records the new
 * location. The old files stay until the user deletes them. If interrupted, the next start begins again: until the
 * location is recorded, the old folder is the library. @throws storage/not-found if the copy is missing because its
 * disk is not connected
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

/** An empty mount point must not become the library. */
function requireCopy(root: string, target: string): void {
  try {
    if (readFileSync(copyingMark(target), 'utf8') === realpathSync(root)) return
  } catch {
    // Treated like another home's.
  }
  throw new AppError('storage/not-found', messages.copyMissing({ target }))
}

/** The library's folder itself may be a link to another disk; links inside it are not part of the library. */
function bringName(from: string, to: string, startedAtMs: number): void {
  const source = statSync(from, { throwIfNoEntry: false })
  if (source === undefined) rmSync(to, { recursive: true, force: true })
  else if (source.isDirectory()) bringFolder(from, to, startedAtMs)
  else bringFile(from, to, startedAtMs)
}

/** Makes the second folder identical to the first. */
function bringFolder(from: string, to: string, startedAtMs: number): void {
  mkdirSync(to, { recursive: true })
  const entries = readdirSync(from, { withFileTypes: true }).filter(
    (entry) => (entry.isFile() || entry.isDirectory()) && temporaryOwner(entry.name) === null,
  )
  // Some file systems use another Unicode normalization.
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
  // Any change to a file since the copy was started has updated its `ctime`, which cannot be set.
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
