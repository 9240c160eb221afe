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
