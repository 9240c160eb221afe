import { lstat, mkdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { badInput } from '../read-options.ts'
import type { FileAccess } from '../tools/tool.ts'

interface AllowedFolders {
  /** Where files may be read, absolute. */
  readonly read: readonly string[]
  /** The only folder files are written to; created when needed. */
  readonly output: string
}

/**
 * Restricts the files that programs may name: read in allowed folders, written in the output folder. What counts is
 * where a path leads in the end: links and `..` are resolved before anything is compared, also of the folders.
 */
export function allowFiles({ read, output }: AllowedFolders): FileAccess {
  return {
    outputFolder: output,
    async readable(text) {
      const path = resolve(output, plainPath(text))
      const folders = await existingFolders([...read, output])
      const known = folders.length === 0 ? messages.noFolders : read.join(', ') || messages.noFolders
      const refusal = badInput(messages.fileNotAllowed({ path: text.slice(0, 500), folders: known }))
      // Whether a file exists outside of them is not told either.
      const real = await realpath(path).catch(() => null)
      if (real === null) {
        const parent = await nearestReal(dirname(path))
        if (!folders.some((folder) => isInside(parent, folder))) throw refusal
        throw toFileError(Object.assign(new Error('missing'), { code: 'ENOENT' }), messages.fileMissing({ path: text }))
      }
      if (!folders.some((folder) => isInside(real, folder))) throw refusal
      // An import would read all that is in a folder, and follow its links.
      if (!(await stat(real)).isFile()) throw badInput(messages.notAFile({ path: text.slice(0, 500) }))
      return real
    },
    async writable(text) {
      await mkdir(output, { recursive: true }).catch((thrown: unknown) => {
        throw toFileError(thrown, messages.outputNotWritable({ folder: output }))
      })
      const root = await realpath(output)
      const path = resolve(root, isAbsolute(text) ? plainPath(text) : join(root, plainPath(text)))
      const real = await realpath(path).catch(() => null)
      // Of a new file, its nearest existing folder is resolved, and the rest appended.
      const target = real ?? (await nearestRealPath(path))
      if (isInside(target, root)) return target
      throw badInput(messages.outputNotAllowed({ path: text.slice(0, 500), folder: output }))
    },
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

async function existingFolders(folders: readonly string[]): Promise<string[]> {
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)))
  return real.filter((each) => each !== null)
}

/** @throws request/invalid for what no file system takes, or what names more than a file */
function plainPath(text: string): string {
  if (text.includes('\0') || text.length > 4_096) throw badInput(messages.notAPath)
  return text
}

async function nearestReal(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null)
  if (real !== null) return real
  return dirname(path) === path ? path : nearestReal(dirname(path))
}

async function nearestRealPath(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null)
  if (real !== null) return real
  const entry = await lstat(path).catch(() => null)
  // Writing to a link that leads nowhere creates what it names, wherever that is.
  if (entry?.isSymbolicLink()) throw badInput(messages.notAPath)
  return dirname(path) === path ? path : join(await nearestRealPath(dirname(path)), basename(path))
}
