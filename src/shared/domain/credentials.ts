import { z } from 'zod'

const promptPairSchema = z.string().max(500)

/** What Content Credentials (C2PA) in a file say, and whether they are still valid. */
export const credentialsCheckSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({
    type: z.literal('checked'),
    /**
     * `intact`: unchanged since signing; `changed`: the image differs from what was signed; `broken`: the credentials
     * are inconsistent.
     */
    state: z.enum(['intact', 'changed', 'broken']),
    /** The certificate's subject. It is not checked against a trust list: anyone can create one with any name. */
    signer: promptPairSchema.nullable(),
    /** Issuer of that certificate; null = self-signed. */
    issuer: promptPairSchema.nullable(),
    /** From a time-stamping service; null = none, and the signer's own clock proves nothing. */
    signedAtMs: z.int().nullable(),
    generator: promptPairSchema.nullable(),
    actions: z.array(
      z.object({
        /** `c2pa.edited` and the like. */
        name: promptPairSchema,
        by: promptPairSchema.nullable(),
        /** The last segment of the IPTC URL. */
        digitalSourceType: promptPairSchema.nullable(),
        description: promptPairSchema.nullable(),
      }),
    ),
    ingredients: z.array(
      z.object({
        title: promptPairSchema.nullable(),
        /** What it was used as, as the signer describes it. */
        description: promptPairSchema.nullable(),
        hasCredentials: z.boolean(),
      }),
    ),
    /** What failed validation, as worded by the validating library. */
    problems: z.array(promptPairSchema),
  }),
])
export type CredentialsCheck = z.output<typeof credentialsCheckSchema>

/**
 * The digital source type of an image, based on all of its ancestors
 * (https://cv.iptc.org/newscodes/digitalsourcetype/). `own`: no model was involved, so its source's own metadata still
 * applies.
 */
export const originKinds = [
  'own',
  'algorithmicMedia',
  'compositeSynthetic',
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
] as const
export type OriginKind = (typeof originKinds)[number]

/** The name in a certificate when the user has not given one. */
export const defaultSignerName = 'Atelier user'
/** X.520 allows 64 characters for a common name. */
export const signerNameMax = 64

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
