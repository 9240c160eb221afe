import type { TransportFailure } from './transport.ts'
import { WireFailure } from './wire-failure.ts'

type Kind = TransportFailure['kind']

/** Chromium's errors (net/base/net_error_list.h) that are only ever told before the first byte of a request is sent. */
const beforeSending: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_\w+|ICANN_NAME_COLLISION)$/, 'not-found'],
  [/^(CONNECTION_(REFUSED|TIMED_OUT|FAILED)|UNSAFE_PORT)$/, 'refused'],
  [/^(PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|SOCKS_\w+|MANDATORY_PROXY_\w+)$/, 'refused'],
  [/^(CERT_\w+|CERTIFICATE_TRANSPARENCY_REQUIRED|PROXY_CERTIFICATE_INVALID)$/, 'certificate'],
  [/^(SSL_VERSION_OR_CIPHER_MISMATCH|SSL_OBSOLETE_\w+|SSL_UNRECOGNIZED_NAME_ALERT)$/, 'certificate'],
]

/**
 * Told while connecting, and also, much later, of a connection whose way was lost: the system gives up on one after many
 * seconds, but finds no way to begin with at once.
 */
const wayLost = /^(INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|NETWORK_ACCESS_DENIED)$/
const atOnceMs = 5_000

/**
 * What an error of Chromium's network stack (`net::ERR_…`) says about a request. `uploadedBytes`: of its body, as far as
 * is known; what has begun to leave may have arrived, whatever the error is called.
 */
export function toNetFailure(thrown: unknown, elapsedMs: number, uploadedBytes = 0): WireFailure {
  if (thrown instanceof WireFailure) return thrown
  const reason = thrown instanceof Error ? thrown.message.replace(/^net::ERR_/, '') : String(thrown)
  const failure = readReason(reason, elapsedMs)
  return uploadedBytes > 0 ? new WireFailure(failure.kind, 'maybe', reason) : failure
}

function readReason(reason: string, elapsedMs: number): WireFailure {
  if (wayLost.test(reason)) return new WireFailure('offline', elapsedMs < atOnceMs ? 'no' : 'maybe', reason)
  const known = beforeSending.find(([pattern]) => pattern.test(reason))
  return known ? new WireFailure(known[1], 'no', reason) : new WireFailure('interrupted', 'maybe', reason)
}
