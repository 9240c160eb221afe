import { stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import type { AssetImports } from '../../assets/assets.ts'
import { followFolder, reportsChanges } from '../../assets/index.ts'
import { createSettledFiles } from './settled-files.ts'

interface FollowedFolder {
  /** Only the files that are there. */
  readonly isOnce: boolean
  readonly imports: Pick<AssetImports, 'addFiles'>
  readonly signal: AbortSignal
  readonly settleMs?: number
}

/** Of a file that is being copied into the folder, the last change must be this long ago. */
const usualSettleMs = 1_000
/** Of which not everything can be read, it must be longer ago: its writer may have paused halfway. */
const brokenMs = 60_000
const folderCheckMs = 2_000

/** Image files in a folder and its subfolders, each once it is complete. @throws storage/not-found once the folder is gone */
export async function* imageFilesOf(
  folder: string,
  { isOnce, imports, signal, settleMs = usualSettleMs }: FollowedFolder,
): AsyncGenerator<string, undefined> {
  const stopping = new AbortController()
  const ending = AbortSignal.any([signal, stopping.signal])
  // What is left of a file whose writer has paused would stay in the library beside the whole image.
  const isWhole = async (path: string) => {
    const options = { isByPerson: false, takesDamaged: false, signal: ending }
    const { failed } = await imports.addFiles([path], options)
    return !failed.some(({ error }) => error.code.startsWith('media/'))
  }
  const files = createSettledFiles({ signal: ending, settleMs, brokenMs, isWhole })
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
