interface Entry {
  readonly value: Promise<unknown>
}

/**
 * Keeps the outcome of work done last under a key, so that the next step of a slider finds it. Everything is dropped
 * after some idle time.
 */
export class RecentWork {
  readonly #most: number
  readonly #idleMs: number
  readonly #entries = new Map<string, Entry>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: { readonly most: number; readonly idleMs: number }) {
    this.#most = options.most
    this.#idleMs = options.idleMs
  }

  /** @param key must name the kind of work too: whoever asks for the same key gets the same type */
  async once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key)
    const entry = known ?? { value: work() }
    // Insertion order is the order of use.
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) break
      this.#entries.delete(oldest)
    }
    this.#restartTimer()
    try {
      return (await entry.value) as T
    } catch (thrown) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw thrown
    }
  }

  #restartTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#entries.clear(), this.#idleMs)
    this.#timer.unref()
  }
}
