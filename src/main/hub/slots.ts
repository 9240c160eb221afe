import { AppError } from '../../shared/errors/index.ts'

interface Slots {
  /** Begins the work when one is free. @throws request/cancelled where the signal aborts before that */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

/** So much at once, the others in the order they came. */
export function createSlots(count: number): Slots {
  let free = count
  const waiting = new Set<() => void>()

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const come = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.delete(come)
        reject(AppError.cancelled())
      }
      waiting.add(come)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  function giveBack(): void {
    const [next] = waiting
    if (next === undefined) {
      free++
      return
    }
    waiting.delete(next)
    next()
  }

  return {
    async take(signal, work) {
      if (signal.aborted) throw AppError.cancelled()
      if (free === 0) await turn(signal)
      else free--
      try {
        return await work()
      } finally {
        giveBack()
      }
    },
  }
}
