import { expect, it } from 'vitest'
import { describeSigner } from './signer.ts'

const made = {
  kind: 'made',
  name: 'Ann Artist',
  issuer: 'Ann Artist, made with Atelier',
  validUntilMs: 0,
  fingerprint: '0'.repeat(64),
  keptIn: 'keychain',
} as const

it('names the signer and warns that the certificate is not on a trust list', () => {
  expect(describeSigner(null)).toContain('“Atelier user”')
  expect(describeSigner(made)).toBe(
    'Signed as “Ann Artist”. The certificate is not on a trust list, so other programs show an unknown signer.',
  )
  expect(describeSigner({ ...made, keptIn: 'session' })).toContain('lost when Atelier quits')
  expect(describeSigner({ ...made, kind: 'own', issuer: 'A House' })).not.toContain('unknown signer')
})
