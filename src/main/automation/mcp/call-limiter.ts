import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/tools.ts'

interface CallLimits {
  /** Calls that work at the same time. */
  readonly running: number
  /** Calls that may wait for their turn; further ones are turned away. */
  readonly waiting: number
}

/** Lets a few calls work at a time, in the order they came, so that a flood of them needs no memory. */
export class CallLimiter {
  readonly #limits: CallLimits
  readonly #waiting = new Set<() => void>()
  readonly #whenIdle = new Set<() => void>()
  #running = 0

  constructor(limits: CallLimits) {
    this.#limits = limits
  }

  /** @throws request/invalid if too many wait, request/cancelled if aborted while waiting */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw AppError.cancelled()
    if (this.#running < this.#limits.running) this.#running++
    else await this.#turn(signal)
    try {
      return await work()
    } finally {
      const [next] = this.#waiting
      if (next === undefined) this.#running--
      else next()
      if (this.#running === 0) this.#noteIdle()
    }
  }

  get isIdle(): boolean {
    return this.#running === 0
  }

  /** Resolves when no call is at work. */
  async idle(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#whenIdle.add(resolve))
  }

  #noteIdle(): void {
    for (const resolve of this.#whenIdle) resolve()
    this.#whenIdle.clear()
  }

  /** Resolves when a call that ended has passed its place on. */
  #turn(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#limits.waiting) throw new AppError('request/invalid', messages.tooManyCalls)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = () => {
      this.#waiting.delete(enter)
      reject(AppError.cancelled())
    }
    const enter = () => {
      this.#waiting.delete(enter)
      signal.removeEventListener('abort', leave)
      resolve()
    }
    this.#waiting.add(enter)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }
}
