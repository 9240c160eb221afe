import { realpath, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import { changePending } from './change-pending.ts'
import { isBelow } from './is-below.ts'
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
    locate: async (ids, folder, progress) =>
      settling(context, run('locate', { files: await loadFiled(context, ids), folder }, progress)),
    repair: async (ids, file, progress) =>
      settling(context, run('take', { files: await loadFiled(context, ids), file }, progress)),
    backUp: async (path, progress) => {
      await refuseInside(paths, path)
      await database.opened()
      return run('pack', { root: paths.root, databaseFile: paths.databaseFile, target: path, appVersion }, progress)
    },
    prepareRestore: (file, progress) => pending.alone(() => prepareRestore(context, file, progress)),
    prepareMove: (target, progress) => pending.alone(() => prepareMove(context, target, progress)),
    forgetPending: () => pending.alone(() => pending.forget()),
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

/** The sweep finds what is back in its place, and says so; also where the work was stopped after some of it. */
async function settling({ assets }: StorageContext, work: Promise<{ found: AssetId[] }>): Promise<AssetId[]> {
  try {
    return (await work).found
  } finally {
    await assets.files.sweep()
  }
}

/** The next backup would hold this one, and a restore would take it away. */
async function refuseInside({ root, library }: StorageContext['paths'], path: string): Promise<void> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  for (const inside of [library, join(root, 'wildcards')]) {
    if (!isBelow(await realpath(inside).catch(() => inside), folder)) continue
    throw new AppError('request/invalid', messages.backupInsideLibrary({ folder }))
  }
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
