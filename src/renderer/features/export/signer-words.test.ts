import { expect, it } from 'vitest'
import { signerWords } from './signer-words.ts'

const made = {
  kind: 'made',
  name: 'Ann Artist',
  issuer: 'Ann Artist, made with Atelier',
  validUntilMs: 0,
  fingerprint: '0'.repeat(64),
  keptIn: 'keychain',
} as const

it('says who signs and that nobody vouches for it', () => {
  expect(signerWords(null)).toContain('“Atelier user”')
  expect(signerWords(made)).toBe(
    'Signed as “Ann Artist”. The certificate is on no trust list: other programs will show an unknown signer.',
  )
  expect(signerWords({ ...made, keptIn: 'session' })).toContain('gone when Atelier ends')
  expect(signerWords({ ...made, kind: 'own', issuer: 'A House' })).not.toContain('unknown signer')
})
