import { constants, generateKeyPairSync, verify, type KeyObject } from 'node:crypto'
import { expect, it } from 'vitest'
import { algorithmOf, signBytes } from './signing-algorithm.ts'

const message = Buffer.from('what is signed')
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const ieee = (key: KeyObject) => ({ key, dsaEncoding: 'ieee-p1363' }) as const
const pss = (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })

it.each([
  ['es256', ec('P-256'), 'sha256', ieee, 64],
  ['es384', ec('P-384'), 'sha384', ieee, 96],
  ['es512', ec('P-521'), 'sha512', ieee, 132],
  ['ps256', generateKeyPairSync('rsa', { modulusLength: 2_048 }), 'sha256', pss, 256],
  ['ed25519', generateKeyPairSync('ed25519'), null, (key: KeyObject) => key, 64],
] as const)('detects %s by its key and signs as COSE requires', async (algorithm, pair, digest, how, length) => {
  expect(algorithmOf(pair.privateKey)).toBe(algorithm)
  const signature = await signBytes(message, pair.privateKey, algorithm)
  expect(signature.length).toBe(length)
  expect(verify(digest, message, how(pair.publicKey), signature)).toBe(true)
})

it('rejects other keys', () => {
  expect(algorithmOf(ec('P-224').privateKey)).toBeNull()
  expect(algorithmOf(generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey)).toBeNull()
  expect(algorithmOf(generateKeyPairSync('x25519').privateKey)).toBeNull()
})
