import type { SigningIdentity } from '../../../shared/domain/signing.ts'
import * as messages from '../../../shared/messages/en/export.ts'

/** Describes how others will see a signature; null = no signing identity yet. */
export function describeSigner(identity: SigningIdentity | null): string {
  if (identity === null) {
    return messages.firstExportCreatesCertificate
  }
  const { kind, name, issuer, keptIn } = identity
  const signer = kind === 'made' ? messages.signedAs({ name }) : messages.signedWithOwnCertificate({ name, issuer })
  return keptIn === 'session' ? `${signer} ${messages.keyLostOnQuit}` : signer
}
