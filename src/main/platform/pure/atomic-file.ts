import { constants } from 'node:fs'
import { copyFile, link, open, rename, rm, unlink } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import { temporaryNameFor } from './temporary-name.ts'

/** Writes the whole file or leaves what was there: a reader never sees half of it, not even after a power cut. */
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
 * Lets `write` make a temporary file beside `path`, syncs it and renames it over `path`. Whatever fails, the temporary
 * is removed and `path` is untouched.
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

/** Like `replaceWithTemporary`, but fails with `storage/exists` where a file of that name is already there. */
export async function createWithTemporary(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  await throughTemporary(path, basename(path), write, (temporaryPath) => moveIntoPlace(temporaryPath, path))
}

/**
 * Gives a finished file its name without ever overwriting another. Both must be on one file system.
 * @throws storage/exists, and then `temporaryPath` is still there
 */
export async function moveIntoPlace(temporaryPath: string, target: string): Promise<void> {
  try {
    await linkOrReserve(temporaryPath, target)
    await syncFolder(dirname(target))
  } catch (thrown) {
    throw toFileError(thrown, `save ${basename(target)}`)
  }
}

/** Forces a file's content onto the disk. */
export async function syncFile(path: string): Promise<void> {
  // Windows refuses to flush a handle that was opened for reading.
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
    throw toFileError(thrown, `save ${fileName}`)
  }
}

/** How exFAT and some network disks answer a hard link. */
export const withoutHardLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EACCES',
])

async function linkOrReserve(temporaryPath: string, target: string): Promise<void> {
  try {
    await link(temporaryPath, target)
  } catch (thrown) {
    if (!isErrno(thrown, withoutHardLinks)) throw thrown
    // exFAT and some network disks know no hard links: an empty file holds the name until the rename covers it.
    await (await open(target, 'wx')).close()
    try {
      await rename(temporaryPath, target)
    } catch (failed) {
      await rm(target, { force: true })
      throw failed
    }
    return
  }
  await unlink(temporaryPath)
}

/**
 * Gives a finished file a second name, or makes a copy where the disk knows no such thing. The source stays.
 * @throws storage/exists where the name is taken
 */
export async function createTwin(source: string, target: string): Promise<void> {
  try {
    await syncFile(source)
    await link(source, target)
    await syncFolder(dirname(target))
  } catch {
    await createWithTemporary(target, (temporaryPath) => copyFresh(source, temporaryPath))
  }
}

/** Copies a file's bytes to a new path, cheaply where the file system can share blocks. */
export async function copyFresh(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
}

/** After a rename the folder itself must reach the disk too; Windows neither needs nor allows it. */
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
