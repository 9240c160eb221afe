import { chmod, copyFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/originals.ts'
import { folderOfOriginal } from '../../platform/original-path.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'

export interface SharedOriginal {
  /** Absolute path, `FOLDER/atelier-originals/files/ab/SHA256.EXTENSION`. */
  readonly sharedPath: string
  readonly fileBytes: number
}

/**
 * Folders in which earlier versions kept originals of several libraries. They are only read: other libraries may still
 * need what is in them.
 */
export interface SharedFolders {
  /** Whether originals in that folder can be read now. */
  isReachable(folder: string): Promise<boolean>
  /** Where an original is; null = it is not in the folder. @throws storage/unreachable */
  find(original: SharedOriginal): Promise<string | null>
  /**
   * Copies an original out of its folder. Returns false if it is gone or damaged; what is at `target` is of no use then.
   * @throws storage/*
   */
  fetch(original: SharedOriginal & { readonly sha256: string }, target: string): Promise<boolean>
}

/** For calls that copy nothing. */
const answerMs = 15_000

/** A slow connection still brings this much in a second. */
const slowBytesPerSecond = 100_000
const patienceMs = 60_000

const rootOf = (folder: string): string => join(folder, 'atelier-originals')

export function createSharedFolders(): SharedFolders {
  const within = createGate()
  return {
    isReachable: (folder) =>
      within(folder, () => stat(rootOf(folder))).then(
        () => true,
        () => false,
      ),
    find: (original) => within(folderOfOriginal(original.sharedPath), () => findFile(original)),
    fetch: (original, target) => {
      const folder = folderOfOriginal(original.sharedPath)
      const timeoutMs = patienceMs + (original.fileBytes / slowBytesPerSecond) * 1_000
      return within(folder, () => fetchFile(original, folder, target), timeoutMs)
    },
  }
}

/**
 * A network drive without its server keeps every call waiting, and calls that wait for it keep those for all other files
 * from being made: what takes too long is given up, and while such a call still waits, further ones fail at once.
 */
function createGate() {
  let stuck = 0

  return async <T>(folder: string, work: () => Promise<T>, timeoutMs = answerMs): Promise<T> => {
    if (stuck > 0) throw unreachable(folder)
    let timer: NodeJS.Timeout | undefined
    const given = work()
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        stuck++
        const free = () => void stuck--
        given.then(free, free)
        reject(unreachable(folder))
      }, timeoutMs)
    })
    try {
      return await Promise.race([given, late])
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : unreachable(folder, thrown)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Another library may have put it aside when it stopped using it: `removed/TIME-SHA256.EXTENSION`. */
async function findFile({ sharedPath, fileBytes }: SharedOriginal): Promise<string | null> {
  const isAt = async (path: string): Promise<boolean> => {
    const facts = await stat(path).catch(nullIfMissing)
    return facts?.isFile() === true && facts.size === fileBytes
  }
  if (await isAt(sharedPath)) return sharedPath
  const root = rootOf(folderOfOriginal(sharedPath))
  // Without it, the folder is not connected.
  await stat(root)
  const removed = join(root, 'removed')
  for (const name of (await readdir(removed).catch(nullIfMissing)) ?? []) {
    if (name.endsWith(`-${basename(sharedPath)}`) && (await isAt(join(removed, name)))) return join(removed, name)
  }
  return null
}

async function fetchFile(
  original: SharedOriginal & { readonly sha256: string },
  folder: string,
  target: string,
): Promise<boolean> {
  const source = await findFile(original)
  if (source === null) return false
  try {
    await copyFile(source, target)
    // Shared originals are read-only.
    await chmod(target, 0o644)
    return (await hashFile(target)) === original.sha256
  } catch (thrown) {
    // Either disk may have failed.
    await stat(rootOf(folder)).catch(() => {
      throw unreachable(folder, thrown)
    })
    throw toFileError(thrown, messages.cannotFetch({ folder }))
  }
}

function unreachable(folder: string, cause?: unknown): AppError {
  return new AppError('storage/unreachable', messages.unreachable({ folder }), { cause })
}

function nullIfMissing(thrown: unknown): null {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return null
  throw thrown
}
