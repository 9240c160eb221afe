import { z } from 'zod'

const wordsSchema = z.string().max(500)

/** What Content Credentials (C2PA) in a file say, and whether they still hold. */
export const credentialsCheckSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({
    is: z.literal('checked'),
    /** `intact`: signed as it is; `changed`: the picture is no longer what was signed; `broken`: they do not add up. */
    state: z.enum(['intact', 'changed', 'broken']),
    /** Who the certificate names. No list of trust is asked: anybody can make one with any name. */
    signer: wordsSchema.nullable(),
    /** Who gave out that certificate; null = nobody but the signer. */
    issuer: wordsSchema.nullable(),
    /** By a time-stamping service; null = there is none, and the signer's clock is nobody's witness. */
    signedAtMs: z.int().nullable(),
    generator: wordsSchema.nullable(),
    actions: z.array(
      z.object({
        /** `c2pa.edited` and the like. */
        name: wordsSchema,
        by: wordsSchema.nullable(),
        /** The last part of IPTC's address. */
        digitalSourceType: wordsSchema.nullable(),
        description: wordsSchema.nullable(),
      }),
    ),
    ingredients: z.array(
      z.object({
        title: wordsSchema.nullable(),
        /** What it was used as, in the signer's words. */
        description: wordsSchema.nullable(),
        hasCredentials: z.boolean(),
      }),
    ),
    /** What does not hold, in the words of the library that checked. */
    problems: z.array(wordsSchema),
  }),
])
export type CredentialsCheck = z.output<typeof credentialsCheckSchema>
