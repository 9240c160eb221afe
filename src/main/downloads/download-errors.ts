import { basename } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import { isTransportFailure } from '../providers/core/wire-errors.ts'
import type { Wanted } from './download.ts'

/** Worth another try in a while: the connection broke, or the server has no time. */
export class Setback extends Error {
  override readonly name = 'Setback'
  /** What is said where no try helps. */
  readonly error: AppError
  /** What the server asks for. */
  readonly afterMs: number | null

  constructor(error: AppError, afterMs: number | null = null) {
    super(error.message, { cause: error })
    this.error = error
    this.afterMs = afterMs
  }
}

const goesOn = 'What has arrived is kept: the download goes on from there when you start it again.'

/** What broke a connection, for people; everything else stays as it is. */
export function toSetback(thrown: unknown, { url }: Wanted, silenceMs: number | null): unknown {
  const { host } = new URL(url)
  if (silenceMs !== null) {
    const message = `${host} sent nothing more for ${Math.round(silenceMs / 1_000)} seconds. ${goesOn}`
    return new Setback(new AppError('network/timeout', message, { cause: thrown }))
  }
  if (!isTransportFailure(thrown)) return thrown
  const { kind, reason } = thrown
  const options = { detail: { host, reason }, cause: thrown }
  if (kind === 'certificate') {
    const message = `The certificate of ${host} cannot be trusted, so nothing was downloaded from it. Check this computer’s clock, and whether a proxy or virus scanner is in the way.`
    return new AppError('network/blocked-url', message, options)
  }
  if (kind === 'interrupted' || kind === 'aborted') {
    return new Setback(new AppError('network/interrupted', `The connection to ${host} broke. ${goesOn}`, options))
  }
  const message = `There is no connection to ${host}. Check the internet connection. ${goesOn}`
  return new Setback(new AppError('network/offline', message, options))
}

/** A status that is no file. */
export function toStatusError(status: number, retryAfterMs: number | null, { url, path }: Wanted): AppError | Setback {
  const { host } = new URL(url)
  const detail = { status, host }
  if (status === 429) {
    return new Setback(
      new AppError('provider/rate-limited', `${host} asks for a pause. ${goesOn}`, { detail }),
      retryAfterMs,
    )
  }
  if (status === 408 || status >= 500) {
    const message = `${host} has trouble at the moment: it answered ${status}. ${goesOn}`
    return new Setback(new AppError('provider/unavailable', message, { detail }), retryAfterMs)
  }
  const name = basename(path)
  const why =
    status === 401 || status === 403
      ? `${host} does not give ${name} to everyone (${status}).`
      : status === 404 || status === 410
        ? `${host} has no ${name} (${status}): it was moved or deleted.`
        : `${host} did not give ${name}: it answered ${status}.`
  return new AppError('download/refused', why, { detail })
}

/** Nothing of it is kept. */
export function isOther(what: string, { url, path }: Wanted): AppError {
  const { host } = new URL(url)
  return new AppError(
    'download/mismatch',
    `${basename(path)} from ${host} is not the file that was announced: ${what}. Nothing of it was kept. Try again later, or get it elsewhere.`,
    { detail: { host } },
  )
}
