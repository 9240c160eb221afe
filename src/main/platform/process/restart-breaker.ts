/**
 * Counts crashes: after `crashesMax` within `windowMs` it stays open for `pauseMs`, so that a process that dies at once
 * is not restarted repeatedly.
 */
export class RestartBreaker {
  readonly #options: { readonly crashesMax: number; readonly windowMs: number; readonly pauseMs: number }
  readonly #now: () => number
  #crashesMs: number[] = []
  #openUntilMs = -Infinity

  constructor(
    options: { readonly crashesMax: number; readonly windowMs: number; readonly pauseMs: number },
    now: () => number,
  ) {
    this.#options = options
    this.#now = now
  }

  /** Milliseconds until a start may be tried again; 0 = now. */
  get waitMs(): number {
    return Math.max(0, this.#openUntilMs - this.#now())
  }

  noteCrash(): void {
    const nowMs = this.#now()
    this.#crashesMs = [...this.#crashesMs.filter((at) => nowMs - at < this.#options.windowMs), nowMs]
    if (this.#crashesMs.length < this.#options.crashesMax) return
    this.#openUntilMs = nowMs + this.#options.pauseMs
    this.#crashesMs = []
  }
}
