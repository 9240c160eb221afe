import { lstat, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { trashKeptMs } from '../../../shared/domain/library.ts'
import type { FileRecord } from '../../database/index.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { isDeadTemporary, isOld, removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import { temporaryOwner } from '../../platform/pure/temporary-name.ts'
import type { AssetsContext } from '../assets-context.ts'
import type { Assets } from '../assets.ts'
import { forEachParallel } from '../imports/for-each-parallel.ts'
import { rescueReceived } from '../results/save-received.ts'
import { loadNotes } from '../results/received-notes.ts'
import { adoptFile, rereadFile } from './adopt-file.ts'
import { originalPath } from '../../platform/original-path.ts'
import { responsesFolder, heatFolder, thumbnailSizes } from './library-paths.ts'
import { finishPurging, purgeImages } from './purge-images.ts'
import { walkLibrary } from './walk-library.ts'

/** A younger cache file may belong to an image that is being filed right now. */
const cacheGraceMs = 3_600_000

/** Masks and responses cannot be recreated: kept as long as images in the trash. */
const keepsakeGraceMs = 30 * 86_400_000

export type SweepReport = Awaited<ReturnType<Assets['files']['sweep']>>

const removedKeptMs = 3_600_000
const idleCountsMs = 86_400_000
/** Checking the disk is cheap; adopting decodes an image. */
const checksAtOnce = 8
const adoptionsAtOnce = 2

/**
 * Reconciles folder and records. A step that fails is logged and left for the next start: nothing here may prevent the
 * program from opening.
 */
export async function sweepLibrary(context: AssetsContext): Promise<SweepReport> {
  const listing = await walkLibrary(context.paths.library)
  const removedTemporaries = await removeAllTemporaries(context.paths, listing.temporaries)
  const rescued = await rescueReceived(context).catch((thrown: unknown) => {
    context.logger.warn('library.rescue-failed', { error: thrown })
    return 0
  })
  const purged = await purgeOld(context)
  await forgetRemoved(context)
  // Loaded after the directory scan: an image filed during it has a record by now, and is not mistaken for a stray
  // file.
  const records = await loadFileRecords(context)
  const missing = await compareRecords(context, records, new Set(listing.files))
  const adopted = rescued + (await adoptStrays(context, records, listing.files))
  await removeOrphans(context.paths, records)
  return { adopted, missing, removedTemporaries, purged }
}

/** A page takes the database about 10 ms; the gallery's queries run between two pages. */
const recordsPerPage = 2_000

async function loadFileRecords({ database }: AssetsContext): Promise<FileRecord[]> {
  const records: FileRecord[] = []
  for (;;) {
    const page = await database.call('assets.files', { after: records.at(-1)?.id ?? null, limit: recordsPerPage })
    // Not spread: a call accepts only about 100,000 arguments.
    for (const record of page) records.push(record)
    if (page.length < recordsPerPage) return records
  }
}

async function purgeOld(context: AssetsContext): Promise<number> {
  try {
    const interrupted = await finishPurging(context)
    const ids = await context.database.call('assets.trashedBefore', { atMs: (await timeOfUse(context)) - trashKeptMs })
    if (ids.length > 0) await purgeImages(context, ids)
    return interrupted.length + ids.length
  } catch (thrown) {
    context.logger.warn('library.purge-failed', { error: thrown })
    return 0
  }
}

/** Time in which nothing was done counts as a day at most: a clock that is wrong by a year must not empty the trash. */
async function timeOfUse({ database, clock }: AssetsContext): Promise<number> {
  return Math.min(clock.nowMs(), (await database.call('assets.latestAction', null)) + idleCountsMs)
}

/** Purges with a delay: a program running beside this one may have just removed one and offer to undo it. */
async function forgetRemoved({ database, clock, logger }: AssetsContext): Promise<void> {
  const removedBeforeMs = clock.nowMs() - removedKeptMs
  await database
    .call('removed.purge', { removedBeforeMs })
    .catch((thrown: unknown) => logger.warn('library.removed-not-purged', { error: thrown }))
}

type FileState = 'same' | 'missing' | 'changed'

/**
 * Marks missing files, unmarks found ones, and rereads those changed by another program. Returns how many are missing.
 */
async function compareRecords(
  context: AssetsContext,
  records: readonly FileRecord[],
  present: ReadonlySet<string>,
): Promise<number> {
  const missing: AssetId[] = []
  const found: AssetId[] = []
  const changed: AssetId[] = []
  let missingCount = 0
  await forEachParallel(records, checksAtOnce, async (record) => {
    const state = await judge(context, record, present)
    if (state === 'changed') changed.push(record.id)
    else if (state === 'same' && record.isMissing) found.push(record.id)
    else if (state === 'missing') {
      missingCount++
      if (!record.isMissing) missing.push(record.id)
    }
  })
  await context.database.call('assets.setMissing', { missing, found })
  const reread = await rereadChanged(context, changed)
  const updated = [...missing, ...found, ...reread]
  if (updated.length > 0) context.announce({ ids: updated, reason: 'updated' })
  return missingCount
}

async function judge(context: AssetsContext, record: FileRecord, present: ReadonlySet<string>): Promise<FileState> {
  if (record.sharedPath !== null) return judgeShared(context, { ...record, sharedPath: record.sharedPath })
  if (!present.has(record.relativePath) && record.isMissing) return 'missing'
  // Checks the disk again: the file may be newer than the scan, or its path in another Unicode normal form.
  const facts = await lstat(originalPath(context.paths, record)).catch(() => null)
  if (facts === null) return 'missing'
  const isSame = facts.size === record.fileBytes && Math.trunc(facts.mtimeMs) === record.modifiedAtMs
  return isSame ? 'same' : 'changed'
}

/** Shared originals never change, and looking for all of them in a network takes long: only those that were missing. */
async function judgeShared(context: AssetsContext, record: FileRecord & { sharedPath: string }): Promise<FileState> {
  if (!record.isMissing) return 'same'
  return (await context.originals.find(record).catch(() => null)) === null ? 'missing' : 'same'
}

async function rereadChanged(context: AssetsContext, ids: readonly AssetId[]): Promise<AssetId[]> {
  const updated: AssetId[] = []
  for (const record of await context.database.call('assets.byIds', { ids })) {
    try {
      if ((await rereadFile(context, record)) !== null || record.isMissing) updated.push(record.id)
    } catch (thrown) {
      context.logger.warn('library.changed-file-unreadable', { id: record.id, error: thrown })
      await context.database.call('assets.setMissing', { missing: [record.id], found: [] })
      updated.push(record.id)
    }
  }
  return updated
}

async function adoptStrays(
  context: AssetsContext,
  records: readonly FileRecord[],
  files: readonly string[],
): Promise<number> {
  const strays = await findStrays(context, new Set(records.map(({ relativePath }) => relativePath)), files)
  const notes = strays.length === 0 ? [] : await loadNotes(context.paths)
  const added: AssetId[] = []
  const moved: AssetId[] = []
  await forEachParallel(strays, adoptionsAtOnce, async (relativePath) => {
    if (context.filing.has(relativePath)) return
    try {
      const adoption = await adoptFile(context, relativePath, notes)
      if (adoption !== null) (adoption.type === 'added' ? added : moved).push(adoption.id)
    } catch (thrown) {
      context.logger.warn('library.adoption-failed', { relativePath, error: thrown })
    }
  })
  if (added.length > 0) context.announce({ ids: added, reason: 'added' })
  if (moved.length > 0) context.announce({ ids: moved, reason: 'updated' })
  return added.length + moved.length
}

/** Returns files without a record that are not already known to be non-images. */
async function findStrays(
  { database, paths }: AssetsContext,
  recorded: ReadonlySet<string>,
  files: readonly string[],
): Promise<string[]> {
  const skipped = new Map((await database.call('skippedFiles.list', null)).map((file) => [file.relativePath, file]))
  const strays: string[] = []
  await forEachParallel(
    files.filter((file) => !recorded.has(file)),
    checksAtOnce,
    async (relativePath) => {
      const known = skipped.get(relativePath)
      skipped.delete(relativePath)
      const facts = await lstat(join(paths.library, ...relativePath.split('/'))).catch(() => null)
      if (facts === null) return
      if (known?.fileBytes === facts.size && known.modifiedAtMs === Math.trunc(facts.mtimeMs)) return
      strays.push(relativePath)
    },
  )
  if (skipped.size > 0) await database.call('skippedFiles.remove', { relativePaths: [...skipped.keys()] })
  return strays.toSorted()
}

/** Deletes caches, masks and responses of images that no longer exist, as left by a crash while filing. */
async function removeOrphans(paths: HomePaths, records: readonly FileRecord[]): Promise<void> {
  const ids = new Set<string>(records.map(({ id }) => id))
  for (const size of thumbnailSizes) await removeStrangers(join(paths.thumbnails, String(size)), ids, cacheGraceMs)
  await removeStrangers(heatFolder(paths), ids, cacheGraceMs)
  await removeStrangers(paths.working, ids, cacheGraceMs)
  const withMask = new Set<string>(records.filter(({ hasMask }) => hasMask).map(({ id }) => id))
  await removeStrangers(paths.masks, withMask, keepsakeGraceMs)
  const withAnswer = new Set<string>(records.filter(({ hasRawAnswer }) => hasRawAnswer).map(({ id }) => id))
  await removeStrangers(responsesFolder(paths), withAnswer, keepsakeGraceMs)
}

async function removeStrangers(folder: string, ids: ReadonlySet<string>, graceMs: number): Promise<void> {
  for (const fileName of await readdir(folder).catch(() => [])) {
    const id = fileName.replace(/(?:-paint)?\.[a-z]{3,4}$/, '')
    if (id === fileName || fileName.startsWith('.') || ids.has(id)) continue
    const path = join(folder, fileName)
    const facts = await stat(path).catch(() => null)
    if (facts !== null && Date.now() - facts.mtimeMs > graceMs) await rm(path, { force: true }).catch(() => undefined)
  }
}

/** Deletes partial files of ended processes anywhere in the home folder. Returns how many. */
async function removeAllTemporaries(
  paths: HomePaths,
  inLibrary: readonly { readonly folder: string; readonly fileName: string }[],
): Promise<number> {
  let removed = 0
  for (const { folder, fileName } of inLibrary) {
    if (!(await isDeadTemporary(folder, fileName))) continue
    await rm(join(folder, fileName), { force: true })
    removed++
  }
  const thumbnails = thumbnailSizes.map((size) => join(paths.thumbnails, String(size)))
  const otherFolders = [
    paths.root,
    paths.masks,
    responsesFolder(paths),
    heatFolder(paths),
    paths.working,
    paths.temporary,
  ]
  for (const folder of [...otherFolders, ...thumbnails]) {
    // A missing folder is created when needed.
    removed += await removeDeadTemporaries(folder).catch(() => 0)
  }
  return removed + (await removeAbandonedWork(paths.temporary).catch(() => 0))
}

/** Deletes work files without a process id that have been unchanged for a day. */
async function removeAbandonedWork(folder: string): Promise<number> {
  let removed = 0
  for (const fileName of await readdir(folder)) {
    if (temporaryOwner(fileName) !== null || !(await isOld(join(folder, fileName)))) continue
    await rm(join(folder, fileName), { recursive: true, force: true })
    removed++
  }
  return removed
}
