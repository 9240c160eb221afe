import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Downloader } from '../downloads/index.ts'
import { listModelFiles } from '../model-files/index.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'

interface CopiesOptions {
  /** Path of the cache of checked files. */
  readonly notes: string
  /** Where models are looked for. */
  readonly folders: () => Promise<readonly string[]>
  readonly hash: Downloader['hash']
}

interface Contents {
  readonly sizeBytes: number
  readonly sha256: string
}

/** Finds files the user already has, by their contents; they are used in place. */
export interface Copies {
  /** Path of a copy that was verified and has not changed since. */
  find(file: Contents): Promise<string | null>
  /** Files of exactly the same size, whose contents may differ. */
  ofSameSize(file: Contents, signal: AbortSignal): Promise<readonly string[]>
  /** Whether a file has these contents; if so, it is found from now on. @throws request/cancelled */
  check(path: string, file: Contents, signal: AbortSignal): Promise<boolean>
}

const copySchema = z.object({ path: z.string(), sizeBytes: z.number(), changedMs: z.number() })
const noteSchema = z.record(z.string(), copySchema)
type Copy = z.output<typeof copySchema>

export function createCopies({ notes, folders, hash }: CopiesOptions): Copies {
  const notePath = join(notes, 'copies.note')
  let loading: Promise<Record<string, Copy>> | null = null
  const load = () => (loading ??= readNote(notePath))
  /** Files that did not match: a retried download does not read them again. */
  const differing = new Set<string>()
  const keyOf = ({ path, changedMs }: Copy, { sha256 }: Contents) => `${sha256} ${changedMs} ${path}`

  async function keep(sha256: string, copy: Copy): Promise<void> {
    const entries = await load()
    entries[sha256] = copy
    await createFolder(notes)
    await writeFileAtomic(notePath, JSON.stringify(entries, null, 2))
  }

  return {
    async find({ sha256, sizeBytes }) {
      const copy = (await load())[sha256]
      if (copy === undefined || copy.sizeBytes !== sizeBytes) return null
      const current = await statCopy(copy.path)
      return current?.sizeBytes === sizeBytes && current.changedMs === copy.changedMs ? copy.path : null
    },
    async ofSameSize(file, signal) {
      const paths = await listModelFiles(await folders(), signal)
      const entries = await Promise.all(paths.map(statCopy))
      return entries.flatMap((each) =>
        each?.sizeBytes === file.sizeBytes && !differing.has(keyOf(each, file)) ? [each.path] : [],
      )
    },
    async check(path, file, signal) {
      const entryBefore = await statCopy(path)
      if (entryBefore?.sizeBytes !== file.sizeBytes) return false
      const hashed = await hash(path, { signal }).catch((thrown: unknown) => {
        // If it cannot be read, the file is downloaded.
        if (signal.aborted) throw thrown
        return null
      })
      const isSame = hashed?.sha256 === file.sha256
      if (isSame) await keep(file.sha256, entryBefore)
      else differing.add(keyOf(entryBefore, file))
      return isSame
    },
  }
}

async function statCopy(path: string): Promise<Copy | null> {
  return stat(path).then(
    ({ size, mtimeMs }) => ({ path, sizeBytes: size, changedMs: mtimeMs }),
    () => null,
  )
}

async function readNote(path: string): Promise<Record<string, Copy>> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return {}
  }
}
