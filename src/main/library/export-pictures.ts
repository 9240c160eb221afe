import { lstat, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, isAbsolute, resolve } from 'node:path'
import type { ExportReport } from '../../shared/contract/index.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ExportOptions } from '../../shared/domain/settings.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import type { ExportFormat } from '../../shared/util/media-type.ts'
import type { AssetRecord } from '../database/index.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { createWithTemporary, replaceWithTemporary } from '../platform/pure/atomic-file.ts'
import { exportName } from './export-name.ts'
import { forEachParallel } from './for-each-parallel.ts'
import type { LibraryContext } from './library-context.ts'
import type { Library, ProgressOptions } from './library.ts'
import { requireOriginal } from './renditions.ts'
import { removeDeadTemporaries } from '../platform/pure/dead-temporaries.ts'

/** Each holds a decoded picture in the imaging process. */
const exportsAtOnce = 2

type ExportRequest = Parameters<Library['exportAssets']>[0]
type Encoding = Pick<ExportOptions, 'format' | 'quality' | 'longestSidePx' | 'includeRecipe'>

interface Planned {
  readonly record: AssetRecord
  readonly fileName: string
}

export async function exportAssets(
  context: LibraryContext,
  request: ExportRequest,
  { signal, onProgress }: ProgressOptions = {},
): Promise<ExportReport> {
  const folder = resolve(request.folder)
  await refuseLibraryFolder(context, folder)
  await createFolder(folder)
  await removeDeadTemporaries(folder).catch(() => undefined)
  const report: ExportReport = { written: [], conflicts: [], failed: [] }
  const planned = await planNames(context, request, report)
  let done = report.failed.length
  await forEachParallel(planned, exportsAtOnce, async (item) => {
    try {
      if (signal?.aborted) throw AppError.cancelled()
      await exportPlanned(context, folder, request, item, report, signal)
    } catch (thrown) {
      report.failed.push({ id: item.record.id, error: toErrorData(thrown) })
    }
    onProgress?.(++done, request.ids.length)
  })
  return inOrderOf(request.ids, report)
}

/** As asked, not as each happened to end. */
function inOrderOf(ids: readonly AssetId[], { written, conflicts, failed }: ExportReport): ExportReport {
  const position = new Map(ids.map((id, index) => [id, index]))
  const byPosition = (a: { id: AssetId }, b: { id: AssetId }) => position.get(a.id)! - position.get(b.id)!
  return {
    written: written.toSorted(byPosition),
    conflicts: conflicts.toSorted(byPosition),
    failed: failed.toSorted(byPosition),
  }
}

/** Names are given before anything is written, so that two pictures of one batch never meet. */
async function planNames(
  { database }: LibraryContext,
  { ids, options, onConflict }: ExportRequest,
  report: ExportReport,
): Promise<Planned[]> {
  const records = new Map((await database.call('assets.byIds', { ids })).map((record) => [record.id, record]))
  const taken = new Set<string>()
  const planned: Planned[] = []
  for (const [index, id] of ids.entries()) {
    const record = records.get(id)
    const name = record && exportName(record, options, index + 1)
    if (name === undefined || name.isUnusable) {
      report.failed.push({ id, error: toErrorData(name === undefined ? gone() : badTemplate(name.problem)) })
      continue
    }
    // With keep-both the folder itself decides the number.
    const isFree = (candidate: string) => onConflict === 'keep-both' || !taken.has(candidate.toLowerCase())
    const fileName = firstFree(name.fileName, isFree)
    taken.add(fileName.toLowerCase())
    planned.push({ record: record!, fileName })
  }
  return planned
}

async function exportPlanned(
  context: LibraryContext,
  folder: string,
  { options, onConflict }: ExportRequest,
  { record, fileName }: Planned,
  report: ExportReport,
  signal?: AbortSignal,
): Promise<void> {
  const isReplacing = onConflict === 'replace'
  for (;;) {
    const path = join(folder, onConflict === 'keep-both' ? await freeOnDisk(folder, fileName) : fileName)
    try {
      if (!isReplacing && (await isThere(path))) throw exists(path)
      await writeExport(context, record, path, options, isReplacing, signal)
      report.written.push({ id: record.id, path })
      return
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'storage/exists')) throw thrown
      // With keep-both somebody was quicker with that number: look again.
      if (onConflict === 'keep-both') continue
      report.conflicts.push({ id: record.id, path })
      return
    }
  }
}

async function freeOnDisk(folder: string, fileName: string): Promise<string> {
  const present = new Set((await readdir(folder)).map((name) => name.toLowerCase()))
  return firstFree(fileName, (candidate) => !present.has(candidate.toLowerCase()))
}

const formatOfExtension: Readonly<Record<string, ExportFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
  '.avif': 'avif',
  '.tif': 'tiff',
  '.tiff': 'tiff',
}

export async function exportTo(
  context: LibraryContext,
  record: AssetRecord,
  path: string,
  { quality, includeRecipe, replace }: { quality: number; includeRecipe: boolean; replace: boolean },
): Promise<void> {
  const format = formatOfExtension[extname(path).toLowerCase()]
  if (format === undefined) {
    throw new AppError(
      'media/unsupported',
      `“${basename(path)}” names no format Atelier can write. End it with .png, .jpg, .webp, .avif or .tif.`,
    )
  }
  await refuseLibraryFolder(context, dirname(resolve(path)))
  if (!replace && (await isThere(path))) throw exists(path)
  await writeExport(context, record, path, { format, quality, longestSidePx: null, includeRecipe }, replace)
}

async function writeExport(
  context: LibraryContext,
  record: AssetRecord,
  path: string,
  { format, quality, longestSidePx, includeRecipe }: Encoding,
  replace: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const sourcePath = await requireOriginal(context, record)
  const write = async (targetPath: string): Promise<void> => {
    const recipeRecord = includeRecipe ? exportRecord(record, context.appVersion) : null
    await context.imaging.exportPicture(
      { sourcePath, targetPath, format, quality, longestSidePx, record: recipeRecord },
      signal,
    )
  }
  await (replace ? replaceWithTemporary(path, write) : createWithTemporary(path, write))
}

function exportRecord({ id, parentId, recipe, createdAtMs }: AssetRecord, appVersion: string) {
  return { assetId: id, parentId, recipe, createdAtMs, appVersion }
}

/** The library's folder is Atelier's to fill: a file exported there would come back as one more picture. */
export async function refuseLibraryFolder({ paths }: Pick<LibraryContext, 'paths'>, folder: string): Promise<void> {
  const [library, target] = await Promise.all([realPathOf(paths.library), realPathOf(folder)])
  const below = relative(library, target)
  if (below === '' || (!below.startsWith('..') && !isAbsolute(below))) {
    throw new AppError('request/invalid', `${folder} belongs to the library itself. Choose a folder outside it.`)
  }
}

/** With links resolved as far as the path exists. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realPathOf(parent), basename(path))
  }
}

/** The name itself, or with ` 2`, ` 3` … before its extension. */
function firstFree(fileName: string, isFree: (candidate: string) => boolean): string {
  const extension = extname(fileName)
  const base = basename(fileName, extension)
  let candidate = fileName
  for (let number = 2; !isFree(candidate); number++) candidate = `${base} ${number}${extension}`
  return candidate
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function exists(path: string): AppError {
  return new AppError('storage/exists', `${path} is already there. Choose another name, or replace it.`)
}

function gone(): AppError {
  return new AppError('storage/not-found', 'This picture is not in the library any more.')
}

function badTemplate(problem: string | null): AppError {
  return new AppError('request/invalid', problem ?? 'The file-name template gives no usable name.')
}
