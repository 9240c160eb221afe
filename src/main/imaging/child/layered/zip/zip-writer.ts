import { open, type FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'
import { AppError } from '../../../../../shared/errors/index.ts'
import { tooLargeForZip } from '../../../../../shared/messages/en/layered-files.ts'
import { dosTime, methods, utf8Flag, zipBytesMax, zipEntriesMax, zipParts } from './zip-format.ts'
import { throwIfAborted } from '../../../../../shared/util/until-aborted.ts'

const deflate = promisify(deflateRaw)
const pieceBytes = 1024 * 1024

interface WrittenEntry {
  readonly name: Buffer
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
}

/** Writes a new ZIP file sequentially; holds only the list of entries in memory. */
export class ZipWriter {
  readonly #file: FileHandle
  readonly #entries: WrittenEntry[] = []
  readonly #at = dosTime(new Date())
  #offset = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Passes a writer to `write`, then finishes the file. `path` must not exist yet. */
  static async create(path: string, write: (zip: ZipWriter) => Promise<void>): Promise<void> {
    const file = await open(path, 'wx')
    try {
      const zip = new ZipWriter(file)
      await write(zip)
      await zip.#end()
    } finally {
      await file.close()
    }
  }

  /** For data that is already compressed (images). */
  async addStored(name: string, bytes: Uint8Array): Promise<void> {
    await this.#add(name, methods.stored, bytes, bytes)
  }

  async addDeflated(name: string, bytes: Uint8Array): Promise<void> {
    await this.#add(name, methods.deflated, bytes, await deflate(bytes))
  }

  /** Stores a file's bytes, read in chunks. */
  async addFile(name: string, path: string, signal: AbortSignal): Promise<void> {
    const source = await open(path, 'r')
    const offset = this.#offset
    try {
      const nameBytes = Buffer.from(name)
      // Placeholder zeros: checksum and length are written over them once they are known.
      await this.#append(
        localHeader({ name: nameBytes, offset, method: 0, crc: 0, packedBytes: 0, bytes: 0 }, this.#at),
      )
      const piece = Buffer.allocUnsafe(pieceBytes)
      let crc = 0
      let bytes = 0
      for (;;) {
        throwIfAborted(signal)
        const { bytesRead } = await source.read(piece, 0, pieceBytes)
        if (bytesRead === 0) break
        const part = piece.subarray(0, bytesRead)
        crc = crc32(part, crc)
        bytes += bytesRead
        await this.#append(part)
      }
      const entry = { name: nameBytes, offset, method: methods.stored, crc, packedBytes: bytes, bytes }
      await writeAll(this.#file, localHeader(entry, this.#at), offset)
      this.#keep(entry)
    } finally {
      await source.close()
    }
  }

  async #add(name: string, method: number, bytes: Uint8Array, packed: Uint8Array): Promise<void> {
    const entry = {
      name: Buffer.from(name),
      offset: this.#offset,
      method,
      crc: crc32(bytes),
      packedBytes: packed.length,
      bytes: bytes.length,
    }
    await this.#append(localHeader(entry, this.#at))
    await this.#append(packed)
    this.#keep(entry)
  }

  #keep(entry: WrittenEntry): void {
    this.#entries.push(entry)
    if (this.#entries.length > zipEntriesMax) throw tooLarge()
  }

  async #append(bytes: Uint8Array): Promise<void> {
    if (this.#offset + bytes.length > zipBytesMax) throw tooLarge()
    await writeAll(this.#file, bytes, this.#offset)
    this.#offset += bytes.length
  }

  async #end(): Promise<void> {
    const from = this.#offset
    for (const entry of this.#entries) await this.#append(centralHeader(entry, this.#at))
    const end = Buffer.alloc(zipParts.end.bytes)
    end.writeUInt32LE(zipParts.end.signature, 0)
    end.writeUInt16LE(this.#entries.length, 8)
    end.writeUInt16LE(this.#entries.length, 10)
    end.writeUInt32LE(this.#offset - from, 12)
    end.writeUInt32LE(from, 16)
    await this.#append(end)
  }
}

function localHeader(entry: WrittenEntry, at: ReturnType<typeof dosTime>): Buffer {
  const header = Buffer.alloc(zipParts.local.bytes)
  header.writeUInt32LE(zipParts.local.signature, 0)
  header.writeUInt16LE(20, 4)
  writeFacts(header, 6, entry, at)
  return Buffer.concat([header, entry.name])
}

function centralHeader(entry: WrittenEntry, at: ReturnType<typeof dosTime>): Buffer {
  const header = Buffer.alloc(zipParts.central.bytes)
  header.writeUInt32LE(zipParts.central.signature, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(20, 6)
  writeFacts(header, 8, entry, at)
  header.writeUInt32LE(entry.offset, 42)
  return Buffer.concat([header, entry.name])
}

/** Flags, method, time, checksum, lengths: the same 22 bytes in both headers. */
function writeFacts(header: Buffer, from: number, entry: WrittenEntry, at: ReturnType<typeof dosTime>): void {
  // Some formats identify files by the bytes of the first entry: ASCII names omit the flag.
  header.writeUInt16LE(entry.name.every((byte) => byte < 128) ? 0 : utf8Flag, from)
  header.writeUInt16LE(entry.method, from + 2)
  header.writeUInt16LE(at.time, from + 4)
  header.writeUInt16LE(at.date, from + 6)
  header.writeUInt32LE(entry.crc, from + 8)
  header.writeUInt32LE(entry.packedBytes, from + 12)
  header.writeUInt32LE(entry.bytes, from + 16)
  header.writeUInt16LE(entry.name.length, from + 20)
}

/** A plain `write` may write less than requested; the rest is written in the next one. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten
  }
}

function tooLarge(): AppError {
  return new AppError('media/too-large', tooLargeForZip)
}
