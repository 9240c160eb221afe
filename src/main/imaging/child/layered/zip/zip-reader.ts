import { createWriteStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib'
import { AppError, toFileError } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import { cannotOpen } from '../../../../../shared/messages/en/start.ts'
import { encryptedFlag, methods, utf8Flag, zipParts } from './zip-format.ts'

const inflate = promisify(inflateRaw)

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly flags: number
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
}

/** A comment of up to 65,535 bytes may follow the end record. */
const tailBytes = zipParts.end.bytes + 0xffff
const pieceBytes = 1024 * 1024
const directoryBytesMax = 64 * 2 ** 20

/**
 * Reads entries of an untrusted ZIP file. Names are only looked up, never used as paths; nothing is inflated beyond the
 * requested size, and checksums are verified. Any irregularity is `media/undecodable`.
 */
export class ZipReader {
  readonly #file: FileHandle
  readonly #label: string
  readonly #fileBytes: number
  readonly entries: ReadonlyMap<string, ZipEntry>

  private constructor(file: FileHandle, label: string, fileBytes: number, entries: ReadonlyMap<string, ZipEntry>) {
    this.#file = file
    this.#label = label
    this.#fileBytes = fileBytes
    this.entries = entries
  }

  static async open<T>(path: string, read: (zip: ZipReader) => Promise<T>): Promise<T> {
    const label = basename(path)
    try {
      const file = await open(path, 'r')
      try {
        const { size } = await file.stat()
        return await read(new ZipReader(file, label, size, await readDirectory(file, size, label)))
      } finally {
        await file.close()
      }
    } catch (thrown) {
      throw toFileError(thrown, cannotOpen({ name: label }))
    }
  }

  get fileBytes(): number {
    return this.#fileBytes
  }

  damaged(): AppError {
    return damaged(this.#label)
  }

  /** @throws media/undecodable if it is missing or damaged, media/too-large above `bytesMax` */
  async read(name: string, bytesMax: number): Promise<Buffer> {
    const entry = this.#require(name, bytesMax)
    const packed = await this.#readAt(await this.#dataOf(entry), entry.packedBytes)
    const bytes = await this.#unpack(entry, packed)
    if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc) throw this.damaged()
    return bytes
  }

