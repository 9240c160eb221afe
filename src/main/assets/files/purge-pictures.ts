import { rm } from 'node:fs/promises'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetsContext } from '../assets-context.ts'
import { responsePath, maskPath, originalPath, paintPath } from './library-paths.ts'
import { removeCaches } from '../imports/prepare-import.ts'

/**
 * Deletes pictures for good: first the records say so, then the files go, then the records. A crash in between leaves
 * a mark that `finishPurging` ends.
 */
export async function purgePictures(context: AssetsContext, ids: readonly AssetId[]): Promise<void> {
  await context.database.call('assets.setPurging', { ids, isPurging: true })
  await finishPurging(context)
}

/** Ends what was begun. Pictures whose files cannot be deleted come back as they were. */
export async function finishPurging(context: AssetsContext): Promise<AssetId[]> {
  const { database, announce } = context
  const gone: AssetId[] = []
  const kept: AssetId[] = []
  let failure: unknown = null
  for (const { id, relativePath, rawAnswerMime } of await database.call('assets.purging', null)) {
    try {
      await rm(originalPath(context.paths, { relativePath }), { force: true })
      await rm(maskPath(context.paths, id), { force: true })
      await rm(paintPath(context.paths, id), { force: true })
      if (rawAnswerMime !== null) await rm(responsePath(context.paths, id, rawAnswerMime), { force: true })
      await removeCaches(context, id)
      gone.push(id)
    } catch (thrown) {
      failure = thrown
      kept.push(id)
    }
  }
  if (gone.length > 0) {
    await database.call('assets.remove', { ids: gone })
    announce({ ids: gone, reason: 'removed' })
  }
  if (kept.length > 0) {
    await database.call('assets.setPurging', { ids: kept, isPurging: false })
    throw toFileError(failure, kept.length === 1 ? messages.deleteFile : messages.deleteFiles({ count: kept.length }))
  }
  return gone
}
