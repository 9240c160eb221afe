import type { Stats } from 'node:fs'
import { readdir, stat, lstat } from 'node:fs/promises'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'
import type { WatchedFolderRecord } from '../../database/index.ts'
import { collectImages } from '../imports/collect-images.ts'
import { createFileQueue, type FileQueue } from './create-file-queue.ts'
import { followFolder } from './follow-folder.ts'
import { reportsChanges } from './reports-changes.ts'
import type { WatchContext } from './watch-context.ts'

export interface FolderWatch {
  facts(): Pick<WatchedFolder, 'state' | 'isLookedThrough' | 'unreadable' | 'damaged' | 'problem'>
  /** Checks whether the folder exists and is still the same one. */
  check(): Promise<void>
  stop(): Promise<void>
}

/** Watches one folder while it exists. */
export function watchFolder(folder: WatchedFolderRecord, context: WatchContext): FolderWatch {
  let queue: FileQueue | null = null
  let unfollow: (() => Promise<void>) | null = null
  /**
   * Identity of the followed folder; null = missing, undefined = not checked yet. A disk that was unmounted and is back
   * has a new identity.
   */
  let followed: string | null | undefined
  /** The system does not report every change: new files have to be scanned for. */
  let isSilent = false
  const stopping = new AbortController()
  const scanIfDue = createScanner(folder, context.restFactor ?? 20, stopping.signal)
  let last: Promise<void> = Promise.resolve()

  async function openQueue(): Promise<FileQueue> {
    const files = await context.database.call('watched.files', { id: folder.id })
    return createFileQueue(folder, new Map(files.map((file) => [file.path, file])), context)
  }

  async function scan(): Promise<void> {
    if (stopping.signal.aborted) return
    const found = await identityOf(folder.path)
    queue?.retry()
    if (found === followed) return isSilent && queue !== null && found !== null ? scanIfDue(queue) : undefined
    await unfollow?.()
    unfollow = null
    followed = found
    isSilent = found !== null && !(await (context.reportsChanges ?? reportsChanges)(folder.path))
    if (found !== null) {
      const files = (queue ??= await openQueue())
      unfollow = followFolder(folder.path, {
        onFile: (path, facts) => files.take(path, facts),
        onTrouble: (thrown) => noteTrouble(thrown),
      })
    }
    context.announce()
  }

  /** Handles the system running out of watches. */
  function noteTrouble(thrown: unknown): void {
    context.logger.warn('watched.trouble', { folder: folder.path, error: thrown })
    isSilent = true
    context.announce()
  }

  /** One check at a time. */
  function check(): Promise<void> {
    last = last
      .then(scan)
      .catch((thrown: unknown) => context.logger.warn('watched.not-looked', { folder: folder.path, error: thrown }))
    return last
  }

  return {
    facts: () => ({
      state: followed === null ? 'unreachable' : 'watching',
      isLookedThrough: isSilent,
      ...(queue?.counts() ?? { unreadable: 0, damaged: 0 }),
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

/** null where it is missing or not readable. */
async function identityOf(path: string): Promise<string | null> {
  try {
    await readdir(path)
    const { dev, ino } = await stat(path)
    return `${dev}:${ino}`
  } catch {
    return null
  }
}

/** A folder that takes long to scan is scanned less often. */
function createScanner(folder: WatchedFolderRecord, restFactor: number, signal: AbortSignal) {
  let nextMs = 0
  return async (files: FileQueue): Promise<void> => {
    const startedMs = performance.now()
    if (startedMs < nextMs) return
    await scanFolder(folder.path, {
      isKnown: (path, facts) => files.isKnown(path, facts),
      onFile: (path, facts) => files.take(path, facts),
      signal,
    })
    const tookMs = performance.now() - startedMs
    nextMs = performance.now() + tookMs * restFactor
  }
}

interface ScanOptions {
  /** Whether this version of the file has been handled before. */
  readonly isKnown: (path: string, facts: Stats) => boolean
  /** An image file that may still be incomplete. */
  readonly onFile: (path: string, facts: Stats) => void
  readonly signal: AbortSignal
}

/** Scans a folder whose file system reports no changes for new images, at any depth; skips links. */
async function scanFolder(root: string, { isKnown, onFile, signal }: ScanOptions): Promise<void> {
  const { files } = await collectImages([root], { except: '', signal, areLinksFollowed: false })
  for (const path of files) {
    if (signal.aborted) return
    const facts = await lstat(path).catch(() => null)
    if (facts?.isFile() === true && !isKnown(path, facts)) onFile(path, facts)
  }
}
