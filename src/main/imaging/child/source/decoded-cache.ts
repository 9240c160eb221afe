import { stat } from 'node:fs/promises'
import { toFileError } from '../../../../shared/errors/index.ts'
import type { DecodedPicture } from './decode-picture.ts'

interface Entry<T> {
  readonly picture: Promise<T>
  bytes: number
}

interface Cached {
  readonly rgba: { readonly byteLength: number }
}

/**
 * Keeps the pictures decoded last, so that another try on the same one starts at once. Bounded in bytes; everything is
 * dropped after some idle time. A changed file (other size, time or inode) is another picture.
 */
export class DecodedCache<T extends Cached = DecodedPicture> {
  readonly #limitBytes: number
  readonly #idleMs: number
  readonly #entries = new Map<string, Entry<T>>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: { readonly limitBytes: number; readonly idleMs: number }) {
    this.#limitBytes = options.limitBytes
    this.#idleMs = options.idleMs
  }

  get heldBytes(): number {
    return [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
  }

  async load(path: string, decode: () => Promise<T>): Promise<T> {
    const key = await fileIdentity(path)
    const known = this.#entries.get(key)
    const entry = known ?? { picture: decode(), bytes: 0 }
    // Insertion order is the order of use.
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    try {
      const picture = await entry.picture
      entry.bytes = picture.rgba.byteLength
      return picture
    } catch (thrown) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw thrown
    } finally {
      this.#trim()
      this.#restartTimer()
    }
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#entries.clear()
  }

  #trim(): void {
    for (const [key, entry] of this.#entries) {
      if (this.heldBytes <= this.#limitBytes) return
      if (entry.bytes > 0) this.#entries.delete(key)
    }
  }

  #restartTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#entries.clear(), this.#idleMs)
    this.#timer.unref()
  }
}

async function fileIdentity(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path)
    return `${path}\0${ino}\0${size}\0${mtimeMs}`
  } catch (thrown) {
    throw toFileError(thrown, 'open the image')
  }
}
