import { rm } from 'node:fs/promises'
import type { AssetRecord } from '../../database/index.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetsContext } from '../assets-context.ts'
import { libraryFilePath } from '../../platform/original-path.ts'
import { responsePath, maskPath, paintPath } from './library-paths.ts'
import { removeCaches } from './renditions.ts'

/**
 * Deletes images permanently: marks the records first, then deletes the files, then the records. After a crash in
 * between, `finishPurging` completes the marked ones.
 */
export async function purgeImages(context: AssetsContext, ids: readonly AssetId[]): Promise<void> {
  await context.database.call('assets.setPurging', { ids, isPurging: true })
  await finishPurging(context)
}

/**
 * Completes interrupted purges. Images whose files cannot be deleted are restored. Once the image itself is gone it is
 * purged: what cannot be deleted of the rest is deleted by the sweep, as files without a record.
 */
export async function finishPurging(context: AssetsContext): Promise<AssetId[]> {
  const { database, announce, logger } = context
  const purged: AssetId[] = []
  const restored: AssetId[] = []
  let failure: unknown = null
  const purging = await database.call('assets.purging', null)
  for (const record of purging) {
    try {
      // An original in a shared folder stays there: other libraries may need it.
      await rm(libraryFilePath(context.paths, record), { force: true })
    } catch (thrown) {
      failure = thrown
      restored.push(record.id)
      continue
    }
    await removeRest(context, record).catch((error: unknown) => logger.warn('library.leftovers', { error }))
    purged.push(record.id)
  }
  if (purged.length > 0) {
    await database.call('assets.remove', { ids: purged })
    announce({ ids: purged, reason: 'removed' })
  }
  if (restored.length > 0) {
    await database.call('assets.setPurging', { ids: restored, isPurging: false })
    throw toFileError(
      failure,
      restored.length === 1 ? messages.cannotDeleteFile : messages.cannotDeleteFiles({ count: restored.length }),
    )
  }
  return purged
}

type Companions = Pick<AssetRecord, 'id' | 'rawAnswerMime'>

async function removeRest(context: AssetsContext, { id, rawAnswerMime }: Companions): Promise<void> {
  const { paths } = context
  await rm(maskPath(paths, id), { force: true })
  await rm(paintPath(paths, id), { force: true })
  if (rawAnswerMime !== null) await rm(responsePath(paths, id, rawAnswerMime), { force: true })
  await removeCaches(context, id)
}
