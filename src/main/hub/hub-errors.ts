import { AppError } from '../../shared/errors/index.ts'
import type { WireResponse } from '../platform/transport.ts'
import { describeProblem } from '../providers/core/error-factory.ts'
import { isTransportFailure } from '../providers/core/wire-errors.ts'

const hostOf = (address: string): string => new URL(address).host

/** What broke the way to the hub, for people. */
export function toHubError(thrown: unknown, address: string, waitedMs: number | null): unknown {
  const host = hostOf(address)
  if (waitedMs !== null) {
    const message = `${host} did not answer within ${Math.round(waitedMs / 1_000)} seconds. Try again in a while.`
    return new AppError('network/timeout', message, { cause: thrown })
  }
  if (!isTransportFailure(thrown)) return thrown
  const options = { detail: { host, reason: thrown.reason }, cause: thrown }
  if (thrown.kind === 'interrupted') {
    return new AppError('network/interrupted', `The connection to ${host} broke. Try again.`, options)
  }
  const message = `There is no connection to ${host}. Check the internet connection, then try again.`
  return new AppError('network/offline', message, options)
}

/** An answer that is not what was asked for. `what`: the repository, or the words of a search. */
export function isOfHub({ status, headers }: WireResponse, address: string, what: string): AppError {
  const host = hostOf(address)
  const detail = { status, host }
  if (status === 401 || status === 403) return noAccess(address, what, true)
  if (status === 404 || headers['x-error-code'] === 'RepoNotFound') {
    return new AppError('download/refused', `${host} has no “${what}”. Check its name: OWNER/NAME.`, { detail })
  }
  if (status === 429) {
    return new AppError('provider/rate-limited', `${host} asks for a pause. Try again in a few minutes.`, { detail })
  }
  if (status >= 500) {
    return new AppError('provider/unavailable', `${host} has trouble (${status}). Try again in a while.`, { detail })
  }
  return new AppError('download/refused', `${host} did not answer for “${what}” (${status}).`, { detail })
}

/** `isThere`: it is known to exist, and is given to some only. */
export function noAccess(address: string, repo: string, isThere: boolean): AppError {
  const host = hostOf(address)
  const page = `https://huggingface.co/${repo}`
  const message = isThere
    ? `${repo} is given only to people who have accepted its terms. Open ${page} and accept them, then save a key of ` +
      'that account: on the Models page under Hugging Face, or with “keys set huggingface”.'
    : `${host} has no “${repo}”, or gives it to its owners only. Check its name: OWNER/NAME. For a repository of your ` +
      'own, save a key: on the Models page under Hugging Face, or with “keys set huggingface”.'
  return new AppError('download/refused', message, { detail: { host, ...(isThere && { page }) } })
}

export function badResponse(address: string, problem: unknown): AppError {
  return new AppError(
    'provider/bad-reply',
    `${hostOf(address)} answered in a way Atelier does not know. A login page of your network may be in the way; ` +
      'otherwise try again later.',
    { detail: { problem: typeof problem === 'string' ? problem : describeProblem(problem) } },
  )
}
