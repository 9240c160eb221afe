import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import type { FileHashes, HashedFile } from './local-service.ts'

const bookSchema = z.record(
  z.string(),
  z.object({ bytes: z.int(), changedMs: z.number(), sha256: z.string().regex(/^[\da-f]{64}$/) }),
)
type Book = z.output<typeof bookSchema>

interface FileHashesOptions {
  /** Where hashes are cached. */
  readonly bookPath: string
  /** Runs on a worker thread: models are gigabytes in size. @throws request/cancelled */
  readonly hash: (path: string, signal?: AbortSignal) => Promise<string>
}

/** Limits entries of deleted files: the oldest are dropped. */
const entriesMax = 2_000

export function createFileHashes({ bookPath, hash }: FileHashesOptions): FileHashes {
  const pathByHash = new Map<string, string | null>()
  /** Reads one file at a time: two at once only slow down the disk. */
  let lastRead: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Book> {
    try {
      return bookSchema.parse(JSON.parse(await readFile(bookPath, 'utf8')))
    } catch {
      return {}
    }
  }

  async function keep(path: string, entry: Book[string]): Promise<void> {
    // Another instance may have added entries meanwhile.
    const { [path]: _before, ...others } = await read()
    const entries = [...Object.entries(others), [path, entry] as const].slice(-entriesMax)
    await mkdir(dirname(bookPath), { recursive: true })
      .then(() => writeFileAtomic(bookPath, JSON.stringify(Object.fromEntries(entries))))
      // The only cost is reading the file again.
      .catch(() => undefined)
  }

  async function hashFile(path: string, signal?: AbortSignal): Promise<HashedFile> {
    const { size: bytes, mtimeMs: changedMs } = await stat(path).catch((thrown: unknown) => {
      throw toFileError(thrown, messages.cannotReadPath({ path }))
    })
    const noted = (await read())[path]
    const isSame = noted?.bytes === bytes && noted.changedMs === changedMs
    const sha256 = isSame ? noted.sha256 : await hash(path, signal)
    if (!isSame) await keep(path, { bytes, changedMs, sha256 })
    return { bytes, sha256 }
  }

  function hashOf(path: string, signal?: AbortSignal): Promise<HashedFile> {
    const mine = lastRead.then(() => hashFile(path, signal))
    lastRead = mine.catch(() => undefined)
    return mine
  }

  return {
    of: hashOf,
    found: (sha256) => pathByHash.get(sha256),
    async find({ sha256, bytes }, paths, signal) {
      pathByHash.set(sha256, null)
      for (const path of paths) {
        // A file that has disappeared meanwhile is no match.
        const file = await hashOf(path, signal).catch((thrown: unknown) => {
          if (signal?.aborted) throw thrown
          return null
        })
        if (file?.bytes !== bytes || file.sha256 !== sha256) continue
        pathByHash.set(sha256, path)
        return path
      }
      return null
    },
  }
}
