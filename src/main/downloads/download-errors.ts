import { basename } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { isTransportFailure } from '../providers/core/wire/wire-errors.ts'
import type { DownloadRequest } from './download.ts'

/** A temporary failure worth retrying: the connection broke, or the server is busy. */
export class Setback extends Error {
  override readonly name = 'Setback'
  /** The error to report if no retry helps. */
  readonly error: AppError
  /** The delay the server asks for. */
  readonly afterMs: number | null

  constructor(error: AppError, afterMs: number | null = null) {
    super(error.message, { cause: error })
    this.error = error
    this.afterMs = afterMs
  }
}

const goesOn = messages.partKept

/** Converts a connection failure to a setback with a readable message; everything else is returned unchanged. */
export function toSetback(thrown: unknown, { url }: DownloadRequest, silenceMs: number | null): unknown {
  const { host } = new URL(url)
  if (silenceMs !== null) {
    const message = messages.sendingStopped({ host, seconds: Math.round(silenceMs / 1_000), goesOn })
    return new Setback(new AppError('network/timeout', message, { cause: thrown }))
  }
  if (!isTransportFailure(thrown)) return thrown
  const { kind, reason } = thrown
  const options = { detail: { host, reason }, cause: thrown }
  if (kind === 'certificate') {
    const message = messages.certificateNotTrusted({ host })
    return new AppError('network/blocked-url', message, options)
  }
  if (kind === 'interrupted' || kind === 'aborted') {
    return new Setback(new AppError('network/interrupted', messages.connectionLostPartKept({ host, goesOn }), options))
  }
  const message = messages.noConnectionPartKept({ host, goesOn })
  return new Setback(new AppError('network/offline', message, options))
}

/** Converts a status that is not success to an error. */
export function toStatusError(
  status: number,
  retryAfterMs: number | null,
  { url, path }: DownloadRequest,
): AppError | Setback {
  const { host } = new URL(url)
  const detail = { status, host }
  if (status === 429) {
    return new Setback(
      new AppError('provider/rate-limited', messages.rateLimitedPartKept({ host, goesOn }), { detail }),
      retryAfterMs,
    )
  }
  if (status === 408 || status >= 500) {
    const message = messages.hostFailsPartKept({ host, status, goesOn })
    return new Setback(new AppError('provider/unavailable', message, { detail }), retryAfterMs)
  }
  const name = basename(path)
  const why =
    status === 401 || status === 403
      ? messages.accessRestricted({ host, name, status })
      : status === 404 || status === 410
        ? messages.fileGone({ host, name, status })
        : messages.fileNotSent({ host, name, status })
  return new AppError('download/refused', why, { detail })
}

/** The data is deleted. */
export function isOther(problem: string, { url, path }: DownloadRequest): AppError {
  const { host } = new URL(url)
  return new AppError('download/mismatch', messages.otherFile({ name: basename(path), host, reason: problem }), {
    detail: { host },
  })
}
