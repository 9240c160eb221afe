import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { toErrorData, toFileError, type ErrorData } from '../../shared/errors/index.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import * as messages from '../../shared/messages/en/model-files.ts'
import { assembleSets, type LocalFile, type LocalModel } from './assemble-sets.ts'
import { readModelHeader } from './header/read-model-header.ts'
import { isOnePart } from './header/refusals.ts'
import { modelFile, partName, pickleFile } from './recognize-file.ts'
import { recognizeModel } from './recognize/recognize-model.ts'
import type { RecognizedModel } from './recognize/recognized-model.ts'

export interface RefusedFile {
  readonly path: string
  readonly error: ErrorData
}

export interface FolderScan {
  readonly models: readonly LocalModel[]
  /** All recognized files, including those of the models. */
  readonly files: readonly LocalFile[]
  readonly refused: readonly RefusedFile[]
}

/** What is known about files by path: an unchanged file is not opened again. */
export type ScanCache = Map<string, { readonly bytes: number; readonly changedMs: number; readonly found: Found }>
type Found = { readonly recognized: RecognizedModel } | { readonly error: ErrorData }

/** More gains nothing on a disk, and each may hold a header of megabytes. */
const filesAtOnce = 8
const depthMax = 12
const filesMax = 20_000

/**
 * Scans model folders in place, such as those of A1111, Forge, ComfyUI and InvokeAI. Nothing is copied, and only file
 * headers are read. A folder that cannot be read, such as one on a disconnected disk, is listed as refused. @throws
 * request/cancelled
 */
export async function scanFolders(
  folders: readonly string[],
  signal: AbortSignal,
  cache: ScanCache = new Map(),
): Promise<FolderScan> {
  const refused: RefusedFile[] = []
  const paths = await listFiles(folders, signal, refused)
  const found = await forEach(paths, (path) => inspect(path, cache), signal)
  for (const path of cache.keys()) if (!found.has(path)) cache.delete(path)
  const files: LocalFile[] = []
  for (const [path, each] of found) {
    if (each === null) continue
    if ('error' in each) refused.push({ path, error: each.error })
    else files.push({ path, recognized: each.recognized })
  }
  return { models: assembleSets(files), files, refused }
}

async function inspect(path: string, cache: ScanCache): Promise<Found | null> {
  try {
    const { size, mtimeMs } = await stat(path)
    const cached = cache.get(path)
    if (cached?.bytes === size && cached.changedMs === mtimeMs) return ifReportable(path, cached.found)
    const recognized = await recognize(path)
    cache.set(path, { bytes: size, changedMs: mtimeMs, found: recognized })
    return ifReportable(path, recognized)
  } catch (thrown) {
    return { error: toErrorData(toFileError(thrown, messages.cannotReadPath({ path }))) }
  }
}

async function recognize(path: string): Promise<Found> {
  try {
    if (partName.test(path)) throw isOnePart(basename(path))
    return { recognized: recognizeModel(await readModelHeader(path), path) }
  } catch (thrown) {
    return { error: toErrorData(thrown) }
  }
}

/** `.bin` and the like may be anything: only a pickle is reported. */
function ifReportable(path: string, result: Found): Found | null {
  const isBeside = 'error' in result && pickleFile.test(path) && result.error.detail?.['isPickle'] !== true
  return isBeside ? null : result
}

async function listFiles(folders: readonly string[], signal: AbortSignal, refused: RefusedFile[]): Promise<string[]> {
  const paths = new Set<string>()
  const visited = new Set<string>()
  for (const folder of folders.map((each) => resolve(each))) {
    try {
      await walk(folder, await realpath(folder), { paths, seen: visited, signal, depth: 0 })
    } catch (thrown) {
      throwIfAborted(signal)
      refused.push({ path: folder, error: toErrorData(toFileError(thrown, messages.cannotReadFolder({ folder }))) })
    }
  }
  return [...paths].toSorted()
}

/**
 * Lists model files by name without opening them. Folders that cannot be read are skipped. @throws request/cancelled
 */
export async function listModelFiles(folders: readonly string[], signal: AbortSignal): Promise<string[]> {
  return (await listFiles(folders, signal, [])).filter((path) => modelFile.test(path))
}

interface Walk {
  readonly paths: Set<string>
  /** Folders already visited, against cycles of links. */
  readonly seen: Set<string>
  readonly signal: AbortSignal
  readonly depth: number
}

const skipped = /^(\.|__pycache__$|node_modules$|site-packages$|venv$|cache$|tmp$)/i

async function walk(folder: string, real: string, walked: Walk): Promise<void> {
  const { paths, seen, signal, depth } = walked
  throwIfAborted(signal)
  if (seen.has(real) || depth > depthMax) return
  seen.add(real)
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    // A subfolder that cannot be read, such as another user's, is skipped.
    if (depth > 0) return []
    throw thrown
  })
  for (const entry of entries) {
    if (skipped.test(entry.name) || paths.size >= filesMax) continue
    const path = join(folder, entry.name)
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry
    if (kind?.isFile() && (modelFile.test(entry.name) || pickleFile.test(entry.name))) paths.add(path)
    if (kind?.isDirectory()) await walk(path, await realpath(path).catch(() => path), { ...walked, depth: depth + 1 })
  }
}

async function forEach<T>(
  paths: readonly string[],
  work: (path: string) => Promise<T>,
  signal: AbortSignal,
): Promise<Map<string, T>> {
  const results = new Map<string, T>()
  const waiting = paths.values()
  async function run(): Promise<void> {
    for (const path of waiting) {
      throwIfAborted(signal)
      results.set(path, await work(path))
    }
  }
  await Promise.all(Array.from({ length: filesAtOnce }, run))
  return new Map(paths.flatMap((path) => (results.has(path) ? [[path, results.get(path) as T]] : [])))
}
