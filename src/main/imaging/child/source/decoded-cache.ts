import { stat } from 'node:fs/promises'
import { toFileError } from '../../../../shared/errors/index.ts'
import { debounce, type DelayedTask } from '../../../../shared/util/debounce.ts'
import { cannotOpenImage } from '../../../../shared/messages/en/start.ts'
import type { DecodedImage } from './decode-image.ts'

interface Entry<T> {
  readonly image: Promise<T>
  bytes: number
}

interface Cached {
  readonly rgba: { readonly byteLength: number }
}

/**
 * Keeps recently decoded images, so that another attempt on the same one starts at once. Bounded in bytes; everything
 * is dropped after some idle time. A changed file (size, time or inode) counts as another image.
 */
export class DecodedCache<T extends Cached = DecodedImage> {
  readonly #limitBytes: number
  readonly #entries = new Map<string, Entry<T>>()
  readonly #clearWhenIdle: DelayedTask<[]>

  constructor(options: { readonly limitBytes: number; readonly idleMs: number }) {
    this.#limitBytes = options.limitBytes
    this.#clearWhenIdle = debounce(() => this.#entries.clear(), options.idleMs, { isUnref: true })
  }

  get heldBytes(): number {
    return [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
  }

  async load(path: string, decode: () => Promise<T>): Promise<T> {
    const key = await fileIdentity(path)
    const known = this.#entries.get(key)
    const entry = known ?? { image: decode(), bytes: 0 }
    // Insertion order is the order of use.
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    try {
      const image = await entry.image
      entry.bytes = image.rgba.byteLength
      return image
    } catch (thrown) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw thrown
    } finally {
      this.#trim()
      this.#clearWhenIdle()
    }
  }

  clear(): void {
    this.#clearWhenIdle.cancel()
    this.#entries.clear()
  }

  #trim(): void {
    for (const [key, entry] of this.#entries) {
      if (this.heldBytes <= this.#limitBytes) return
      if (entry.bytes > 0) this.#entries.delete(key)
    }
  }
}

async function fileIdentity(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path)
    return `${path}\0${ino}\0${size}\0${mtimeMs}`
  } catch (thrown) {
    throw toFileError(thrown, cannotOpenImage)
  }
}
