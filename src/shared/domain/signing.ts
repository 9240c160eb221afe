import { z } from 'zod'
import { signerNameMax } from './signer-name.ts'

/** Who signs Content Credentials here, as far as it may be shown: everything but the key. */
export const signingIdentitySchema = z.object({
  /** `made`: by Atelier for this person, on no list of trust; `own`: brought along. */
  kind: z.enum(['made', 'own']),
  name: z.string(),
  issuer: z.string(),
  validUntilMs: z.int(),
  /** SHA-256 of the certificate, hexadecimal. */
  fingerprint: z.string(),
  /** `session`: this computer has no keychain that can be used, so the key is gone when Atelier ends. */
  keptIn: z.enum(['keychain', 'session']),
})
export type SigningIdentity = z.output<typeof signingIdentitySchema>

export const signerNameSchema = z.string().trim().min(1).max(signerNameMax)
