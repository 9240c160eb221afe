import { formatFixed } from '../../shared/messages/formats.ts'
import { createHash, type Hash } from 'node:crypto'
import { open, readFile, rm, stat, statfs, type FileHandle } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { moveIntoPlace, writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { isLockHeld, takeProcessLock } from '../platform/pure/process-lock.ts'
import type { Downloaded, DownloadRequest } from './download.ts'
import { hashToEnd, pieceBytes } from './hash-pieces.ts'

const noteSchema = z.object({ url: z.string(), etag: z.string().nullable(), sha256: z.string().nullable() })
type Note = z.output<typeof noteSchema>

/** Space left free for other files. */
const reserveBytes = 64_000_000

/** The partial data of a file, next to its final path, with a record of what it is. */
export interface DownloadPartFile {
  bytes(): number
  /** Tag of the response the part came from, if that can be requested again; null = only the hash can tell. */
  etag(): string | null
  /** Takes ownership of the bytes and writes them in order; resolves when more may follow. @throws storage/* */
  write(bytes: Uint8Array): Promise<void>
  /** Starts from the first byte of a response with this tag. */
  startOver(etag: string | null): Promise<void>
  /** Hashes the rest of the data. @throws storage/* */
  finish(): Promise<Downloaded>
  /** Gives it its final name. @throws storage/* */
  file(): Promise<void>
  /** @param isDiscarded whether what was received is worth nothing */
  close(options?: { isDiscarded?: boolean }): Promise<void>
}

export const partPathOf = (path: string): string => `${path}.part`
const lockPathOf = (path: string): string => `${path}.part.lock`
const notePathOf = (path: string): string => `${path}.part.json`

/** Deletes the partial data of a file. */
export async function discardPart(path: string): Promise<void> {
  await rm(partPathOf(path), { force: true })
  await rm(notePathOf(path), { force: true })
}

/** Deletes what a kill has left of a download that was complete, unless somebody goes on with it. */
export async function forgetPart(path: string): Promise<void> {
  if (isLockHeld(lockPathOf(path))) return
  await discardPart(path)
  await rm(lockPathOf(path), { force: true })
}

/** Returns how much of a file has been downloaded; 0 if nothing. */
export async function partBytesOf(path: string): Promise<number> {
  return stat(partPathOf(path)).then(
    ({ size }) => size,
    () => 0,
  )
}

/** @throws storage/full */
export async function requireRoom(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path)).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotSaveFile({ basename: basename(path) }))
  })
  const freeBytes = bavail * bsize
  if (freeBytes >= bytes + reserveBytes) return
  throw new AppError(
    'storage/full',
    messages.noRoom({ name: basename(path), needed: gigabytes(bytes), free: gigabytes(freeBytes) }),
    { detail: { bytes, freeBytes } },
  )
}

const gigabytes = (bytes: number): string =>
  bytes < 1e8 ? `${formatFixed(bytes / 1e6, 1)} MB` : `${formatFixed(bytes / 1e9, 2)} GB`

/**
 * Resumes a part of the same file, hashing it again, or starts over if it is of another. @throws storage/*,
 * request/cancelled
 */
export async function openPart(request: DownloadRequest, onRead: (bytes: number) => void): Promise<DownloadPartFile> {
  const { path, signal } = request
  let unlock: (() => void) | null = null
  let file: FileHandle | null = null
  try {
    unlock = await takeLock(path)
    const storedNote = await readNote(path)
    const note = storedNote !== null && isOfSame(storedNote, request) ? storedNote : null
    // Data of another file must be deleted before the new record is written: after a crash in between, it would pass
    // for the start of this file.
    if (note === null) await discardPart(path)
    file = await open(partPathOf(path), 'a+')
    const hash = createHash('sha256')
    const bytes = await hashToEnd(file, hash, signal, onRead)
    return createPartFile(request, file, { hash, bytes, etag: note?.url === request.url ? note.etag : null, unlock })
  } catch (thrown) {
    await file?.close().catch(() => undefined)
    unlock?.()
    throw toFileError(thrown, messages.cannotSaveFile({ basename: basename(path) }))
  }
}

const goneEveryMs = 100
const goneWaits = 20

/** The window and a command may want the same file: two writers would corrupt the part. @throws storage/locked */
async function takeLock(path: string): Promise<() => void> {
  for (let waits = 0; ; waits++) {
    const unlock = takeProcessLock(lockPathOf(path))
    if (unlock !== null) return unlock
    // A child process exits a moment after its program was ended.
    if (waits === goneWaits)
      throw new AppError('storage/locked', messages.alreadyDownloading({ basename: basename(path) }))
    await new Promise((resolve) => setTimeout(resolve, goneEveryMs))
  }
}

