import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { trashKeptMs } from '../../../shared/domain/trash-kept.ts'
import type { FileRecord } from '../../database/index.ts'
import { adoptFile, rereadFile } from './adopt-file.ts'
import { forEachParallel } from '../imports/for-each-parallel.ts'
import { rescueReceived } from '../results/keep-received.ts'
import type { AssetsContext } from '../assets-context.ts'
import { originalPath } from './library-paths.ts'
import type { Assets } from '../assets.ts'
import { finishPurging, purgePictures } from './purge-pictures.ts'
import { loadNotes } from '../results/received-notes.ts'
import { removeOrphans } from './remove-orphans.ts'
import { removeAllTemporaries } from './remove-temporaries.ts'
import { walkLibrary } from './walk-library.ts'

export type SweepReport = Awaited<ReturnType<Assets['files']['sweep']>>

const removedKeptMs = 3_600_000
/** Asking the disk is cheap; adopting decodes a picture. */
const looksAtOnce = 8
const adoptionsAtOnce = 2

/**
 * Brings folder and records into agreement. What one step cannot do is logged and left for the next start: nothing in
 * here may keep the program from opening.
 */
export async function sweepLibrary(context: AssetsContext): Promise<SweepReport> {
  const listing = await walkLibrary(context.paths.library)
  const removedTemporaries = await removeAllTemporaries(context.paths, listing.temporaries)
  const rescued = await rescueReceived(context).catch((thrown: unknown) => {
    context.logger.warn('library.rescue-failed', { error: thrown })
    return 0
  })
  const purged = await purgeOld(context)
  await forgetRemovedCollections(context)
  // Read after the walk: a picture filed during it has its record, and is not taken for a stray file.
  const records = await loadFileRecords(context)
  const missing = await compareRecords(context, records, new Set(listing.files))
  const adopted = rescued + (await adoptStrays(context, records, listing.files))
  await removeOrphans(context.paths, records)
  return { adopted, missing, removedTemporaries, purged }
}

/** A page takes the database some 10 ms: the gallery's questions go between two of them. */
const recordsPerPage = 2_000

async function loadFileRecords({ database }: AssetsContext): Promise<FileRecord[]> {
  const records: FileRecord[] = []
  for (;;) {
    const page = await database.call('assets.files', { after: records.at(-1)?.id ?? null, limit: recordsPerPage })
    // Not spread: a call takes no more than some 100,000 arguments.
    for (const record of page) records.push(record)
    if (page.length < recordsPerPage) return records
  }
}

async function purgeOld(context: AssetsContext): Promise<number> {
  try {
    const interrupted = await finishPurging(context)
    const ids = await context.database.call('assets.trashedBefore', { atMs: context.clock.nowMs() - trashKeptMs })
    if (ids.length > 0) await purgePictures(context, ids)
    return interrupted.length + ids.length
  } catch (thrown) {
    context.logger.warn('library.purge-failed', { error: thrown })
    return 0
  }
}

/** A program beside this one may just have removed one, and offer to bring it back. */
async function forgetRemovedCollections({ database, clock, logger }: AssetsContext): Promise<void> {
  const removedBeforeMs = clock.nowMs() - removedKeptMs
  await database
    .call('collections.purge', { removedBeforeMs })
    .catch((thrown: unknown) => logger.warn('library.collections-not-purged', { error: thrown }))
}

type Verdict = 'same' | 'missing' | 'changed'

/** Marks what is gone, unmarks what is back, reads again what another program changed. Returns how many are missing. */
async function compareRecords(
  context: AssetsContext,
  records: readonly FileRecord[],
  present: ReadonlySet<string>,
): Promise<number> {
  const missing: AssetId[] = []
  const found: AssetId[] = []
  const changed: AssetId[] = []
  let missingCount = 0
  await forEachParallel(records, looksAtOnce, async (record) => {
    const verdict = await judge(context, record, present)
    if (verdict === 'changed') changed.push(record.id)
    else if (verdict === 'same' && record.isMissing) found.push(record.id)
    else if (verdict === 'missing') {
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

async function judge({ paths }: AssetsContext, record: FileRecord, present: ReadonlySet<string>): Promise<Verdict> {
  if (!present.has(record.relativePath) && record.isMissing) return 'missing'
  // The disk has the last word: the file may be newer than the walk, or spelled in another normal form.
  const facts = await lstat(originalPath(paths, record)).catch(() => null)
  if (facts === null) return 'missing'
  const isSame = facts.size === record.fileBytes && Math.trunc(facts.mtimeMs) === record.modifiedAtMs
  return isSame ? 'same' : 'changed'
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
      if (adoption !== null) (adoption.is === 'added' ? added : moved).push(adoption.id)
    } catch (thrown) {
      context.logger.warn('library.adoption-failed', { relativePath, error: thrown })
    }
  })
  if (added.length > 0) context.announce({ ids: added, reason: 'added' })
  if (moved.length > 0) context.announce({ ids: moved, reason: 'updated' })
  return added.length + moved.length
}

/** Files without a record that were not already found to be no pictures. */
async function findStrays(
  { database, paths }: AssetsContext,
  recorded: ReadonlySet<string>,
  files: readonly string[],
): Promise<string[]> {
  const skipped = new Map((await database.call('skippedFiles.list', null)).map((file) => [file.relativePath, file]))
  const strays: string[] = []
  await forEachParallel(
    files.filter((file) => !recorded.has(file)),
    looksAtOnce,
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
