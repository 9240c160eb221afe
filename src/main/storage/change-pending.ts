import { readdir, rm, readFile, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PreparedRestore } from '../../shared/domain/storage.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import {
  pendingChangePath,
  readPendingChange,
  takeChangeLock,
  type PendingChange,
  copyingMark,
  movedNames,
} from '../pending-changes/index.ts'
import type { Clock } from '../platform/clock.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { newId } from '../platform/pure/new-id.ts'

/** The one change that the next start has to finish. */
export interface PendingChangeFile {
  read(): PendingChange | null
  /** @throws request/invalid if another change is pending */
  refuseSecond(): Promise<void>
  /** Creates a folder to unpack into. Leftovers of a killed restore are removed. */
  newStage(): Promise<{ readonly staged: string; readonly path: string }>
  noteRestore(staged: string, facts: PreparedRestore): Promise<void>
  noteMove(target: string, startedAtMs: number): Promise<void>
  /** Discards the change and everything prepared for it. */
  forget(): Promise<void>
  /**
   * Runs one at a time across all processes.
   * @param failure what errors of the disk are told with
   * @throws request/invalid if another is running, storage/*
   */
  alone<T>(failure: string, work: () => Promise<T>): Promise<T>
}

const stagePattern = /^restore-[0-9A-Z]{26}$/

async function removeStages(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (stagePattern.test(name)) await rm(join(root, name), { recursive: true, force: true })
  }
}

export function changePending(root: string, clock: Clock): PendingChangeFile {
  const path = pendingChangePath(root)

  async function note(change: PendingChange): Promise<void> {
    try {
      await writeFileAtomic(path, JSON.stringify(change))
    } catch (thrown) {
      // It may be there all the same: what was told as failed must not happen at the next start.
      await rm(path, { force: true }).catch(() => undefined)
      throw thrown
    }
  }

  return {
    read: () => readPendingChange(root),
    async refuseSecond() {
      if (readPendingChange(root) === null) return
      throw new AppError('request/invalid', messages.changeScheduled)
    },
    async newStage() {
      await removeStages(root)
      const staged = `restore-${newId(clock.nowMs())}`
      return { staged, path: join(root, staged) }
    },
    noteRestore: (staged, { pictures: images, createdAtMs, held, introduced }) =>
      note({
        is: 'restore',
        staged,
        replaced: `replaced-${stamp(clock.nowMs())}`,
        pictures: images,
        createdAtMs,
        held,
        introduced,
      }),
    noteMove: (target, startedAtMs) => note({ is: 'move', target, startedAtMs }),
    async forget() {
      const pending = readPendingChange(root)
      await rm(path, { force: true })
      // It is canceled. Without the record, a copy has no owner; if its disk is not connected, it does no harm.
      if (pending?.is === 'move') await removeCutShort(root, pending.target).catch(() => undefined)
      await removeStages(root).catch(() => undefined)
    },
    async alone(failure, work) {
      try {
        const release = takeChangeLock(root)
        if (release === null) throw new AppError('request/invalid', messages.changeInPreparation)
        try {
          return await work()
        } finally {
          release()
        }
      } catch (thrown) {
        throw toFileError(thrown, failure)
      }
    },
  }
}

/** `2026-11-20-14-03-59` */
function stamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')
}

/** Marks the folder as the target of a copy of this home. */
export async function markCopy(root: string, target: string): Promise<void> {
  await writeFile(copyingMark(target), await realpath(root))
}

/** Removes an interrupted copy of this home from the folder. Copies of other homes are not touched. */
export async function removeCutShort(root: string, target: string): Promise<void> {
  const owner = await readFile(copyingMark(target), 'utf8').catch(() => null)
  if (owner === (await realpath(root))) await removeCopy(target)
}

async function removeCopy(target: string): Promise<void> {
  for (const name of [...movedNames, 'atelier.db', 'atelier.db-wal']) {
    await rm(join(target, name), { recursive: true, force: true })
  }
  await rm(copyingMark(target), { force: true })
}
