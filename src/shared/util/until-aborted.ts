import { AppError } from '../errors/index.ts'

/**
 * Settles like `work`, or rejects as canceled as soon as the signal aborts. For work that cannot be stopped, such as a
 * decode: it runs to completion and its outcome is dropped.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(AppError.cancelled())
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw AppError.cancelled()
}
