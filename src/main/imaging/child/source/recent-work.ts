import { debounce, type DelayedTask } from '../../../../shared/util/debounce.ts'
interface Entry {
  readonly value: Promise<unknown>
}

/** Keeps recent results by key for the next step of a slider. Everything is dropped after some idle time. */
export class RecentWork {
  readonly #most: number
  readonly #entries = new Map<string, Entry>()
  readonly #clearWhenIdle: DelayedTask<[]>

  constructor(options: { readonly most: number; readonly idleMs: number }) {
    this.#most = options.most
    this.#clearWhenIdle = debounce(() => this.#entries.clear(), options.idleMs, { isUnref: true })
  }

  /** @param key must include the kind of work: the same key implies the same type */
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
    this.#clearWhenIdle()
    try {
      return (await entry.value) as T
    } catch (thrown) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw thrown
    }
  }
}
