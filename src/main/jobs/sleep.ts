import { AppError } from '../../shared/errors/index.ts'

/** Waits; rejects as canceled as soon as the signal aborts. Injected, so that tests need not wait. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export const sleep: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(AppError.cancelled())
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    const stop = () => {
      clearTimeout(timer)
      reject(AppError.cancelled())
    }
    signal.addEventListener('abort', stop, { once: true })
  })

/** The longest time that work may block the process. */
const sliceMs = 8

/** Returns a function to call between steps of long work: now and then it yields to the event loop. */
export function createYielder(): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < sliceMs) return
    await new Promise((resolve) => setImmediate(resolve))
    sinceMs = performance.now()
  }
}
