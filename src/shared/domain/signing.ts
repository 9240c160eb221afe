import { z } from 'zod'
import { signerNameMax } from './signer-name.ts'

/** Who signs Content Credentials here, in presentable form: everything but the key. */
export const signingIdentitySchema = z.object({
  /** `made`: by Atelier for this user, on no trust list; `own`: supplied by the user. */
  kind: z.enum(['made', 'own']),
  name: z.string(),
  issuer: z.string(),
  validUntilMs: z.int(),
  /** SHA-256 of the certificate, hexadecimal. */
  fingerprint: z.string(),
  /** `session`: this computer has no usable keychain, so the key is lost when Atelier quits. */
  keptIn: z.enum(['keychain', 'session']),
})
export type SigningIdentity = z.output<typeof signingIdentitySchema>

export const signerNameSchema = z.string().trim().min(1).max(signerNameMax)