async function readNote(path: string): Promise<Note | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(notePathOf(path), 'utf8')))
  } catch {
    return null
  }
}

/** With a hash, the source of the rest does not matter: it is verified in the end. */
function isOfSame(note: Note, { url, sha256 }: DownloadRequest): boolean {
  return sha256 === null ? note.url === url && note.etag !== null : note.sha256 === sha256
}

interface PartState {
  hash: Hash
  bytes: number
  etag: string | null
  readonly unlock: () => void
}

function createPartFile({ path, url, sha256 }: DownloadRequest, file: FileHandle, state: PartState): DownloadPartFile {
  const writer = createWriter(file)
  /** Errors name the requested file. */
  const tried = (work: Promise<void>): Promise<void> =>
    work.catch((thrown: unknown) => Promise.reject(toSaveError(thrown, basename(path))))

  async function empty(etag: string | null): Promise<void> {
    await writer.flush()
    await file.truncate(0)
    await writeFileAtomic(notePathOf(path), JSON.stringify({ url, etag, sha256 } satisfies Note))
    Object.assign(state, { hash: createHash('sha256'), bytes: 0, etag })
  }

  async function moveToPlace(): Promise<void> {
    await file.sync()
    await file.close()
    await moveIntoPlace(partPathOf(path), path)
    await discardPart(path).catch(() => undefined)
  }

  return {
    bytes: () => state.bytes,
    etag: () => state.etag,
    write(bytes) {
      state.hash.update(bytes)
      state.bytes += bytes.byteLength
      return tried(writer.write(bytes))
    },
    startOver: (etag) => tried(empty(etag)),
    async finish() {
      await tried(writer.flush())
      return { bytes: state.bytes, sha256: state.hash.copy().digest('hex') }
    },
    file: () => tried(moveToPlace()),
    async close({ isDiscarded = false } = {}) {
      await writer.flush().catch(() => undefined)
      await file.close().catch(() => undefined)
      // Whoever waits for the lock would go on with it.
      if (isDiscarded) await discardPart(path).catch(() => undefined)
      state.unlock()
    },
  }
}

/** The disk may have filled up since free space was checked. */
function toSaveError(thrown: unknown, name: string): AppError {
  const error = toFileError(thrown, messages.cannotSaveDownload({ name }))
  if (error.code !== 'storage/full') return error
  return new AppError('storage/full', messages.diskFull({ name }), {
    cause: thrown,
    ...(error.detail && { detail: error.detail }),
  })
}

/** Flushed along the way, so that the final flush does not have to wait for all of it. */
const flushedBytes = 64 * pieceBytes

/** Writes in pieces, in order: one is written while the next one arrives. */
function createWriter(file: FileHandle) {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let unflushedBytes = 0
  let writing: Promise<void> = Promise.resolve()
  let flushing: Promise<void> | null = null

  async function pass(): Promise<void> {
    await writing
    if (waitingBytes === 0) return
    writing = writeAll(file, waiting, waitingBytes)
    // Reported at the next wait; an unhandled rejection would end the program.
    writing.catch(() => undefined)
    unflushedBytes += waitingBytes
    waiting = []
    waitingBytes = 0
    if (unflushedBytes >= flushedBytes) flushMeanwhile()
  }

  function flushMeanwhile(): void {
    if (flushing !== null) return
    unflushedBytes = 0
    // A failure here is reported by the last flush.
    flushing = file.datasync().catch(() => undefined)
    void flushing.then(() => (flushing = null))
  }

  return {
    async write(bytes: Uint8Array): Promise<void> {
      waiting.push(bytes)
      waitingBytes += bytes.byteLength
      if (waitingBytes >= pieceBytes) await pass()
    },
    async flush(): Promise<void> {
      await pass()
      await writing
      await flushing
    },
  }
}

async function writeAll(file: FileHandle, parts: readonly Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(parts)
  // A nearly full disk writes only part of it: writing the rest gives the error.
  if (bytesWritten < bytes) await file.appendFile(Buffer.concat(parts).subarray(bytesWritten))
  for (const part of parts) giveBack(part)
}

/**
 * Frees the memory at once instead of at the next garbage collection: received data reuses it, which is cheaper than
 * allocating.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
