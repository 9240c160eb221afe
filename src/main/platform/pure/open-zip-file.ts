import { close, open, read } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { crc32, createInflateRaw } from 'node:zlib'
import { fromFd, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '../../../shared/errors/index.ts'

const [stored, deflated] = [0, 8]
const pieceBytes = 1024 * 1024
const [openFd, readFd] = [promisify(open), promisify(read)]

/** An opened archive, and what it says of its entries; none of it is trusted. */
export interface OpenedZip {
  readonly entries: ReadonlyMap<string, Entry>
  /** Fails as soon as there is more than the entry says, and at the end where there is less or something else. */
  read(entry: Entry): AsyncIterable<Buffer>
  close(): void
}

interface Reading {
  readonly entriesMax?: number
  /**
   * The error for a file that is not such an archive, or, with an entry, for one that does not hold what it says.
   * @param cause an error, or a sentence
   */
  readonly refused: (cause: unknown, entry: Entry | null) => AppError
}

/** Refuses an archive in which a name leads out of its folder or occurs twice. Errors of the disk are passed on. */
export async function openZipFile(path: string, { entriesMax = Infinity, refused }: Reading): Promise<OpenedZip> {
  const orRefused = (thrown: unknown, entry: Entry | null = null) =>
    thrown instanceof AppError || (thrown instanceof Error && 'syscall' in thrown) ? thrown : refused(thrown, entry)
  let zip: ZipFile | null = null
  try {
    const fd = await openFd(path, 'r')
    const opened = (zip = await openArchive(fd))
    if (opened.entryCount > entriesMax) throw refused(`more than ${entriesMax} entries`, null)
    const entries = await readEntries(opened, () => refused('two entries have the same name', null))
    return {
      entries,
      async *read(entry) {
        try {
          const refuse = (reason: string) => refused(reason, entry)
          yield* checked(unpacked(fd, await findData(opened, entry), entry, refuse), entry, refuse)
        } catch (thrown) {
          throw orRefused(thrown, entry)
        }
      },
      close: () => opened.close(),
    }
  } catch (thrown) {
    zip?.close()
    throw orRefused(thrown)
  }
}

/** Closes the file with the archive, or where it is none. */
function openArchive(fd: number): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }
  return new Promise((resolve, reject) => {
    fromFd(fd, options, (error, zip) => {
      if (error === null) resolve(zip)
      else close(fd, () => reject(error))
    })
  })
}

function readEntries(zip: ZipFile, refuseTwice: () => AppError): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      if (entries.has(entry.fileName)) return reject(refuseTwice())
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

/** Returns where the bytes of an entry begin. */
function findData(zip: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: true }, (error, header) => {
      if (error === null) resolve(header.fileDataStart)
      else reject(error)
    })
  })
}

/** Reads in larger pieces than yauzl, which takes three times as long for a layer of many megabytes. */
async function* unpacked(
  fd: number,
  start: number,
  entry: Entry,
  refuse: (reason: string) => AppError,
): AsyncIterable<Buffer> {
  const { compressedSize: bytes, compressionMethod: method } = entry
  if (entry.isEncrypted() || (method !== stored && method !== deflated)) throw refuse('encrypted or of another method')
  const packed = readPieces(fd, start, bytes)
  if (method === stored) yield* packed
  else yield* pipeline(Readable.from(packed), createInflateRaw({ chunkSize: pieceBytes }), ignore)
}

async function* readPieces(fd: number, start: number, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes;) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, bytes - at))
    const { bytesRead } = await readFd(fd, piece, 0, piece.length, start + at)
    // The file became shorter meanwhile.
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
    at += bytesRead
  }
}

/** Who reads the last stream of a pipeline gets its errors. */
const ignore = (): void => undefined

async function* checked(pieces: AsyncIterable<Buffer>, entry: Entry, refuse: (reason: string) => AppError) {
  let [bytes, sum] = [0, 0]
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > entry.uncompressedSize) throw refuse('more bytes than it says')
    sum = crc32(piece, sum)
    yield piece
  }
  if (bytes !== entry.uncompressedSize) throw refuse('fewer bytes than it says')
  if (sum !== entry.crc32 >>> 0) throw refuse('another checksum')
}
