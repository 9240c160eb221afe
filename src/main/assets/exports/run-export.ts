import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import type { ExportResult, ExportRun } from '../exports.ts'
import { forEachParallel } from '../imports/for-each-parallel.ts'
import type { ProgressOptions } from '../assets.ts'
import type { ExportsContext } from './exports-context.ts'
import { firstFree, planNames, type PlannedExport } from './plan-names.ts'
import { loadLineage, type ExportLineage } from './load-lineage.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'
import { fileExistsError, isThere, writeImage } from './write-image.ts'

/** Each one holds a decoded image in the imaging process. */
const exportsAtOnce = 2

interface Batch {
  readonly folder: string
  readonly options: ExportRun['options']
  readonly lineage: ExportLineage
  readonly report: ExportResult
}

export async function runExport(
  context: ExportsContext,
  { ids, of = ids, folder: wantedFolder, options }: ExportRun,
  { signal, onProgress }: ProgressOptions = {},
): Promise<ExportResult> {
  const folder = resolve(wantedFolder)
  await refuseLibraryFolder(context, folder)
  await createFolder(folder)
  await removeDeadTemporaries(folder).catch(() => undefined)
  const wanted = new Set(ids)
  const report: ExportResult = { written: [], conflicts: [], skipped: [], failed: [], left: [], notes: [] }
  const planned = (await planNames(context, of, options, report)).filter(({ record }) => wanted.has(record.id))
  report.failed = report.failed.filter(({ id }) => wanted.has(id))
  const lineage = await loadLineage(
    context.database,
    planned.map(({ record }) => record),
  )
  const batch: Batch = { folder, options, lineage, report }
  let done = report.failed.length
  await forEachParallel(planned, exportsAtOnce, async (item) => {
    if (signal?.aborted) return void report.left.push(item.record.id)
    await exportPlanned(context, batch, item, signal).catch((thrown: unknown) => {
      if (isCancelled(thrown)) return report.left.push(item.record.id)
      return report.failed.push({ id: item.record.id, name: item.record.name, error: toErrorData(thrown) })
    })
    onProgress?.(++done, ids.length)
  })
  return inOrderOf(ids, report)
}

function isCancelled(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'request/cancelled'
}

/** In request order rather than completion order. */
function inOrderOf(ids: readonly AssetId[], report: ExportResult): ExportResult {
  const position = new Map(ids.map((id, index) => [id, index]))
  const byPosition = (a: { id: AssetId }, b: { id: AssetId }) => position.get(a.id)! - position.get(b.id)!
  return {
    written: report.written.toSorted(byPosition),
    conflicts: report.conflicts.toSorted(byPosition),
    skipped: report.skipped.toSorted(byPosition),
    failed: report.failed.toSorted(byPosition),
    left: report.left.toSorted((a, b) => position.get(a)! - position.get(b)!),
    notes: report.notes,
  }
}

async function exportPlanned(
  context: ExportsContext,
  { folder, options, lineage, report }: Batch,
  { record, fileName }: PlannedExport,
  signal?: AbortSignal,
): Promise<void> {
  const { onConflict } = options
  for (;;) {
    const path = join(folder, onConflict === 'number' ? await freeOnDisk(folder, fileName) : fileName)
    try {
      if (onConflict !== 'replace' && (await isThere(path))) throw fileExistsError(path)
      const notes = await writeImage(context, { record, lineage, path, options }, signal)
      report.written.push({ id: record.id, path })
      report.notes = [...new Set([...report.notes, ...notes])]
      return
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'storage/exists')) throw thrown
      // Another process took that number first: try the next one.
      if (onConflict === 'number') continue
      const kind = onConflict === 'skip' ? report.skipped : report.conflicts
      kind.push({ id: record.id, path })
      return
    }
  }
}

async function freeOnDisk(folder: string, fileName: string): Promise<string> {
  const present = new Set((await readdir(folder)).map((name) => name.toLowerCase()))
  return firstFree(fileName, (candidate) => !present.has(candidate.toLowerCase()))
}
