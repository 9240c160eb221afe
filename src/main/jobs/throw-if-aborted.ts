import { AppError } from '../../shared/errors/index.ts'

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw AppError.cancelled()
}
