import { AppError } from '../../shared/errors/index.ts'

/** Settles like `work`, or rejects as canceled the moment the signal aborts: for what cannot be stopped itself. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(AppError.cancelled())
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw AppError.cancelled()
}
