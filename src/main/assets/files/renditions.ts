import { access, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Rendition } from '../../../shared/domain/image-url.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { PreparedFacts } from '../../imaging/imaging.ts'
import { replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import type { AssetsContext } from '../assets-context.ts'
import { folderOfOriginal, libraryFilePath, originalPath } from '../../platform/original-path.ts'
import {
  responsePath,
  heatFolder,
  heatPath,
  maskPath,
  paintPath,
  thumbnailPath,
  workingCopyPath,
  cachePaths,
  thumbnailSizes,
} from './library-paths.ts'

export interface Located {
  readonly path: string
  readonly mime: string
}

/**
 * Returns a rendition's location; recreates it first where it is missing and recreatable, once for concurrent callers.
 */
export async function locate(context: AssetsContext, record: AssetRecord, rendition: Rendition): Promise<Located> {
  const { paths } = context
  switch (rendition) {
    case 'original':
      // What could be read of a damaged file is the image; every strict decode of the file itself would fail.
      if (record.isDamaged) return locate(context, record, 'full')
      return { path: await requireOriginal(context, record), mime: record.mime }
    case 'full':
      if (record.isShowable) return { path: await requireOriginal(context, record), mime: record.mime }
      return { path: await requireCached(context, record, workingCopyPath(paths, record.id)), mime: 'image/png' }
    case 'thumb-256':
      return { path: await requireCached(context, record, thumbnailPath(paths, record.id, 256)), mime: 'image/webp' }
    case 'thumb-512':
      return { path: await requireCached(context, record, thumbnailPath(paths, record.id, 512)), mime: 'image/webp' }
    case 'answer':
      return requireAnswer(context, record)
    case 'mask':
      return { path: await requireMask(context, record), mime: 'image/png' }
    case 'painted':
      return { path: await requirePaint(context, record), mime: 'image/png' }
    case 'heat':
      return { path: await requireHeat(context, record), mime: 'image/webp' }
  }
}

/** An existing thumbnail needs no record lookup: scrolling requests hundreds per second. */
export async function findThumbnail(
  { paths }: AssetsContext,
  id: AssetId,
  rendition: Rendition,
): Promise<Located | null> {
  if (rendition !== 'thumb-256' && rendition !== 'thumb-512') return null
  const path = thumbnailPath(paths, id, rendition === 'thumb-256' ? 256 : 512)
  return (await isThere(path)) ? { path, mime: 'image/webp' } : null
}

/** Sharp enough to be drawn over an image that fills a screen. */
const heatSidePx = 2_048

/** Returns the image file's path. Where the file is gone, marks the record as missing. */
export async function requireOriginal(context: AssetsContext, record: AssetRecord): Promise<string> {
  if (typeof record.sharedPath === 'string') return requireShared(context, record, record.sharedPath)
  const path = originalPath(context.paths, record)
  if (await isThere(path)) return path
  await markMissing(context, record.id)
  throw new AppError(
    'storage/not-found',
    messages.fileMissingPutBack({ name: record.name, relativePath: record.relativePath }),
  )
}

/** Of some, a copy is still in the library folder. */
async function requireShared(context: AssetsContext, record: AssetRecord, path: string): Promise<string> {
  const { name } = record
  let found: string | null = null
  let problem: AppError | null = null
  try {
    found = await context.originals.find({ ...record, sharedPath: path })
  } catch (thrown) {
    const text = messages.originalUnreachable({ name, folder: folderOfOriginal(path) })
    problem = new AppError('storage/unreachable', text, { cause: thrown })
  }
  if (found !== null) return found
  const copy = libraryFilePath(context.paths, record)
  if ((await stat(copy).catch(() => null))?.size === record.fileBytes) return copy
  if (problem !== null) throw problem
  await markMissing(context, record.id)
  throw new AppError('storage/not-found', messages.originalMissing({ name, path }))
}

async function requireCached(context: AssetsContext, record: AssetRecord, path: string): Promise<string> {
  if (await isThere(path)) return path
  return context.turns.inTurn(`asset:${record.id}`, async () => {
    // A concurrent caller may have created it already.
    if (await isThere(path)) return path
    await prepareImport(context, record.id, await requireOriginal(context, record))
    return path
  })
}

async function requireMask({ paths }: AssetsContext, record: AssetRecord): Promise<string> {
  const path = maskPath(paths, record.id)
  if (record.hasMask && (await isThere(path))) return path
  throw new AppError('storage/not-found', messages.noMask({ name: record.name }))
}

async function requireAnswer({ paths }: AssetsContext, record: AssetRecord): Promise<Located> {
  const mime = record.rawAnswerMime
  const path = mime === null ? null : responsePath(paths, record.id, mime)
  if (mime !== null && path !== null && (await isThere(path))) return { path, mime }
  throw new AppError('storage/not-found', messages.noOriginalResult({ name: record.name }))
}

async function requirePaint({ paths }: AssetsContext, record: AssetRecord): Promise<string> {
  const path = paintPath(paths, record.id)
  if (record.rawAnswerMime !== null && (await isThere(path))) return path
  throw new AppError('storage/not-found', messages.paintedMaskNotKept({ name: record.name }))
}

/** Created on first use. */
async function requireHeat(context: AssetsContext, record: AssetRecord): Promise<string> {
  const path = heatPath(context.paths, record.id)
  if (await isThere(path)) return path
  const parent = await requireComparable(context, record)
  return context.turns.inTurn(`heat:${record.id}`, async () => {
    if (await isThere(path)) return path
    const original = await locate(context, parent, 'full')
    const after = await locate(context, record, 'full')
    await createFolder(heatFolder(context.paths))
    await replaceWithTemporary(path, (targetPath) =>
      context.imaging.heatMap({
        beforePath: original.path,
        afterPath: after.path,
        targetPath,
        longestSidePx: heatSidePx,
      }),
    )
    return path
  })
}

async function requireComparable({ database }: AssetsContext, record: AssetRecord): Promise<AssetRecord> {
  const ids = record.parentId === null ? [] : [record.parentId]
  const [parent] = await database.call('assets.byIds', { ids })
  if (parent?.widthPx === record.widthPx && parent.heightPx === record.heightPx) return parent
  throw new AppError('storage/not-found', messages.noSourceOfSameSize({ name: record.name }))
}

async function markMissing({ database, announce }: AssetsContext, id: AssetId): Promise<void> {
  await database.call('assets.setMissing', { missing: [id], found: [] })
  announce({ ids: [id], reason: 'updated' })
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

interface PreparingOptions {
  /** Whether what is left of a damaged image is enough. */
  readonly recovers?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Decodes the whole image once, which validates it, and creates all renditions. */
export async function prepareImport(
  { imaging, paths }: AssetsContext,
  id: AssetId,
  sourcePath: string,
  { recovers = true, signal }: PreparingOptions = {},
): Promise<PreparedFacts> {
  // The cache may be deleted at any time, even while Atelier runs.
  for (const path of cachePaths(paths, id)) await createFolder(dirname(path))
  const thumbnails = thumbnailSizes.map((size) => ({ path: thumbnailPath(paths, id, size), longestSidePx: size }))
  return imaging.prepare({ sourcePath, workingCopyPath: workingCopyPath(paths, id), thumbnails, recovers }, { signal })
}

export async function removeCaches({ paths }: AssetsContext, id: AssetId): Promise<void> {
  await Promise.all(cachePaths(paths, id).map((path) => rm(path, { force: true })))
}
