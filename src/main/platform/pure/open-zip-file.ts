import { read } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '../../../shared/errors/index.ts'

const [stored, deflated] = [0, 8]
const pieceBytes = 1024 * 1024
/** Of names, comments and other facts of all entries. */
const directoryBytesMax = 256 * 2 ** 20

/** An opened archive, and what it says of its entries; none of it is trusted. */
export interface OpenedZip {
  readonly entries: ReadonlyMap<string, Entry>
  /** Fails as soon as there is more than the entry says, and at the end where there is less or something else. */
  read(entry: Entry): AsyncIterable<Buffer>
  close(): void
}

export const tooManyEntries = 'too many entries'

interface Reading {
  readonly entriesMax?: number
  /**
   * The error for a file that is not such an archive, or, with an entry, for one that does not hold what it says.
   * @param cause an error, or what is wrong
   */
  readonly refused: (cause: unknown, entry: Entry | null) => AppError
}

/** Refuses an archive in which a name leads out of its folder or a file occurs twice. Errors of the disk are passed on. */
export async function openZipFile(path: string, { entriesMax = Infinity, refused }: Reading): Promise<OpenedZip> {
  const orRefused = (thrown: unknown, entry: Entry | null = null) =>
    thrown instanceof AppError || (thrown instanceof Error && 'syscall' in thrown) ? thrown : refused(thrown, entry)
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const zip = await openArchive(file, size)
    if (zip.entryCount > entriesMax) throw refused(tooManyEntries, null)
    const entries = await readEntries(zip, (reason) => refused(reason, null))
    return {
      entries,
      async *read(entry) {
        const refuse = (reason: string) => refused(reason, entry)
        try {
          yield* checked(unpacked(file, await findData(zip, entry), entry, refuse), entry, refuse)
        } catch (thrown) {
          throw orRefused(thrown, entry)
        }
      },
      close: () => void file.close(),
    }
  } catch (thrown) {
    await file.close()
    throw orRefused(thrown)
  }
}

function openArchive(file: FileHandle, size: number): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }
  return fromRandomAccessReaderPromise(new FileReader(file, size), size, options)
}

/** Yauzl's own reader throws where nobody can catch it if an archive says that something is beyond any file. */
class FileReader extends RandomAccessReader {
  readonly #file: FileHandle
  readonly #size: number

  constructor(file: FileHandle, size: number) {
    super()
    this.#file = file
    this.#size = size
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const tooShort = new RangeError('the file is shorter than it says')
    if (position < 0 || position + length > this.#size) return void setImmediate(callback, tooShort)
    read(this.#file.fd, buffer, offset, length, position, (error, bytesRead) =>
      callback(error ?? (bytesRead < length ? tooShort : null)),
    )
  }

  /** The file is closed by who opened it. */
  override close(callback: (error: Error | null) => void): void {
    callback(null)
  }
}

function readEntries(zip: ZipFile, refuse: (reason: string) => AppError): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    let bytes = 0
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      const { fileName, fileNameLength, extraFieldLength, fileCommentLength } = entry
      bytes += fileNameLength + extraFieldLength + fileCommentLength
      if (bytes > directoryBytesMax) return reject(refuse('its list of entries is too large'))
      if (entries.has(fileName) && !fileName.endsWith('/')) return reject(refuse('two entries have the same name'))
      entries.set(fileName, entry)
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
  file: FileHandle,
  start: number,
  entry: Entry,
  refuse: (reason: string) => AppError,
): AsyncIterable<Buffer> {
  const { compressedSize: bytes, compressionMethod: method } = entry
  if (entry.isEncrypted() || (method !== stored && method !== deflated)) throw refuse('encrypted or of another method')
  const packed = readPieces(file, start, bytes)
  if (method === stored) yield* packed
  else yield* pipeline(Readable.from(packed), createInflateRaw({ chunkSize: pieceBytes }), ignore)
}

async function* readPieces(file: FileHandle, start: number, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes;) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, bytes - at))
    const { bytesRead } = await file.read(piece, 0, piece.length, start + at)
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
