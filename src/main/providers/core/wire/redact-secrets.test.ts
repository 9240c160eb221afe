import { expect, it } from 'vitest'
import { createRedactSecrets, secretsInHeaders } from './redact-secrets.ts'

const key = 'fake/key+with=odd&characters"<0123>'

it.each([
  ['unchanged', key],
  ['in another case', key.toUpperCase()],
  ['URL-encoded', encodeURIComponent(key)],
  ['URL-encoded in lower case', encodeURIComponent(key).toLowerCase()],
  ['as a form field', new URLSearchParams({ k: key }).toString()],
  ['base64', Buffer.from(key).toString('base64')],
  ['base64url', Buffer.from(key).toString('base64url')],
  ['in JSON', JSON.stringify({ key })],
  ['in HTML', key.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
])('redacts a key %s', (_name, echo) => {
  const text = createRedactSecrets([key])(`You sent [${echo}] twice: ${echo}.`)
  expect(text).toMatch(/^You sent \[.*\] twice: .*\.$/)
  expect(text).toContain('[redacted]')
  expect(text.toLowerCase()).not.toContain(echo.toLowerCase())
  expect(text).not.toContain('0123')
})

it('redacts a login, its password and its Basic header', () => {
  const redactSecrets = createRedactSecrets(['painter:opensesame'])
  const basic = Buffer.from('painter:opensesame').toString('base64')
  expect(redactSecrets(`painter:opensesame | opensesame | Basic ${basic}`)).not.toMatch(/opensesame|cGFpbnRlcjpv/)
  expect(redactSecrets('painter')).toBe('painter')
})

it('redacts a private key as escaped in JSON', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIfakefakefake\n-----END PRIVATE KEY-----\n'
  expect(createRedactSecrets([pem])(JSON.stringify({ pem }))).not.toContain('MIIfake')
})

it('keeps words that contain a short secret', () => {
  const redactSecrets = createRedactSecrets(['admin:cat'])
  expect(redactSecrets('concatenate the cat')).toBe('concatenate the [redacted]')
})

it('changes nothing without a secret', () => {
  expect(createRedactSecrets(['', ' '])('as it was')).toBe('as it was')
})

it('extracts the secret part of a header', () => {
  expect(secretsInHeaders({ Authorization: 'Bearer abc.def', 'x-version': '2024-11-06' })).toEqual(['abc.def'])
})
