import { constants } from 'node:fs'
import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import { cannotSave, cannotSaveTemporary } from '../../../shared/messages/en/start.ts'
import { temporaryNameFor, temporaryOwner } from './temporary-name.ts'

/**
 * Writes the whole file or leaves the old one intact: a reader never sees a partial file, not even after a power
 * failure.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array | string, fileName?: string): Promise<void> {
  const write = async (temporaryPath: string): Promise<void> => {
    const file = await open(temporaryPath, 'wx')
    try {
      await file.writeFile(bytes)
    } finally {
      await file.close()
    }
  }
  await replaceWithTemporary(path, write, fileName)
}

/**
 * Lets `write` make a temporary file beside `path`, syncs it and renames it over `path`. On any failure, the temporary
 * is removed, and `path` is as it was; only where the last step fails, the flush of the folder, is it the new file already.
 * @param fileName what error messages call the file; `path` itself may be temporary
 */
export async function replaceWithTemporary(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
  fileName = basename(path),
): Promise<void> {
  const finish = async (temporaryPath: string): Promise<void> => {
    await rename(temporaryPath, path)
    await syncFolder(dirname(path))
  }
  await throughTemporary(path, fileName, write, finish)
}

/** Like `replaceWithTemporary`, but fails with `storage/exists` if the file already exists. */
export async function createWithTemporary(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  await throughTemporary(path, basename(path), write, (temporaryPath) => moveIntoPlace(temporaryPath, path))
}

/**
 * Renames a finished file without ever overwriting another. Both paths must be on one file system. On any failure, the
 * file still has its old name and no other. @throws storage/*
 */
export async function moveIntoPlace(temporaryPath: string, target: string): Promise<void> {
  try {
    const isLinked = await linkOrReserve(temporaryPath, target)
    try {
      await syncFolder(dirname(target))
      if (isLinked) await rm(temporaryPath, { force: true })
    } catch (thrown) {
      // Why it failed is what is told.
      await (isLinked ? unlinkSecond(temporaryPath, target) : rename(target, temporaryPath)).catch(() => undefined)
      throw thrown
    }
  } catch (thrown) {
    throw toFileError(thrown, cannotSave({ name: basename(target) }))
  }
}

/** Not where another process has taken the first name for a leftover: this one is the only one then. */
async function unlinkSecond(first: string, second: string): Promise<void> {
  await stat(first)
  await rm(second, { force: true })
}

/** Flushes a file's content to disk. */
export async function syncFile(path: string): Promise<void> {
  // Windows refuses to flush a read-only handle.
  const file = await open(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function throughTemporary(
  path: string,
  fileName: string,
  write: (temporaryPath: string) => Promise<void>,
  finish: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  const temporaryPath = temporaryNameFor(path)
  try {
    await write(temporaryPath)
    await syncFile(temporaryPath)
    await finish(temporaryPath)
  } catch (thrown) {
    await rm(temporaryPath, { force: true }).catch(() => undefined)
    // Its name says nothing to a person.
    const isTemporary = temporaryOwner(fileName) !== null
    throw toFileError(thrown, isTemporary ? cannotSaveTemporary : cannotSave({ name: fileName }))
  }
}

/** Error codes with which exFAT and some network drives refuse a hard link. */
export const withoutHardLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EACCES',
])

/** Returns whether it has both names now. */
async function linkOrReserve(temporaryPath: string, target: string): Promise<boolean> {
  try {
    await link(temporaryPath, target)
    return true
  } catch (thrown) {
    if (!isErrno(thrown, withoutHardLinks)) throw thrown
    // exFAT and some network drives have no hard links: an empty file reserves the name until the rename replaces it.
    await (await open(target, 'wx')).close()
    try {
      await rename(temporaryPath, target)
    } catch (failed) {
      await rm(target, { force: true }).catch(() => undefined)
      throw failed
    }
    return false
  }
}

/**
 * Hard-links a finished file under a second name, or copies it where the file system has no hard links. The source
 * stays.
 * @throws storage/exists where the name is taken
 */
export async function createTwin(source: string, target: string): Promise<void> {
  try {
    await syncFile(source)
    await link(source, target)
  } catch {
    return createWithTemporary(target, (temporaryPath) => copyFresh(source, temporaryPath))
  }
  try {
    await syncFolder(dirname(target))
  } catch (thrown) {
    await rm(target, { force: true }).catch(() => undefined)
    throw toFileError(thrown, cannotSave({ name: basename(target) }))
  }
}

/** Copies a file to a new path, cheaply where the file system can share blocks. */
export async function copyFresh(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
}

/** Flushes a folder to disk, needed after a rename; Windows neither needs nor allows it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function isErrno(thrown: unknown, codes: ReadonlySet<string>): boolean {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && codes.has(thrown.code)
}
