import { rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toFileError } from '../../shared/errors/index.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import type { LibraryContext } from './library-context.ts'
import { incomingFolder, incomingPartName } from './library-paths.ts'
import type { Library, ReceivedPicture } from './library.ts'
import { removeNote, writeNote } from './received-notes.ts'

/**
 * In the library's own folder, so that a rename, which needs no space, can file it; where that cannot be written, in the
 * system's folder for temporary files. @throws storage/* where neither can
 */
export async function receivePicture(
  context: LibraryContext,
  ...[bytes, { id, extension, ...note }]: Parameters<Library['receive']>
): Promise<ReceivedPicture> {
  const { logger, paths } = context
  try {
    const path = await writeIncoming(context, bytes, `${id}.${extension}`)
    await writeNote(paths, id, note, path).catch((thrown: unknown) => logger.warn('library.no-note', { error: thrown }))
    return { id, path, note }
  } catch (thrown) {
    const path = await writeOutside(bytes, `atelier-${id}.${extension}`)
    if (path === null) throw toFileError(thrown, 'keep what the service made')
    logger.warn('library.received-outside', { id, error: thrown })
    return { id, path, note }
  }
}

async function writeIncoming({ paths }: LibraryContext, bytes: Uint8Array, name: string): Promise<string> {
  const folder = incomingFolder(paths)
  await createFolder(folder)
  const partPath = temporaryNameFor(join(folder, incomingPartName))
  const path = temporaryNameFor(join(folder, name))
  try {
    await writeFile(partPath, bytes, { flag: 'wx' })
    await rename(partPath, path)
  } catch (thrown) {
    await rm(partPath, { force: true })
    throw thrown
  }
  return path
}

/** Everybody on this computer may look into that folder: not into this file. */
async function writeOutside(bytes: Uint8Array, name: string): Promise<string | null> {
  const path = join(tmpdir(), name)
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 })
    return path
  } catch {
    await rm(path, { force: true }).catch(() => undefined)
    return null
  }
}

export async function dropReceived({ paths }: LibraryContext, { id, path }: ReceivedPicture): Promise<void> {
  await Promise.all([rm(path, { force: true }), removeNote(paths, id)])
}
