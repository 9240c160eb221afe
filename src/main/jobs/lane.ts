import { AppError } from '../../shared/errors/index.ts'

/** Runs work of one engine in the order it came, so many at a time. */
export interface Lane {
  /** `work` must not reject. */
  add(work: () => Promise<void>): void
  /** It may be open again. */
  pump(): void
}

/** `isOpen`: what has not begun waits while it says no. */
export function createLane(runningMax: number, isOpen: () => boolean): Lane {
  const waiting: (() => Promise<void>)[] = []
  let running = 0

  function next(): void {
    while (running < runningMax && isOpen()) {
      const work = waiting.shift()
      if (work === undefined) return
      running++
      void work().finally(() => {
        running--
        next()
      })
    }
  }

  return {
    add(work) {
      waiting.push(work)
      next()
    },
    pump: next,
  }
}

/** Work in its turn, with what comes of it. Where the signal aborts before that, it does not wait for its turn. */
export function takeTurn<T>(lane: Lane, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(AppError.cancelled())
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    lane.add(async () => {
      signal.removeEventListener('abort', leave)
      if (!signal.aborted) await work().then(resolve, reject)
    })
  })
}
