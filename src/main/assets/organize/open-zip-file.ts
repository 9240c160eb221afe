import type { Readable } from 'node:stream'
import { open, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '../../../shared/errors/index.ts'

/** An opened archive, and what it says of its entries; none of it is trusted. */
export interface OpenedZip {
  readonly entries: ReadonlyMap<string, Entry>
  /** Fails as soon as there is more than the entry says. */
  read(entry: Entry): Promise<AsyncIterable<Buffer>>
  close(): void
}

interface Reading {
  readonly entriesMax: number
  /** The error for a file that is not such an archive. */
  readonly refused: (cause: unknown) => AppError
}

/** Rejects an archive in which a name leads out of its folder. */
export async function openZipFile(path: string, { entriesMax, refused }: Reading): Promise<OpenedZip> {
  const zip = await openFile(path, refused)
  try {
    if (zip.entryCount > entriesMax) throw refused(null)
    const entries = await readEntries(zip)
    return {
      entries,
      read: async (entry) => guarded(await openEntry(zip, entry, refused), refused),
      close: () => zip.close(),
    }
  } catch (thrown) {
    zip.close()
    throw thrown instanceof AppError ? thrown : refused(thrown)
  }
}

function openFile(path: string, refused: Reading['refused']): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }
  return new Promise((resolve, reject) => {
    open(path, options, (error, zip) => {
      if (error === null) resolve(zip)
      else reject('syscall' in error ? error : refused(error))
    })
  })
}

function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      if (entries.has(entry.fileName)) return reject(new TypeError('a name occurs twice'))
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

function openEntry(zip: ZipFile, entry: Entry, refused: Reading['refused']): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream)
      else reject(refused(error))
    })
  })
}

async function* guarded(stream: Readable, refused: Reading['refused']): AsyncIterable<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>
  } catch (thrown) {
    throw refused(thrown)
  }
}
