import { AppError } from '../../../../shared/errors/index.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

interface Waiting {
  readonly bytes: number
  readonly start: () => void
}

/**
 * Starts work in FIFO order while the estimated memory of everything running stays within `limitBytes`. Work that
 * exceeds the limit by itself runs alone.
 */
export class ByteBudget {
  readonly #limitBytes: number
  readonly #waiting: Waiting[] = []
  #usedBytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get usedBytes(): number {
    return this.#usedBytes
  }

  async run<T>(bytes: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    await this.#enter(bytes, signal)
    try {
      return await work()
    } finally {
      this.#usedBytes -= bytes
      this.#startWaiting()
    }
  }

  async #enter(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal)
    if (this.#waiting.length === 0 && this.#fits(bytes)) {
      this.#usedBytes += bytes
      return
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(AppError.cancelled())
        this.#startWaiting()
      }
      const start = (): void => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const waiting: Waiting = { bytes, start }
      this.#waiting.push(waiting)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  #fits(bytes: number): boolean {
    return this.#usedBytes === 0 || this.#usedBytes + bytes <= this.#limitBytes
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#usedBytes += next.bytes
      next.start()
    }
  }
}
