import { rm, stat, statfs, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { MovedBack } from '../../../shared/domain/shared-originals.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/originals.ts'
import { formatFixed } from '../../../shared/messages/formats.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { OriginalRecord } from '../../database/index.ts'
import { folderOfOriginal, libraryFilePath } from '../../platform/original-path.ts'
import { createWithTemporary } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { secondsOfMs } from '../../platform/pure/seconds-of-ms.ts'
import { eachPage, endsAllWork, recordsPerPage } from './each-original.ts'
import { leaveFolders, noteLeaving } from './leave-folders.ts'
import { removeCopy } from './move-original.ts'
import { originalAt, type OriginalsContext, releaseUnused } from './shared-files.ts'

interface MovingBack {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly isEnding: () => boolean
}

/** The database, thumbnails and results are written to the same disk meanwhile. */
const reserveBytes = 500_000_000

/**
 * Moves all originals of this library out of shared folders, back to the library folder. Whatever ends it, each original
 * is in one of the two: what was not moved is moved the next time.
 */
export async function moveAllBack(context: OriginalsContext, moving: MovingBack): Promise<MovedBack> {
  const { database, originals, paths } = context
  const { signal, onProgress, isEnding } = moving
  const folder = originals.folder()
  if (folder !== null) throw new AppError('request/invalid', messages.stopSharingFirst({ folder }))
  const { shared: total, bytes } = await database.call('originals.counts', null)
  await requireRoom(paths.library, bytes)
  const failed: MovedBack['failed'] = []
  const leaving = new Set<string>()
  let [done, moved] = [0, 0]
  onProgress?.(0, total)
  const load = (after: OriginalRecord['id'] | null) =>
    database.call('originals.shared', { after, limit: recordsPerPage })
  await eachPage(load, isEnding, async (record) => {
    throwIfAborted(signal)
    const from = folderOfOriginal(record.sharedPath ?? '')
    if (!leaving.has(from)) await noteLeaving(paths.root, from)
    leaving.add(from)
    try {
      await moveBack(context, record)
      moved++
    } catch (thrown) {
      if (endsAllWork(thrown)) throw thrown
      context.logger.warn('originals.original-not-moved-back', { id: record.id, error: thrown })
      failed.push({ id: record.id, message: toErrorData(thrown).message })
    }
    onProgress?.(++done, Math.max(total, done))
  })
  if (isEnding()) throw AppError.cancelled()
  await leaveFolders(context)
  return { moved, failed }
}

async function requireRoom(library: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(library)
  const freeBytes = bavail * bsize
  if (bytes === 0 || freeBytes >= bytes + reserveBytes) return
  const [needed, free] = [bytes + reserveBytes, freeBytes].map((size) => formatFixed(size / 1e9, 1))
  throw new AppError('storage/full', messages.noRoomForOriginals({ needed: needed ?? '', free: free ?? '' }))
}

/** The shared one is given up only once the library's own file is complete and recorded. */
async function moveBack(context: OriginalsContext, record: OriginalRecord): Promise<void> {
  const { database, paths, turns, announce } = context
  const { id, sha256, sharedPath, sharedAtMs, fileBytes } = record
  if (sharedPath === null) return
  const copy = libraryFilePath(paths, record)
  const facts = await stat(copy).catch(() => null)
  const isCopy = facts?.isFile() === true && facts.size === fileBytes && (await hashFile(copy)) === sha256
  if (facts !== null && !isCopy) {
    if (sharedAtMs === null) {
      throw new AppError('storage/exists', messages.fileInTheWay({ path: record.relativePath }))
    }
    // A copy that was changed after it was shared is the library's own file from now on; a damaged one is deleted.
    await removeCopy(context, record)
    const current = await database.call('originals.find', { id })
    if (current?.sharedPath === sharedPath && current.sharedAtMs === null) await moveBack(context, current)
    return
  }
  const isBack = await turns.inTurn(`original:${sha256}`, async () => {
    if (!isCopy) await fetchCopy(context, record, sharedPath)
    return database.call('originals.takeBack', { from: record, copy })
  })
  if (!isBack) return dropIfPurged(context, record, copy)
  announce({ ids: [id], reason: 'updated' })
  await releaseUnused(context, { sharedPath, fileBytes })
}

async function fetchCopy(context: OriginalsContext, record: OriginalRecord, sharedPath: string): Promise<void> {
  const { database, originals, clock, paths } = context
  const copy = libraryFilePath(paths, record)
  // If this is not completed, the copy is deleted after an hour, like any other.
  await database.call('originals.setCopy', { id: record.id, sharedAtMs: clock.nowMs() })
  await createFolder(dirname(copy))
  const folder = await originals.open(folderOfOriginal(sharedPath))
  await createWithTemporary(copy, async (temporaryPath) => {
    const isIntact = await folder.fetch(originalAt(sharedPath, record.fileBytes), temporaryPath)
    if (!isIntact) throw new AppError('storage/corrupt', messages.notFetched({ path: sharedPath }))
    const time = secondsOfMs(record.modifiedAtMs)
    await utimes(temporaryPath, time, time)
  })
}

/** Another program has purged the image, moved it, or taken it back itself. */
async function dropIfPurged({ database }: OriginalsContext, { id }: OriginalRecord, copy: string): Promise<void> {
  if ((await database.call('originals.find', { id })) === null) await rm(copy, { force: true })
}
