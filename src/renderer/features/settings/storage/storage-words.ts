import type { FileProblem, StorageKind, StorageTask, StorageUsage } from '../../../../shared/domain/storage.ts'
import { formatBytes, formatCount, formatDate, formatNumber } from '../../../lib/format.ts'
import type { RunningTask, StorageWords } from './create-storage-actions.ts'

export const kindWords: Readonly<Record<StorageKind, { readonly name: string; readonly what: string }>> = {
  pictures: { name: 'Images', what: 'Everything made or imported, as plain files in dated folders.' },
  trash: { name: 'Trash', what: 'Gone for good 30 days after you put it there.' },
  answers: { name: 'Services’ answers', what: 'As they came: what edits are blended from anew.' },
  masks: { name: 'Masks', what: 'What images were made with.' },
  database: { name: 'Database', what: 'Prompts, marks, collections, documents, the ledger.' },
  thumbnails: { name: 'Thumbnails', what: 'Rebuilt when needed.' },
  working: { name: 'Working copies', what: 'Of images the window cannot show as they are. Rebuilt when needed.' },
  'old-databases': { name: 'Old databases', what: 'Kept from before an update or a repair.' },
  replaced: { name: 'Previous libraries', what: 'What was there before you restored a backup.' },
  logs: { name: 'Logs', what: 'What the program noted; no prompts, no keys.' },
}

/** What is asked before it is deleted; null = it comes again by itself. */
export const reclaimQuestions: Partial<Record<StorageKind, string>> = {
  trash: 'The files are deleted from this computer. This cannot be undone.',
  replaced: 'What was in the library before you restored a backup is deleted. This cannot be undone.',
  'old-databases': 'Without them you cannot go back to the version of Atelier you had before.',
}

export const problemWords: Readonly<Record<FileProblem['is'], string>> = {
  missing: 'not there',
  damaged: 'damaged: the disk has lost some of it',
  changed: 'written to by another program',
  unreadable: 'cannot be read',
}

const taskWords: Readonly<Record<StorageTask, string>> = {
  verify: 'Reading every file',
  backup: 'Writing the backup',
  restore: 'Unpacking and checking the backup',
  move: 'Copying the library',
  locate: 'Looking for the files',
}

export function runningWords({ task, done, total }: RunningTask): string {
  if (total === 0) return done === 0 ? `${taskWords[task]}…` : `${taskWords[task]}: ${formatNumber(done)} looked at`
  const isBytes = task === 'backup' || task === 'restore'
  const amount = isBytes
    ? `${formatBytes(done)} of ${formatBytes(total)}`
    : `${formatNumber(done)} of ${formatCount(total, 'file')}`
  return `${taskWords[task]}: ${amount}`
}

export function pendingWords(pending: NonNullable<StorageUsage['pending']>): string {
  if (pending.is === 'move') {
    return `Everything is copied to ${pending.target}. The next start brings over what you do until then, and goes on there.`
  }
  const what = `${formatCount(pending.pictures, 'image')} of ${formatDate(pending.createdAtMs)}`
  const held =
    pending.held === 0
      ? ''
      : ` ${formatCount(pending.held, 'request')} waited in its queue when it was made: the queue stays paused until you go on with it.`
  return `The backup is unpacked and checked: ${what}. The next start puts it in the place of the library; what is there now is kept beside it.${held}`
}

/** Named in a sentence; more are counted. */
const namedMax = 3

function leftOut({ skipped, unreadable }: Parameters<StorageWords['backedUp']>[0]): string {
  const gone =
    skipped > 0 ? ` ${formatCount(skipped, 'file')} deleted meanwhile ${skipped === 1 ? 'is' : 'are'} not in it.` : ''
  if (unreadable.length === 0) return gone
  const more = unreadable.length - namedMax
  const names = `${unreadable.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${formatNumber(more)} more` : ''}`
  return `${gone} The disk would not read ${names}: not in it. Check every file, and look at this disk’s health.`
}

export const storageWords: StorageWords = {
  found: (found, wanted) =>
    found === wanted
      ? `${formatCount(found, 'file')} found and put back.`
      : `${formatNumber(found)} of ${formatCount(wanted, 'file')} found and put back.`,
  backedUp: (report) =>
    `Backed up to ${report.path}: ${formatCount(report.files, 'file')}, ${formatBytes(report.bytes)}.${leftOut(report)}`,
  freed: (bytes) => `${formatBytes(bytes)} freed.`,
}
