import { constants, sign, type KeyObject, type SignKeyObjectInput } from 'node:crypto'
import type { SigningAlgorithm } from '../imaging/content-credentials.ts'

/** Curves by their Node names, with the matching digest (C2PA 2.1, section 13.2). */
const curves: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: 'es256',
  secp384r1: 'es384',
  secp521r1: 'es512',
}
const digests = { es256: 'sha256', es384: 'sha384', es512: 'sha512', ps256: 'sha256', ed25519: null } as const
const rsaBitsMin = 2_048

/** Returns a key's algorithm; null if Content Credentials do not support it. */
export function algorithmOf(key: KeyObject): SigningAlgorithm | null {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'ec':
      return curves[namedCurve] ?? null
    case 'rsa':
    case 'rsa-pss':
      return modulusLength >= rsaBitsMin ? 'ps256' : null
    case 'ed25519':
      return 'ed25519'
    default:
      return null
  }
}

/** Signs off the main thread. ECDSA as two full-length integers, as required by COSE (RFC 9053, section 2.1). */
export function signBytes(bytes: Uint8Array, key: KeyObject, algorithm: SigningAlgorithm): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign(digests[algorithm], bytes, optionsFor(key, algorithm), (error, signature) => {
      if (error) reject(error)
      else resolve(signature)
    })
  })
}

function optionsFor(key: KeyObject, algorithm: SigningAlgorithm): SignKeyObjectInput {
  if (algorithm === 'ps256') return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  return algorithm === 'ed25519' ? { key } : { key, dsaEncoding: 'ieee-p1363' }
}
