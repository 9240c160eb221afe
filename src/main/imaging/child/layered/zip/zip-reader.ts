import { createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Entry } from 'yauzl'
import { AppError, toFileError } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import { cannotOpen } from '../../../../../shared/messages/en/start.ts'
import { openZipFile, type OpenedZip } from '../../../../platform/pure/open-zip-file.ts'
import { encryptedFlag, methods, zipEntriesMax } from './zip-format.ts'

/**
 * Reads entries of an untrusted document. Names are only looked up, never used as paths; nothing is inflated beyond the
 * requested size, and checksums are verified. Any irregularity is `media/undecodable`.
 */
export class ZipReader {
  readonly #zip: OpenedZip
  readonly #label: string

  private constructor(zip: OpenedZip, label: string) {
    this.#zip = zip
    this.#label = label
  }

  static async open<T>(path: string, read: (zip: ZipReader) => Promise<T>): Promise<T> {
    const label = basename(path)
    try {
      const zip = await openZipFile(path, { entriesMax: zipEntriesMax, refused: () => damaged(label) })
      try {
        return await read(new ZipReader(zip, label))
      } finally {
        zip.close()
      }
    } catch (thrown) {
      throw toFileError(thrown, cannotOpen({ name: label }))
    }
  }

  get entries(): OpenedZip['entries'] {
    return this.#zip.entries
  }

  damaged(): AppError {
    return damaged(this.#label)
  }

  /** @throws media/undecodable if it is missing or damaged, media/too-large above `bytesMax` */
  async read(name: string, bytesMax: number): Promise<Buffer> {
    const pieces: Buffer[] = []
    for await (const piece of this.#zip.read(this.#require(name, bytesMax))) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  /** Extracts an entry into a new file, in chunks. @throws like `read`; a partial file may remain then */
  async extract(name: string, targetPath: string, bytesMax: number, signal: AbortSignal): Promise<void> {
    const entry = this.#require(name, bytesMax)
    await pipeline(this.#zip.read(entry), createWriteStream(targetPath, { flags: 'wx' }), { signal })
  }

  #require(name: string, bytesMax: number): Entry {
    const entry = this.#zip.entries.get(name)
    if (entry === undefined) throw this.damaged()
    const { uncompressedSize, compressedSize, compressionMethod, generalPurposeBitFlag } = entry
    // Deflate adds a few bytes to incompressible data.
    if (uncompressedSize > bytesMax || compressedSize > uncompressedSize + uncompressedSize / 100 + 1024) {
      throw new AppError('media/too-large', messages.entryTooLarge({ name: this.#label, entry: name }))
    }
    const isKnown = compressionMethod === methods.stored || compressionMethod === methods.deflated
    if (isKnown && (generalPurposeBitFlag & encryptedFlag) === 0) return entry
    throw new AppError('media/unsupported', messages.encryptedOrUnknown({ name: this.#label }))
  }
}

function damaged(label: string): AppError {
  return new AppError('media/undecodable', messages.damagedOrOtherType({ name: label }))
}
