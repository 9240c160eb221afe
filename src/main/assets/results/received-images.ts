import { chmod, constants, copyFile, lstat, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { temporaryNameFor, temporaryOwner } from '../../platform/pure/temporary-name.ts'
import type { AssetsContext } from '../assets-context.ts'
import { incomingFolder, incomingPartName } from '../files/library-paths.ts'
import type { Assets, ReceivedImage } from '../assets.ts'
import { readPlace, readReceivedNote, removeNote, writeReceivedNote } from './received-notes.ts'

/**
 * Writes into the library's own folder, so that a rename, which needs no space, can file it; where that is not
 * writable, into the system's temporary folder. @throws storage/* where neither is writable
 */
export async function receiveImage(
  context: AssetsContext,
  ...[source, { id, extension, ...note }]: Parameters<Assets['results']['receive']>
): Promise<ReceivedImage> {
  const { logger, paths } = context
  try {
    const path = await writeIncoming(context, source, `${id}.${extension}`, (partPath) =>
      writeReceivedNote(paths, id, note, partPath).then(
        () => undefined,
        (thrown: unknown) => logger.warn('library.no-note', { error: thrown }),
      ),
    )
    return { id, path, note }
  } catch (thrown) {
    const path = await writeOutside(source, `atelier-${id}.${extension}`)
    if (path === null) throw toFileError(thrown, messages.cannotSaveResult)
    logger.warn('library.received-outside', { id, error: thrown })
    return { id, path, note }
  }
}

type Made = Parameters<Assets['results']['receive']>[0]

/** `note`: called once the file is written, before it gets its name: no image is found without its note. */
async function writeIncoming(
  { paths }: AssetsContext,
  source: Made,
  name: string,
  note: (partPath: string) => Promise<void>,
): Promise<string> {
  const folder = incomingFolder(paths)
  await createFolder(folder)
  const partPath = temporaryNameFor(join(folder, incomingPartName))
  const path = temporaryNameFor(join(folder, name))
  try {
    await moveInto(source, partPath)
    await note(partPath)
    await rename(partPath, path)
  } catch (thrown) {
    if ('file' in source) await rename(partPath, source.file).catch(() => undefined)
    await rm(partPath, { force: true })
    throw thrown
  }
  return path
}

/** Copies a file that is on another disk. */
async function moveInto(source: Made, path: string, mode = 0o666): Promise<void> {
  if (source instanceof Uint8Array) return writeFile(path, source, { flag: 'wx', mode })
  if (mode !== 0o666) await chmod(source.file, mode)
  try {
    await rename(source.file, path)
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'EXDEV') throw thrown
    await copyFile(source.file, path, constants.COPYFILE_EXCL)
    await rm(source.file, { force: true })
  }
}

/** Everyone on this computer may read that folder, but not this file. */
async function writeOutside(source: Made, name: string): Promise<string | null> {
  const path = join(tmpdir(), name)
  try {
    await moveInto(source, path, 0o600)
    return path
  } catch {
    await rm(path, { force: true }).catch(() => undefined)
    return null
  }
}

/** Renamed for this process, so that a sweep leaves them alone. */
export async function reclaimReceived(context: AssetsContext, ids: readonly string[]): Promise<ReceivedImage[]> {
  const { paths } = context
  const folder = incomingFolder(paths)
  const names = await readdir(folder).catch(() => [])
  const found: ReceivedImage[] = []
  const byId = new Map(names.flatMap((name) => receivedName(name) ?? []))
  for (const id of ids) {
    const path = byId.get(id)
    const placed = await findUnfiled(context, id)
    // The received file still exists: the image is filed again from it.
    if (placed !== null && path !== undefined) await rm(placed, { force: true })
    const from = path === undefined ? placed : join(folder, path)
    if (from !== null) found.push(await adopt(paths, id, from))
  }
  return found
}

/** `.<id>.png.<process>.<random>.atelier-tmp` */
function receivedName(name: string): [[id: string, name: string]] | null {
  const [, id = '', extension = ''] = /^\.([^.]+)\.([a-z]+)\./.exec(name) ?? []
  return id === '' || extension === 'json' || extension === 'place' || temporaryOwner(name) === null
    ? null
    : [[id, name]]
}

/** Finds a file that got its name in the library but no record. */
async function findUnfiled({ paths, database }: AssetsContext, id: string): Promise<string | null> {
  const relativePath = await readPlace(paths, id)
  if (relativePath === null) return null
  if ((await database.call('assets.findByPath', { relativePath })) !== null) return null
  const path = join(paths.library, ...relativePath.split('/'))
  const facts = await lstat(path).catch(() => null)
  return facts?.isFile() ? path : null
}

async function adopt(paths: AssetsContext['paths'], id: string, from: string): Promise<ReceivedImage> {
  const [, extension = 'bin'] = /\.([a-z]+)(?:\.\d+\.[0-9a-f]{12}\.atelier-tmp)?$/.exec(from) ?? []
  const path = temporaryNameFor(join(incomingFolder(paths), `${id}.${extension}`))
  await rename(from, path)
  const note = await readReceivedNote(paths, id)
  // With a time before the process start, it would be attributed to another process with the same pid. The note
  // identifies its image by the time.
  const now = new Date()
  await utimes(path, now, now)
  if (note !== null) await writeReceivedNote(paths, id, note, path)
  return { id, path, note }
}

export async function dropReceived({ paths }: AssetsContext, { id, path }: ReceivedImage): Promise<void> {
  try {
    await Promise.all([rm(path, { force: true }), removeNote(paths, id)])
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotDeleteFile)
  }
}