  async #unpack(entry: ZipEntry, packed: Buffer): Promise<Buffer> {
    if (entry.method === methods.stored) return packed
    try {
      // One byte more than declared, so that a false length is detected and inflates no further.
      return await inflate(packed, { maxOutputLength: entry.bytes + 1 })
    } catch {
      throw this.damaged()
    }
  }

  /** Extracts an entry into a new file, in chunks. @throws like `read`; a partial file may remain then */
  async extract(name: string, targetPath: string, bytesMax: number, signal: AbortSignal): Promise<void> {
    const entry = this.#require(name, bytesMax)
    const from = await this.#dataOf(entry)
    if (from + entry.packedBytes > this.#fileBytes) throw this.damaged()
    const checked = async function* (this: ZipReader, pieces: AsyncIterable<Buffer>) {
      let crc = 0
      let bytes = 0
      for await (const piece of pieces) {
        crc = crc32(piece, crc)
        bytes += piece.length
        if (bytes > entry.bytes) throw this.damaged()
        yield piece
      }
      if (bytes !== entry.bytes || crc !== entry.crc) throw this.damaged()
    }.bind(this)
    const packed = Readable.from(this.#pieces(from, entry.packedBytes), { objectMode: false })
    const target = createWriteStream(targetPath, { flags: 'wx' })
    try {
      if (entry.method === methods.stored) await pipeline(packed, checked, target, { signal })
      else await pipeline(packed, createInflateRaw(), checked, target, { signal })
    } catch (thrown) {
      throw isZlibError(thrown) ? this.damaged() : thrown
    }
  }

  async *#pieces(from: number, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < length; at += pieceBytes) yield this.#readAt(from + at, Math.min(pieceBytes, length - at))
  }

  #require(name: string, bytesMax: number): ZipEntry {
    const entry = this.entries.get(name)
    if (entry === undefined) throw this.damaged()
    // Deflate adds a few bytes to incompressible data.
    if (entry.bytes > bytesMax || entry.packedBytes > entry.bytes + entry.bytes / 100 + 1024) {
      throw new AppError('media/too-large', messages.entryTooLarge({ name: this.#label, entry: name }))
    }
    return entry
  }

  /** Returns the offset of an entry's data. */
  async #dataOf(entry: ZipEntry): Promise<number> {
    const isKnown = entry.method === methods.stored || entry.method === methods.deflated
    if (!isKnown || (entry.flags & encryptedFlag) !== 0) {
      throw new AppError('media/unsupported', messages.encryptedOrUnknown({ name: this.#label }))
    }
    const header = await this.#readAt(entry.offset, zipParts.local.bytes)
    if (header.readUInt32LE(0) !== zipParts.local.signature) throw this.damaged()
    return entry.offset + zipParts.local.bytes + header.readUInt16LE(26) + header.readUInt16LE(28)
  }

  async #readAt(offset: number, length: number): Promise<Buffer> {
    if (offset + length > this.#fileBytes) throw this.damaged()
    return readExactly(this.#file, offset, length, this.#label)
  }
}

async function readDirectory(file: FileHandle, size: number, label: string): Promise<Map<string, ZipEntry>> {
  const tail = await readExactly(file, Math.max(0, size - tailBytes), Math.min(size, tailBytes), label)
  const end = findEnd(tail)
  if (end === null) throw damaged(label)
  const count = end.readUInt16LE(10)
  const length = end.readUInt32LE(12)
  const from = end.readUInt32LE(16)
  if (count === 0xffff || from === 0xffff_ffff) {
    throw new AppError('media/too-large', messages.largerThan4Gb({ name: label }))
  }
  if (length > directoryBytesMax || from + length > size) throw damaged(label)
  return parseDirectory(await readExactly(file, from, length, label), count, label)
}

/** Searches from the end of the file for the record whose comment ends where the file does. */
function findEnd(tail: Buffer): Buffer | null {
  for (let at = tail.length - zipParts.end.bytes; at >= 0; at--) {
    const isEnd = tail.readUInt32LE(at) === zipParts.end.signature
    if (isEnd && at + zipParts.end.bytes + tail.readUInt16LE(at + 20) === tail.length) return tail.subarray(at)
  }
  return null
}

function parseDirectory(directory: Buffer, count: number, label: string): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>()
  let at = 0
  for (let n = 0; n < count; n++) {
    if (at + zipParts.central.bytes > directory.length) throw damaged(label)
    if (directory.readUInt32LE(at) !== zipParts.central.signature) throw damaged(label)
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field))
    const nameFrom = at + zipParts.central.bytes
    const next = nameFrom + nameBytes! + extraBytes! + commentBytes!
    if (next > directory.length) throw damaged(label)
    const entry = parseEntry(directory.subarray(at, next), nameBytes!)
    // With duplicate names it is ambiguous which one applies.
    if (entries.has(entry.name)) throw damaged(label)
    entries.set(entry.name, entry)
    at = next
  }
  return entries
}

function parseEntry(record: Buffer, nameBytes: number): ZipEntry {
  const flags = record.readUInt16LE(8)
  const from = zipParts.central.bytes
  return {
    name: record.toString((flags & utf8Flag) === 0 ? 'latin1' : 'utf8', from, from + nameBytes),
    flags,
    method: record.readUInt16LE(10),
    crc: record.readUInt32LE(16),
    packedBytes: record.readUInt32LE(20),
    bytes: record.readUInt32LE(24),
    offset: record.readUInt32LE(42),
  }
}

async function readExactly(file: FileHandle, position: number, length: number, label: string): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length;) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at)
    if (bytesRead === 0) throw damaged(label)
    at += bytesRead
  }
  return bytes
}

function damaged(label: string): AppError {
  return new AppError('media/undecodable', messages.damagedOrOtherType({ name: label }))
}

function isZlibError(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('Z_')
}
