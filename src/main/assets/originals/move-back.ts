import { rm, stat, statfs, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/originals.ts'
import { formatFixed } from '../../../shared/messages/formats.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { OriginalRecord } from '../../database/index.ts'
import { folderOfOriginal, libraryFilePath } from '../../platform/original-path.ts'
import { createWithTemporary, replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { secondsOfMs } from '../../platform/pure/seconds-of-ms.ts'
import type { MovedBack, ProgressOptions } from '../assets.ts'
import type { AssetsContext } from '../assets-context.ts'

/** The database, thumbnails and results are written to the same disk meanwhile. */
const reserveBytes = 500_000_000

/** A page takes the database a few milliseconds. */
const recordsPerPage = 500

/** With these, all others would fail as well. */
const endsAll: ReadonlySet<string> = new Set(['storage/full', 'storage/read-only', 'request/cancelled'])

/**
 * Copies all originals of this library from shared folders to the library folder, and records them there. Nothing in
 * the shared folders is changed. Whatever ends it, each original can be read: what is left is moved the next time.
 */
export async function moveAllBack(
  context: AssetsContext,
  { signal, onProgress }: ProgressOptions = {},
): Promise<MovedBack> {
  const { database, paths, logger } = context
  const { count: total, bytes } = await database.call('originals.counts', null)
  await requireRoom(paths.library, bytes)
  const failed: { id: OriginalRecord['id']; message: string }[] = []
  const unreachable = new Set<string>()
  let [done, moved] = [0, 0]
  onProgress?.(0, total)
  for (let after: OriginalRecord['id'] | null = null; ;) {
    const page: OriginalRecord[] = await database.call('originals.shared', { after, limit: recordsPerPage })
    for (const record of page) {
      throwIfAborted(signal)
      try {
        if (await moveBack(context, record, unreachable)) moved++
      } catch (thrown) {
        const { code, message } = toErrorData(thrown)
        if (endsAll.has(code)) throw thrown
        logger.warn('originals.original-not-moved-back', { id: record.id, error: thrown })
        if (code === 'storage/unreachable') unreachable.add(folderOfOriginal(record.sharedPath))
        else failed.push({ id: record.id, message })
      }
      onProgress?.(++done, Math.max(total, done))
    }
    const last = page.at(-1)
    if (last === undefined) return { moved, failed, unreachable: [...unreachable] }
    after = last.id
  }
}

async function requireRoom(library: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(library)
  const freeBytes = bavail * bsize
  if (bytes === 0 || freeBytes >= bytes + reserveBytes) return
  const [needed, free] = [bytes + reserveBytes, freeBytes].map((size) => formatFixed(size / 1e9, 1))
  throw new AppError('storage/full', messages.noRoomForOriginals({ needed: needed ?? '', free: free ?? '' }))
}

/**
 * Returns false if it was left where it is: its folder cannot be reached, or another program has purged or moved it
 * meanwhile.
 */
async function moveBack(
  context: AssetsContext,
  record: OriginalRecord,
  unreachable: ReadonlySet<string>,
): Promise<boolean> {
  const { database, paths, announce } = context
  const { id } = record
  const path = libraryFilePath(paths, record)
  const state = await stateOfCopy(path, record)
  if (state === 'other') {
    throw new AppError('storage/exists', messages.fileInTheWay({ path: record.relativePath }))
  }
  if (state !== 'usable') {
    if (unreachable.has(folderOfOriginal(record.sharedPath))) return false
    await fetchCopy(context, record, path, state)
  }
  const isBack = await database.call('originals.takeBack', { from: record, path })
  if (isBack) announce({ ids: [id], reason: 'updated' })
  else if (state !== 'usable') await dropIfPurged(context, record, path)
  return isBack
}

/** Another program has purged the image while its file was copied: the next sweep would take that for a new image. */
async function dropIfPurged({ database }: AssetsContext, { id }: OriginalRecord, path: string): Promise<void> {
  if ((await database.call('assets.byIds', { ids: [id] })).length === 0) await rm(path, { force: true })
}

/**
 * What is in the original's place in the library folder. Earlier versions kept a copy there for an hour, and longer if
 * they were not started again: `sharedAtMs` is set then.
 */
async function stateOfCopy(path: string, record: OriginalRecord): Promise<'none' | 'usable' | 'damaged' | 'other'> {
  const facts = await stat(path).catch(() => null)
  if (facts === null) return 'none'
  if (facts.isFile() && facts.size === record.fileBytes && (await hashFile(path)) === record.sha256) return 'usable'
  if (record.sharedAtMs === null || !facts.isFile()) return 'other'
  const isUntouched = facts.size === record.fileBytes && Math.trunc(facts.mtimeMs) === record.modifiedAtMs
  // Somebody has changed the copy: it is the image from now on, and the next sweep reads it.
  return isUntouched ? 'damaged' : 'usable'
}

async function fetchCopy(
  { originals }: AssetsContext,
  record: OriginalRecord,
  path: string,
  state: 'none' | 'damaged',
): Promise<void> {
  await createFolder(dirname(path))
  const write = state === 'none' ? createWithTemporary : replaceWithTemporary
  await write(path, async (temporaryPath) => {
    const isIntact = await originals.fetch(record, temporaryPath)
    if (!isIntact) throw new AppError('storage/corrupt', messages.notFetched({ path: record.sharedPath }))
    const time = secondsOfMs(record.modifiedAtMs)
    await utimes(temporaryPath, time, time)
  })
}
