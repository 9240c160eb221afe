import { access } from 'node:fs/promises'
import type { Rendition } from '../../shared/domain/picture-url.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { AssetRecord } from '../database/index.ts'
import type { LibraryContext } from './library-context.ts'
import { answerPath, maskPath, originalPath, thumbnailPath, workingCopyPath } from './library-paths.ts'
import { preparePicture } from './prepare-picture.ts'

export interface Located {
  readonly path: string
  readonly mime: string
}

/** Where a rendition lies; one that can be made again and is gone is made first, once however many ask. */
export async function locate(context: LibraryContext, record: AssetRecord, rendition: Rendition): Promise<Located> {
  const { paths } = context
  switch (rendition) {
    case 'original':
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
  }
}

/** The file itself. Where it is gone the record says so from now on. */
export async function requireOriginal(context: LibraryContext, record: AssetRecord): Promise<string> {
  const path = originalPath(context.paths, record)
  if (await isThere(path)) return path
  await markMissing(context, record.id)
  throw new AppError(
    'storage/not-found',
    `The file of “${record.name}” is not in the library folder any more (${record.relativePath}). Put it back there, and Atelier finds it at its next start.`,
  )
}

async function requireCached(context: LibraryContext, record: AssetRecord, path: string): Promise<string> {
  if (await isThere(path)) return path
  return context.turns.inTurn(`asset:${record.id}`, async () => {
    // Whoever asked before may have made it.
    if (await isThere(path)) return path
    await preparePicture(context, record.id, await requireOriginal(context, record))
    return path
  })
}

async function requireMask({ paths }: LibraryContext, record: AssetRecord): Promise<string> {
  const path = maskPath(paths, record.id)
  if (record.hasMask && (await isThere(path))) return path
  throw new AppError('storage/not-found', `No mask is kept with “${record.name}”.`)
}

async function requireAnswer({ paths }: LibraryContext, record: AssetRecord): Promise<Located> {
  const mime = record.rawAnswerMime
  const path = mime === null ? null : answerPath(paths, record.id, mime)
  if (mime !== null && path !== null && (await isThere(path))) return { path, mime }
  throw new AppError('storage/not-found', `No answer of a service is kept with “${record.name}”.`)
}

async function markMissing({ database, announce }: LibraryContext, id: AssetId): Promise<void> {
  await database.call('assets.setMissing', { missing: [id], found: [] })
  announce({ ids: [id], reason: 'updated' })
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
