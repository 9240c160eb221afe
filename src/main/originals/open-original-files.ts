import { chmod, copyFile, mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/originals.ts'
import type { FolderGate } from '../platform/folder-gate.ts'
import { syncFile, syncFolder } from '../platform/pure/atomic-file.ts'
import { removeDeadTemporaries } from '../platform/pure/dead-temporaries.ts'
import { hashFile } from '../platform/pure/hash-file.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import { createEmptyFile, openOwnFile } from '../platform/pure/untrusted-file.ts'
import type { OriginalFiles } from './originals-folder.ts'
import type { Original } from './shared-originals.ts'

/** The folder within the one that a person chose. */
export const originalsRoot = (folder: string): string => join(folder, 'atelier-originals')

/** A slow connection still brings this much in a second. */
const slowBytesPerSecond = 100_000
const patienceMs = 60_000

const patienceFor = (bytes: number): number => patienceMs + (bytes / slowBytesPerSecond) * 1_000

interface OriginalFilesOptions {
  readonly folder: string
  readonly member: string
  readonly gate: FolderGate
}

/** Steps in a folder on disk or in the network. Each fails where the folder does not respond. */
export function openOriginalFiles({ folder, member, gate }: OriginalFilesOptions): OriginalFiles {
  const root = originalsRoot(folder)
  // Process ids, by which leftovers are known, are those of one computer.
  const incoming = join(root, 'incoming', member)
  const at = (path: string) => join(root, ...path.split('/'))

  /** Without the root, the folder is not connected: nothing may be made in its empty place. */
  const step = <T>(work: () => Promise<T>, timeoutMs?: number): Promise<T> =>
    gate.within(
      folder,
      async () => {
        try {
          return await work()
        } catch (thrown) {
          throw await explained(thrown, root, folder)
        }
      },
      timeoutMs,
    )

  return {
    size: (path) =>
      step(async () => {
        const facts = await stat(at(path)).catch(nullIfMissing)
        if (facts !== null) return facts.size
        await stat(root)
        return null
      }),
    list: (path) =>
      step(async () => {
        const names = await readdir(at(path)).catch(nullIfMissing)
        if (names !== null) return names
        await stat(root)
        return []
      }),
    create: (path) =>
      step(async () => {
        await createFolders(root, path)
        await createSynced(at(path))
      }),
    place: (path, source, original) =>
      step(async () => {
        await createFolders(root, path)
        await createFolders(root, `incoming/${member}/x`)
        await placeFile({ source, target: at(path), incoming, sha256: original.sha256 })
      }, patienceFor(original.bytes)),
    fetch: (path, target, original) =>
      gate.within(folder, () => fetchFile(at(path), target, { root, folder, original }), patienceFor(original.bytes)),
    hash: (path, bytes) => step(() => hashOf(at(path), bytes).catch(nullIfMissing), patienceFor(bytes)),
    move: (from, to) =>
      step(async () => {
        await createFolders(root, to)
        const isMoved = await rename(at(from), at(to)).then(() => true, falseIfMissing)
        if (isMoved) await syncFolder(dirname(at(to))).catch(() => undefined)
        return isMoved
      }),
    remove: (path) => step(() => rm(at(path), { force: true })),
    removeEmptyFolder: (path) => step(() => rmdir(at(path)).catch(ignoreInUse)),
    removeTemporaries: () => step(() => removeDeadTemporaries(incoming).then(() => undefined, nullIfMissing)),
    nowMs: () => step(() => readServerTime(root, member)),
  }
}

interface Placing {
  readonly source: string
  readonly target: string
  /** Folder for the copy until it is complete. */
  readonly incoming: string
  readonly sha256: string
}

async function placeFile({ source, target, incoming, sha256 }: Placing): Promise<void> {
  const temporaryPath = temporaryNameFor(join(incoming, sha256))
  try {
    await copyFile(source, temporaryPath)
    await syncFile(temporaryPath)
    if ((await hashFile(temporaryPath)) !== sha256) throw changedMeanwhile(sha256)
    // Against programs that save into what they opened; some network drives know no modes.
    await chmod(temporaryPath, 0o444).catch(() => undefined)
    await rename(temporaryPath, target)
    await syncFolder(dirname(target)).catch(() => undefined)
  } finally {
    await rm(temporaryPath, { force: true }).catch(() => undefined)
  }
}

interface Fetching {
  readonly root: string
  readonly folder: string
  readonly original: Original
}

/** What fails here may be the fault of either disk. @throws storage/unreachable if the folder is gone */
async function fetchFile(source: string, target: string, { root, folder, original }: Fetching): Promise<boolean> {
  try {
    const facts = await stat(source).catch(nullIfMissing)
    // Neither a pipe nor a file that has grown without end is copied.
    if (facts?.isFile() !== true || facts.size !== original.bytes) return false
    await copyFile(source, target)
    // Shared originals are read-only.
    await chmod(target, 0o644)
    return (await hashFile(target)) === original.sha256
  } catch (thrown) {
    await stat(root).catch(() => {
      throw unreachable(folder, thrown)
    })
    throw toFileError(thrown, messages.cannotFetch({ folder }))
  }
}

/** One of another length is not read: nobody waits for a file that has grown without end, or for a pipe. */
async function hashOf(path: string, bytes: number): Promise<string | null> {
  const facts = await stat(path)
  return facts.isFile() && facts.size === bytes ? hashFile(path) : null
}

async function readServerTime(root: string, member: string): Promise<number> {
  await createFolders(root, 'removed/x')
  const folder = join(root, 'removed')
  const probe = join(folder, `.${member}.${process.pid}.clock`)
  const target = join(folder, `.${member}.clock`)
  await createEmptyFile(probe)
  // A rename also makes a network client list the folder anew.
  await rename(probe, target)
  return Math.trunc((await stat(target)).mtimeMs)
}

/** Makes the root in a folder that a person chose for the first time. @throws storage/* */
export async function beginOriginals(folder: string, gate: FolderGate): Promise<void> {
  await gate.within(folder, async () => {
    await stat(folder)
    try {
      await mkdir(originalsRoot(folder), { recursive: true })
    } catch (thrown) {
      throw toFileError(thrown, messages.notWritable({ folder }))
    }
  })
}

/** Those between the root and a file. The root is not made. */
async function createFolders(root: string, path: string): Promise<void> {
  let folder = root
  for (const name of path.split('/').slice(0, -1)) {
    folder = join(folder, name)
    await mkdir(folder).catch((thrown: unknown) => {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown
    })
  }
}

async function createSynced(path: string): Promise<void> {
  const file = await openOwnFile(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(dirname(path)).catch(() => undefined)
}

/** Errors of this computer's own files keep their words. */
async function explained(thrown: unknown, root: string, folder: string): Promise<AppError> {
  if (thrown instanceof AppError) return thrown
  const isThere = await stat(root).then(
    () => true,
    () => false,
  )
  if (!isThere) return unreachable(folder, thrown)
  const error = toFileError(thrown, messages.notWritable({ folder }))
  return error.code === 'storage/full'
    ? new AppError('storage/full', messages.folderFull({ folder }), { cause: thrown })
    : error
}

export function unreachable(folder: string, cause?: unknown): AppError {
  return new AppError('storage/unreachable', messages.unreachable({ folder }), { cause })
}

function changedMeanwhile(sha256: string): AppError {
  return new AppError('storage/corrupt', messages.differentContent({ sha256: sha256.slice(0, 12) }))
}

function nullIfMissing(thrown: unknown): null {
  if (errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ENOTDIR') return null
  throw thrown
}

/** What is in it now was put there by another program. */
function ignoreInUse(thrown: unknown): void {
  const code = errnoOf(thrown)
  if (!['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY'].includes(String(code))) throw thrown
}

function falseIfMissing(thrown: unknown): false {
  if (errnoOf(thrown) === 'ENOENT') return false
  throw thrown
}

function errnoOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
}
