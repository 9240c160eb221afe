import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

const chunkBytes = 1 << 18

/** Reads and counts a file's bytes; if the file grows, only the original ones. A read error ends it. */
export class MeasuredSource {
  readonly #handle: FileHandle
  readonly #size: number
  readonly #hash = createHash('sha256')
  bytes = 0
  failure: unknown = null

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle
    this.#size = size
  }

  async *read(onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
    while (this.bytes < this.#size) {
      const chunk = await this.#next()
      if (chunk === null) return
      this.#hash.update(chunk)
      this.bytes += chunk.length
      onRead(chunk.length)
      yield chunk
    }
  }

  /** SHA-256, hexadecimal; call only once. */
  digest(): string {
    return this.#hash.digest('hex')
  }

  async #next(): Promise<Buffer | null> {
    try {
      const length = Math.min(chunkBytes, this.#size - this.bytes)
      const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(length), 0, length, this.bytes)
      return bytesRead === 0 ? null : buffer.subarray(0, bytesRead)
    } catch (thrown) {
      this.failure = thrown
      return null
    }
  }
}
