import { expect, it } from 'vitest'
import { toNetFailure } from './net-failure.ts'
import { WireFailure } from './wire-failure.ts'

it.each([
  ['NAME_NOT_RESOLVED', 10, 'not-found', 'no'],
  ['CONNECTION_REFUSED', 10, 'refused', 'no'],
  ['CONNECTION_TIMED_OUT', 60_000, 'refused', 'no'],
  ['PROXY_CONNECTION_FAILED', 10, 'refused', 'no'],
  ['TUNNEL_CONNECTION_FAILED', 10, 'refused', 'no'],
  ['CERT_AUTHORITY_INVALID', 10, 'certificate', 'no'],
  ['SSL_VERSION_OR_CIPHER_MISMATCH', 10, 'certificate', 'no'],
  ['INTERNET_DISCONNECTED', 10, 'offline', 'no'],
  ['ADDRESS_UNREACHABLE', 3_000, 'offline', 'no'],
  // For an established connection that lost its route.
  ['ADDRESS_UNREACHABLE', 90_000, 'offline', 'maybe'],
  ['SSL_PROTOCOL_ERROR', 10, 'interrupted', 'maybe'],
  ['TIMED_OUT', 10, 'interrupted', 'maybe'],
  ['NETWORK_CHANGED', 10, 'interrupted', 'maybe'],
  ['CONNECTION_RESET', 10, 'interrupted', 'maybe'],
  ['EMPTY_RESPONSE', 10, 'interrupted', 'maybe'],
  ['A_NEW_ONE', 10, 'interrupted', 'maybe'],
])('%s after %i ms: %s, arrived %s', (name, elapsedMs, kind, arrived) => {
  expect(toNetFailure(new Error(`net::ERR_${name}`), elapsedMs)).toMatchObject({ kind, arrived, reason: name })
})

it.each(['INTERNET_DISCONNECTED', 'CONNECTION_REFUSED'])(
  '%s: a request that was partly sent may have arrived',
  (name) => {
    expect(toNetFailure(new Error(`net::ERR_${name}`), 10, 4_096).arrived).toBe('maybe')
  },
)

it('keeps an existing WireFailure', () => {
  const failure = new WireFailure('aborted', 'no', 'ABORTED')
  expect(toNetFailure(failure, 0)).toBe(failure)
})
