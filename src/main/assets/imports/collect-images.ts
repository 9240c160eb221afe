import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { imageExtensions } from '../../../shared/domain/openable-formats.ts'
import { toErrorData, toFileError, type ErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'

export interface CollectedImages {
  /** In the given order; a folder's own files, in natural sort order, before those of its subfolders. */
  readonly files: string[]
  /** Folders that could not be read, and named paths that do not exist. */
  readonly failed: { file: string; error: ErrorData }[]
  /** Number of files in folders whose names are not image names. */
  passedOver: number
}

const extensions: ReadonlySet<string> = new Set(imageExtensions.map((each) => `.${each}`))
/** Files that systems and network disks keep beside images: thumbnails, deleted files. */
const systemFolders: ReadonlySet<string> = new Set([
  '__MACOSX',
  '@eaDir',
  '$RECYCLE.BIN',
  'System Volume Information',
  'lost+found',
])
const collator = new Intl.Collator('en', { numeric: true })

/** Whether a file of that name in a folder is imported with it. */
export function isImageName(name: string): boolean {
  return !name.startsWith('.') && extensions.has(extname(name).toLowerCase())
}

/** Whether a folder of that name is searched. */
export function isOpenFolder(name: string): boolean {
  return !name.startsWith('.') && !systemFolders.has(name)
}

interface CollectOptions {
  readonly except: string
  readonly signal?: AbortSignal | undefined
  readonly areLinksFollowed?: boolean
}

/**
 * Returns the named files, and the images in folders at any depth. Hidden and system files are omitted; a folder
 * reachable by several paths, including links, is searched once. `except`: the library's own folder is not a source.
 */
export async function collectImages(
  paths: readonly string[],
  { except, signal, areLinksFollowed = true }: CollectOptions,
): Promise<CollectedImages> {
  const found: CollectedImages = { files: [], failed: [], passedOver: 0 }
  const libraryPath = await realpath(except).catch(() => except)
  const seen = new Set<string>([libraryPath])
  for (const path of paths) {
    const kind = await kindOf(path)
    // A missing file is reported when it is read; a pipe that somebody names is read.
    if (kind === 'folder') await collectFolder(path, found, { seen, signal, areLinksFollowed })
    else found.files.push(path)
  }
  return found
}

async function collectFolder(
  root: string,
  found: CollectedImages,
  { seen, signal, areLinksFollowed }: Omit<CollectOptions, 'except'> & { readonly seen: Set<string> },
): Promise<void> {
  const folders = [root]
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    if (signal?.aborted) return
    try {
      const real = await realpath(folder)
      if (seen.has(real)) continue
      seen.add(real)
      const all = await readdir(folder, { withFileTypes: true })
      const entries = areLinksFollowed ? all : all.filter((entry) => !entry.isSymbolicLink())
      const inside = await takeEntries(folder, entries, found)
      folders.unshift(...inside)
    } catch (thrown) {
      const error = toErrorData(toFileError(thrown, messages.cannotReadFolder({ basename: basename(folder) })))
      found.failed.push({ file: folder, error })
    }
  }
}

/** Returns the folders among them. */
async function takeEntries(folder: string, entries: readonly Dirent[], found: CollectedImages): Promise<string[]> {
  const folders: string[] = []
  for (const entry of entries.toSorted((a, b) => collator.compare(a.name, b.name))) {
    const path = join(folder, entry.name)
    const kind = entry.isSymbolicLink() ? await kindOf(path) : kindIn(entry)
    if (kind === 'folder') {
      if (isOpenFolder(entry.name)) folders.push(path)
    } else if (kind === 'file' && isImageName(entry.name)) found.files.push(path)
    else if (!entry.name.startsWith('.')) found.passedOver++
  }
  return folders
}

async function kindOf(path: string): Promise<Kind> {
  const facts = await stat(path).catch(() => null)
  return facts === null ? 'none' : kindIn(facts)
}

type Kind = 'file' | 'folder' | 'none'

/** Pipes and devices are none: whoever reads one waits for its writer, or never comes to its end. */
function kindIn(facts: Pick<Dirent, 'isDirectory' | 'isFile'>): Kind {
  if (facts.isDirectory()) return 'folder'
  return facts.isFile() ? 'file' : 'none'
}
