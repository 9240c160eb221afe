import type { Output } from '../../../../shared/contract/index.ts'
import type { FileProblem, StorageKind, StorageTask, StorageUsage } from '../../../../shared/domain/storage.ts'
import * as messages from '../../../../shared/messages/en/storage.ts'
import { colon, joinList, joinSentences } from '../../../../shared/messages/formats.ts'
import { formatBytes, formatDate, formatNumber } from '../../../lib/format.ts'

/** A long-running task. `total` is 0 while unknown. */
export interface RunningTask {
  readonly task: StorageTask
  readonly done: number
  readonly total: number
}

export interface StorageMessages {
  found(found: number, wanted: number): string
  backedUp(report: NonNullable<Output<'storage.chooseAndBackUp'>>): string
  freed(bytes: number): string
}

export const kindLabels: Readonly<Record<StorageKind, { readonly name: string; readonly what: string }>> = {
  pictures: { name: messages.images, what: messages.imagesHint },
  trash: { name: messages.trash, what: messages.trashHint },
  answers: { name: messages.serviceResponses, what: messages.serviceResponsesHint },
  masks: { name: messages.masks, what: messages.masksHint },
  database: { name: messages.database, what: messages.databaseHint },
  thumbnails: { name: messages.thumbnails, what: messages.rebuiltWhenNeeded },
  working: { name: messages.workingCopies, what: messages.workingCopiesHint },
  'old-databases': { name: messages.oldDatabases, what: messages.oldDatabasesHint },
  replaced: { name: messages.previousLibraries, what: messages.previousLibrariesHint },
  logs: { name: messages.logs, what: messages.logsHint },
}

/** Confirmation before deleting; null = regenerated automatically. */
export const reclaimQuestions: Partial<Record<StorageKind, string>> = {
  trash: messages.emptyTrashWarning,
  replaced: messages.deletePreviousLibrariesWarning,
  'old-databases': messages.deleteOldDatabasesWarning,
}

export const problemLabels: Readonly<Record<FileProblem['type'], string>> = {
  missing: messages.missing,
  damaged: messages.damagedOnDisk,
  changed: messages.changedByAnotherProgram,
  unreadable: messages.unreadable,
  incomplete: messages.partDamaged,
}

const taskLabels: Readonly<Record<StorageTask, string>> = {
  verify: messages.checkingFiles,
  backup: messages.writingBackup,
  restore: messages.unpackingBackup,
  move: messages.copyingLibrary,
  locate: messages.searchingForFiles,
}

export function describeRunning({ task: id, done, total }: RunningTask): string {
  const task = taskLabels[id]
  if (total === 0) {
    return done === 0 ? messages.taskRunning({ task }) : messages.taskCounted({ task, count: formatNumber(done) })
  }
  const isBytes = id === 'backup' || id === 'restore'
  const amount = isBytes
    ? messages.bytesOfTotal({ bytes: formatBytes(done), total: formatBytes(total) })
    : messages.filesOfTotal({ count: formatNumber(done), total })
  return `${task}${colon}${amount}`
}

export function describePending(pending: NonNullable<StorageUsage['pending']>): string {
  if (pending.type === 'move') return messages.moveReady({ folder: pending.target })
  const { pictures: images, createdAtMs, held, introduced } = pending
  const ready = messages.restoreReady({ count: images, time: formatDate(createdAtMs) })
  return joinSentences(
    ready,
    held > 0 && messages.heldRequests({ count: held }),
    introduced.length > 0 && messages.restoreIntroduces({ names: listNames(introduced) }),
  )
}

/** Number listed by name in a sentence; the rest are counted. */
const namedMax = 3

function leftOut({ skipped, unreadable }: Parameters<StorageMessages['backedUp']>[0]): string[] {
  const deleted = skipped > 0 ? [messages.deletedMeanwhile({ count: skipped })] : []
  if (unreadable.length === 0) return deleted
  return [...deleted, messages.unreadableFiles({ names: listNames(unreadable) })]
}

function listNames(all: readonly string[]): string {
  const more = all.length - namedMax
  const names = joinList(all.slice(0, namedMax))
  return more > 0 ? messages.namesAndMore({ names, count: more }) : names
}

export const storageMessages: StorageMessages = {
  found: (found, wanted) =>
    found === wanted
      ? messages.filesRestored({ count: found })
      : messages.filesOfTotalRestored({ count: formatNumber(found), total: wanted }),
  backedUp: (report) => {
    const { files, bytes, path } = report
    return joinSentences(messages.backedUp({ count: files, size: formatBytes(bytes), path }), ...leftOut(report))
  },
  freed: (bytes) => messages.freed({ size: formatBytes(bytes) }),
}
