import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { WireResponse } from '../platform/transport.ts'
import { describeProblem } from '../providers/core/error-factory.ts'
import { isTransportFailure } from '../providers/core/wire-errors.ts'

const hostOf = (address: string): string => new URL(address).host

/** What broke the way to the hub, for people. */
export function toHubError(thrown: unknown, address: string, waitedMs: number | null): unknown {
  const host = hostOf(address)
  if (waitedMs !== null) {
    const message = messages.noResponse({ host, seconds: Math.round(waitedMs / 1_000) })
    return new AppError('network/timeout', message, { cause: thrown })
  }
  if (!isTransportFailure(thrown)) return thrown
  const options = { detail: { host, reason: thrown.reason }, cause: thrown }
  if (thrown.kind === 'interrupted') {
    return new AppError('network/interrupted', messages.connectionLost({ host }), options)
  }
  const message = messages.noConnection({ host })
  return new AppError('network/offline', message, options)
}

/** An answer that is not what was asked for. `what`: the repository, or the words of a search. */
export function isOfHub({ status, headers }: WireResponse, address: string, what: string): AppError {
  const host = hostOf(address)
  const detail = { status, host }
  if (status === 401 || status === 403) return noAccess(address, what, true)
  if (status === 404 || headers['x-error-code'] === 'RepoNotFound') {
    return new AppError('download/refused', messages.hostHasNot({ host, what }), { detail })
  }
  if (status === 429) {
    return new AppError('provider/rate-limited', messages.rateLimited({ host }), { detail })
  }
  if (status >= 500) {
    return new AppError('provider/unavailable', messages.hostFails({ host, status }), { detail })
  }
  return new AppError('download/refused', messages.hostReturnedError({ host, what, status }), { detail })
}

/** `isThere`: it is known to exist, and is given to some only. */
export function noAccess(address: string, repo: string, isThere: boolean): AppError {
  const host = hostOf(address)
  const page = `https://huggingface.co/${repo}`
  const message = isThere ? messages.termsNotAccepted({ repo, page }) : messages.repoNotFound({ host, repo })
  return new AppError('download/refused', message, { detail: { host, ...(isThere && { page }) } })
}

export function badResponse(address: string, problem: unknown): AppError {
  return new AppError('provider/bad-reply', messages.unexpectedResponse({ host: hostOf(address) }), {
    detail: { problem: typeof problem === 'string' ? problem : describeProblem(problem) },
  })
}
