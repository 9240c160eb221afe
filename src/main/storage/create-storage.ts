import { rm } from 'node:fs/promises'
import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import { changePending } from './change-pending.ts'
import { measureUsage } from './measure-usage.ts'
import { prepareMove } from './prepare-move.ts'
import { reclaim } from './reclaim.ts'
import type { StorageContext } from './storage-context.ts'
import type { Storage, StorageProgress } from './storage.ts'
import { verifyLibrary } from './verify-library.ts'
import type { FiledFile } from './worker/task.ts'

export function createStorage(options: Omit<StorageContext, 'pending'>): Storage {
  const context: StorageContext = { ...options, pending: changePending(options.paths.root, options.clock) }
  const { database, paths, run, pending, appVersion } = context

  return {
    usage: () => measureUsage(context),
    reclaim: (kinds) => reclaim(context, kinds),
    verify: (progress) => verifyLibrary(context, progress),
    locate: async (ids, folder, progress) => {
      const files = await loadFiled(context, ids)
      return settleFound(context, (await run('locate', { files, folder }, progress)).found)
    },
    repair: async (ids, file, progress) => {
      const files = await loadFiled(context, ids)
      return settleFound(context, (await run('take', { file, files }, progress)).found)
    },
    backUp: async (path, progress) => {
      await database.opened()
      return run('pack', { root: paths.root, databaseFile: paths.databaseFile, target: path, appVersion }, progress)
    },
    prepareRestore: (file, progress) => prepareRestore(context, file, progress),
    prepareMove: (target, progress) => prepareMove(context, target, progress),
    forgetPending: () => pending.forget(),
  }
}

async function loadFiled({ database, paths }: StorageContext, ids: readonly AssetId[]): Promise<FiledFile[]> {
  const records = await database.call('assets.byIds', { ids })
  return records.map(({ id, relativePath, fileBytes, modifiedAtMs, sha256 }) => ({
    id,
    path: `${paths.library}/${relativePath}`,
    fileBytes,
    modifiedAtMs,
    sha256,
  }))
}

/** The sweep finds what is back in its place, and says so. */
async function settleFound({ library }: StorageContext, found: AssetId[]): Promise<AssetId[]> {
  if (found.length > 0) await library.sweep()
  return found
}

async function prepareRestore({ run, pending }: StorageContext, file: string, progress?: StorageProgress) {
  await pending.refuseSecond()
  const { staged, path } = await pending.newStage()
  const facts = await run('unpack', { file, staged: path }, progress)
  if (progress?.signal?.aborted === true) {
    await rm(path, { recursive: true, force: true })
    throw AppError.cancelled()
  }
  await pending.noteRestore(staged, facts)
  return facts
}
