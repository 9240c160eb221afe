import type { TransportFailure } from './transport.ts'
import { WireFailure } from './wire-failure.ts'

type Kind = TransportFailure['kind']

/** Chromium's errors (net/base/net_error_list.h) that only occur before the first byte of a request is sent. */
const beforeSending: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_\w+|ICANN_NAME_COLLISION)$/, 'not-found'],
  [/^(CONNECTION_(REFUSED|TIMED_OUT|FAILED)|UNSAFE_PORT)$/, 'refused'],
  [/^(PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|SOCKS_\w+|MANDATORY_PROXY_\w+)$/, 'refused'],
  [/^(CERT_\w+|CERTIFICATE_TRANSPARENCY_REQUIRED|PROXY_CERTIFICATE_INVALID)$/, 'certificate'],
  [/^(SSL_VERSION_OR_CIPHER_MISMATCH|SSL_OBSOLETE_\w+|SSL_UNRECOGNIZED_NAME_ALERT)$/, 'certificate'],
]

/**
 * Reported while connecting, and also, much later, when an established connection loses its route: the system takes
 * many seconds to give up on a connection, but fails at once when there is no route to begin with.
 */
const wayLost = /^(INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|NETWORK_ACCESS_DENIED)$/
const atOnceMs = 5_000

/**
 * What an error of Chromium's network stack (`net::ERR_…`) says about a request. `uploadedBytes`: bytes of the body
 * sent, as far as is known; whatever has begun to leave may have arrived, regardless of the error's name.
 */
export function toNetFailure(thrown: unknown, elapsedMs: number, uploadedBytes = 0): WireFailure {
  if (thrown instanceof WireFailure) return thrown
  const reason = thrown instanceof Error ? thrown.message.replace(/^net::ERR_/, '') : String(thrown)
  const failure = readReason(reason, elapsedMs)
  return uploadedBytes > 0 ? new WireFailure(failure.kind, 'maybe', reason) : failure
}

function readReason(reason: string, elapsedMs: number): WireFailure {
  if (wayLost.test(reason)) return new WireFailure('offline', elapsedMs < atOnceMs ? 'no' : 'maybe', reason)
  const match = beforeSending.find(([pattern]) => pattern.test(reason))
  return match ? new WireFailure(match[1], 'no', reason) : new WireFailure('interrupted', 'maybe', reason)
}
