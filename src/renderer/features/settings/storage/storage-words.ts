import type { FileProblem, StorageKind, StorageTask, StorageUsage } from '../../../../shared/domain/storage.ts'
import { formatBytes, formatCount, formatDate, formatNumber } from '../../../lib/format.ts'
import type { RunningTask, StorageWords } from './create-storage-desk.ts'

export const kindWords: Readonly<Record<StorageKind, { readonly name: string; readonly what: string }>> = {
  pictures: { name: 'Pictures', what: 'Everything made or imported, as plain files in dated folders.' },
  trash: { name: 'Trash', what: 'Gone for good 30 days after you put it there.' },
  answers: { name: 'Services’ answers', what: 'As they came: what edits are blended from anew.' },
  masks: { name: 'Masks', what: 'What pictures were made with.' },
  database: { name: 'Database', what: 'Prompts, marks, collections, documents, the ledger.' },
  thumbnails: { name: 'Thumbnails', what: 'Made again when they are looked at.' },
  working: { name: 'Working copies', what: 'Of pictures the window cannot show as they are. Made again when needed.' },
  'old-databases': { name: 'Old databases', what: 'Kept from before an update or a repair.' },
  replaced: { name: 'Replaced libraries', what: 'What was there before you restored a backup.' },
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
  const what = `${formatCount(pending.pictures, 'picture')} of ${formatDate(pending.createdAtMs)}`
  return `The backup is unpacked and checked: ${what}. The next start puts it in the place of the library; what is there now is kept beside it.`
}

export const storageWords: StorageWords = {
  found: (found, wanted) =>
    found === wanted
      ? `${formatCount(found, 'file')} found and put back.`
      : `${formatNumber(found)} of ${formatCount(wanted, 'file')} found and put back.`,
  backedUp: ({ path, files, bytes, skipped }) =>
    `Backed up to ${path}: ${formatCount(files, 'file')}, ${formatBytes(bytes)}.${skipped > 0 ? ` ${formatCount(skipped, 'file')} deleted meanwhile ${skipped === 1 ? 'is' : 'are'} not in it.` : ''}`,
  freed: (bytes) => `${formatBytes(bytes)} freed.`,
}
