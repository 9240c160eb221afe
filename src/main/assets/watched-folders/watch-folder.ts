import { readdir, stat } from 'node:fs/promises'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'
import type { WatchedFolderRecord } from '../../database/index.ts'
import { createFileQueue, type FileQueue } from './create-file-queue.ts'
import { followFolder } from './follow-folder.ts'
import { lookThrough } from './look-through.ts'
import { reportsChanges } from './reports-changes.ts'
import type { WatchContext } from './watch-context.ts'

export interface FolderWatch {
  facts(): Pick<WatchedFolder, 'state' | 'isLookedThrough' | 'unreadable' | 'problem'>
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
  /** The system does not tell of every change: what comes has to be looked for. */
  let isSilent = false
  const stopping = new AbortController()
  const lookFor = createLooks(folder, context.restFactor ?? 20, stopping.signal)
  let last: Promise<void> = Promise.resolve()

  async function openQueue(): Promise<FileQueue> {
    const files = await context.database.call('watched.files', { id: folder.id })
    return createFileQueue(folder, new Map(files.map((file) => [file.path, file])), context)
  }

  async function look(): Promise<void> {
    if (stopping.signal.aborted) return
    const found = await identityOf(folder.path)
    queue?.retry()
    if (found === followed) return isSilent && queue !== null && found !== null ? lookFor(queue) : undefined
    await unfollow?.()
    unfollow = null
    followed = found
    isSilent = found !== null && !(await (context.tellsOfChanges ?? reportsChanges)(folder.path))
    if (found !== null) {
      const files = (queue ??= await openQueue())
      unfollow = followFolder(folder.path, {
        onFile: (path, facts) => files.take(path, facts),
        onTrouble: (thrown) => noteTrouble(thrown),
      })
    }
    context.announce()
  }

  /** The system has no more room to follow this one. */
  function noteTrouble(thrown: unknown): void {
    context.logger.warn('watched.trouble', { folder: folder.path, error: thrown })
    isSilent = true
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
      isLookedThrough: isSilent,
      unreadable: queue?.unreadable() ?? 0,
      problem: queue?.problem() ?? null,
    }),
    check,
    stop: async () => {
      stopping.abort()
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

/** A folder that takes long to look through is looked through more rarely. */
function createLooks(folder: WatchedFolderRecord, restFactor: number, signal: AbortSignal) {
  let nextMs = 0
  return async (files: FileQueue): Promise<void> => {
    const startedMs = performance.now()
    if (startedMs < nextMs) return
    await lookThrough(folder.path, {
      isKnown: (path, facts) => files.isKnown(path, facts),
      onFile: (path, facts) => files.take(path, facts),
      signal,
    })
    const tookMs = performance.now() - startedMs
    nextMs = performance.now() + tookMs * restFactor
  }
}
