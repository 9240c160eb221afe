import { readdir, stat } from 'node:fs/promises'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'
import type { WatchedFolderRecord } from '../../database/index.ts'
import { createFileQueue, type FileQueue } from './create-file-queue.ts'
import { followFolder } from './follow-folder.ts'
import type { WatchContext } from './watch-context.ts'

export interface FolderWatch {
  facts(): Pick<WatchedFolder, 'state' | 'unreadable' | 'problem'>
  /** Looks whether the folder is there, and is still the same one. */
  check(): Promise<void>
  stop(): Promise<void>
}

/** Watches one folder, as long as it is there. */
export function watchFolder(folder: WatchedFolderRecord, context: WatchContext): FolderWatch {
  let queue: FileQueue | null = null
  let unfollow: (() => Promise<void>) | null = null
  /** Which folder is followed; null = it is not there, undefined = nobody has looked. A disk that was away and came back is another one to the system. */
  let followed: string | null | undefined
  let trouble: string | null = null
  let isStopped = false
  let last: Promise<void> = Promise.resolve()

  async function openQueue(): Promise<FileQueue> {
    const files = await context.database.call('watched.files', { id: folder.id })
    return createFileQueue(folder, new Map(files.map((file) => [file.path, file])), context)
  }

  async function look(): Promise<void> {
    if (isStopped) return
    const found = await identityOf(folder.path)
    if (found === followed) {
      queue?.retry()
      return
    }
    await unfollow?.()
    unfollow = null
    followed = found
    trouble = null
    if (found !== null) {
      const files = (queue ??= await openQueue())
      unfollow = followFolder(folder.path, {
        settleMs: context.settleMs,
        onFile: (path, facts) => files.take(path, facts),
        onTrouble: (thrown) => noteTrouble(thrown),
      })
    }
    context.announce()
  }

  function noteTrouble(thrown: unknown): void {
    context.logger.warn('watched.trouble', { folder: folder.path, error: thrown })
    trouble = 'The system does not tell of every change in this folder. What comes is brought in at the next start.'
    context.announce()
  }

  /** One look after another. */
  function check(): Promise<void> {
    last = last
      .then(look)
      .catch((thrown: unknown) => context.logger.warn('watched.not-looked', { folder: folder.path, error: thrown }))
    return last
  }

  return {
    facts: () => ({
      state: followed === null ? 'unreachable' : 'watching',
      unreadable: queue?.unreadable() ?? 0,
      problem: queue?.problem() ?? trouble,
    }),
    check,
    stop: async () => {
      isStopped = true
      await last
      await unfollow?.()
      await queue?.stop()
    },
  }
}

/** null where it is not there or must not be looked into. */
async function identityOf(path: string): Promise<string | null> {
  try {
    await readdir(path)
    const { dev, ino } = await stat(path)
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
