import { rm } from 'node:fs/promises'
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
 * Completes interrupted purges. Images whose files cannot be deleted are restored, unless the image itself is gone: then
 * the rest is deleted the next time.
 */
export async function finishPurging(context: AssetsContext): Promise<AssetId[]> {
  const { database, announce } = context
  const purged: AssetId[] = []
  const restored: AssetId[] = []
  let failure: unknown = null
  let failed = 0
  const purging = await database.call('assets.purging', null)
  for (const { id, relativePath, rawAnswerMime } of purging) {
    let isGone = false
    try {
      // An original in a shared folder stays there: other libraries may need it.
      await rm(libraryFilePath(context.paths, { relativePath }), { force: true })
      isGone = true
      await rm(maskPath(context.paths, id), { force: true })
      await rm(paintPath(context.paths, id), { force: true })
      if (rawAnswerMime !== null) await rm(responsePath(context.paths, id, rawAnswerMime), { force: true })
      await removeCaches(context, id)
      purged.push(id)
    } catch (thrown) {
      failure = thrown
      failed++
      if (!isGone) restored.push(id)
    }
  }
  if (purged.length > 0) {
    await database.call('assets.remove', { ids: purged })
    announce({ ids: purged, reason: 'removed' })
  }
  if (restored.length > 0) await database.call('assets.setPurging', { ids: restored, isPurging: false })
  if (failed > 0) {
    throw toFileError(failure, failed === 1 ? messages.cannotDeleteFile : messages.cannotDeleteFiles({ count: failed }))
  }
  return purged
}
