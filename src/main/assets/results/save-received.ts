import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { adoptFile } from '../files/adopt-file.ts'
import { isDeadTemporary } from '../../platform/pure/dead-temporaries.ts'
import { moveSynced } from '../files/file-image.ts'
import type { AssetsContext } from '../assets-context.ts'
import { datedFolder, incomingFolder, incomingPartName } from '../files/library-paths.ts'
import type { KeptImage, ReceivedImage } from '../assets.ts'
import { findNote, loadNotes, removeNote, writeReceivedNote, type StoredNote } from './received-notes.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'

/**
 * For images that cannot be filed: a plain file in the day's folder, listed at once where possible and otherwise by the
 * next sweep. Where not even a rename works, it stays in place.
 */
export async function saveReceived(context: AssetsContext, received: ReceivedImage): Promise<KeptImage> {
  const relativePath = await placeVisibly(context, received)
  if (relativePath === null) {
    const isIncoming = dirname(received.path) === incomingFolder(context.paths)
    return { path: received.path, type: isIncoming ? 'later' : 'outside' }
  }
  try {
    const path = join(context.paths.library, ...relativePath.split('/'))
    return { path, type: await tryList(context, received, relativePath, path) }
  } finally {
    context.filing.delete(relativePath)
  }
}

/** Returns the library-relative path, which stays in `filing` until the caller removes it; null = nowhere. */
async function placeVisibly(context: AssetsContext, received: ReceivedImage): Promise<string | null> {
  const { paths, clock, logger } = context
  for (const folder of [datedFolder(clock.nowMs()), '']) {
    try {
      await createFolder(join(paths.library, ...folder.split('/')))
      return await placeIn(context, received, folder)
    } catch (thrown) {
      logger.warn('library.not-placed', { folder, error: thrown })
    }
  }
  return null
}

async function placeIn({ filing, paths }: AssetsContext, received: ReceivedImage, folder: string): Promise<string> {
  const base = toSafeFileName(received.note?.name ?? '') || 'picture'
  const extension = extensionOf(received.path)
  for (let number = 1; ; number++) {
    const fileName = `${base}${number === 1 ? '' : ` ${number}`}${extension}`
    const relativePath = folder === '' ? fileName : `${folder}/${fileName}`
    if (filing.has(relativePath)) continue
    filing.add(relativePath)
    try {
      await moveSynced(received.path, join(paths.library, ...relativePath.split('/')))
      return relativePath
    } catch (thrown) {
      filing.delete(relativePath)
      if (!(thrown instanceof AppError) || thrown.code !== 'storage/exists') throw thrown
    }
  }
}

const temporaryEnding = /\.\d+\.[0-9a-f]{12}\.atelier-tmp$/

/** `.<id>.png.<process>.<random>.atelier-tmp` or `atelier-<id>.png`. */
function extensionOf(path: string): string {
  return extname(basename(path).replace(temporaryEnding, ''))
}

async function tryList(
  context: AssetsContext,
  { id, note }: ReceivedImage,
  relativePath: string,
  path: string,
): Promise<KeptImage['type']> {
  const { announce, logger, paths } = context
  try {
    const notes = await loadNotes(paths)
    const { size: fileBytes, mtimeMs } = await stat(path)
    const isNoted = note === null || findNote(notes, { fileBytes, modifiedAtMs: Math.trunc(mtimeMs) }) !== null
    // A copy from another disk has its own modification time.
    if (!isNoted) notes.push(await writeReceivedNote(paths, id, note, path))
    const adoption = await adoptFile(context, relativePath, notes)
    if (adoption === null) {
      await removeNote(paths, id)
      return 'unreadable'
    }
    announce({ ids: [adoption.id], reason: adoption.type === 'added' ? 'added' : 'updated' })
    return 'listed'
  } catch (thrown) {
    logger.warn('library.kept-unlisted', { relativePath, error: thrown })
    return 'later'
  }
}

/** Keeps what an ended process had received but not filed. Returns how many images were listed. */
export async function rescueReceived(context: AssetsContext): Promise<number> {
  const folder = incomingFolder(context.paths)
  const notes = await loadNotes(context.paths)
  let listed = 0
  for (const fileName of await readdir(folder).catch(() => [])) {
    if (!(await isDeadTemporary(folder, fileName))) continue
    const path = join(folder, fileName)
    // Partial images, partial notes.
    if (fileName.startsWith(`.${incomingPartName}.`) || isNote(path)) await rm(path, { force: true })
    else if ((await saveReceived(context, await toReceived(path, notes))).type === 'listed') listed++
  }
  return listed
}

function isNote(path: string): boolean {
  return ['.json', '.place'].includes(extensionOf(path))
}

async function toReceived(path: string, notes: readonly StoredNote[]): Promise<ReceivedImage> {
  const { size: fileBytes, mtimeMs } = await stat(path)
  const note = findNote(notes, { fileBytes, modifiedAtMs: Math.trunc(mtimeMs) })
  return { id: note?.id ?? basename(path), path, note }
}
