import type { SigningIdentity } from '../../../shared/domain/signing.ts'

/** What others will make of a signature; null = nobody signs here yet. */
export function signerWords(identity: SigningIdentity | null): string {
  if (identity === null) {
    return `The first signature makes a certificate for “Atelier user”. ${unlisted} The name is chosen in Settings, Export.`
  }
  const kept = identity.keptIn === 'session' ? ` ${sessionWords}` : ''
  if (identity.kind === 'made') return `Signed as “${identity.name}”. ${unlisted}${kept}`
  return `Signed as “${identity.name}”, with the certificate you brought, given out by “${identity.issuer}”. Whether other programs trust it depends on who that is.${kept}`
}

const unlisted = 'The certificate is on no trust list: other programs will show an unknown signer.'
export const sessionWords = 'This computer has no keychain that can be used, so the key is gone when Atelier ends.'
