import { stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { followFolder, reportsChanges } from '../../assets/index.ts'
import { createSettledFiles } from './settled-files.ts'

interface FollowedFolder {
  /** Only the files that are there. */
  readonly isOnce: boolean
  readonly signal: AbortSignal
  readonly settleMs?: number
}

/** Of a file that is being copied into the folder, the last change must be this long ago. */
const usualSettleMs = 1_000
const folderCheckMs = 2_000

/** Image files in a folder and its subfolders, each once it is complete. @throws storage/not-found once the folder is gone */
export async function* imageFilesOf(
  folder: string,
  { isOnce, signal, settleMs = usualSettleMs }: FollowedFolder,
): AsyncGenerator<string, undefined> {
  const stopping = new AbortController()
  const files = createSettledFiles({ signal: AbortSignal.any([signal, stopping.signal]), settleMs })
  let trouble: unknown = null
  const stop = (thrown: unknown) => {
    trouble = thrown
    stopping.abort()
  }
  const unfollow = followFolder(folder, {
    onFile: (path) => files.add(path),
    onTrouble: stop,
    isPolled: !(await reportsChanges(folder)),
    onReady: () => isOnce && files.end(),
  })
  const timer = setInterval(() => {
    stat(folder).catch(() => stop(new AppError('storage/not-found', messages.folderToWatchMissing({ name: folder }))))
  }, folderCheckMs)
  try {
    yield* files
    if (trouble !== null) throw trouble as Error
  } finally {
    clearInterval(timer)
    await unfollow()
  }
}
