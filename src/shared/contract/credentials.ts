import { z } from 'zod'
import { credentialsCheckSchema } from '../domain/credentials-check.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { signerNameSchema, signingIdentitySchema } from '../domain/signing.ts'
import { command, query } from './define.ts'

/** Content Credentials (C2PA): who signs here, and what others have signed. */
export const credentials = {
  /** null = nobody yet: the first signature makes a certificate. */
  'credentials.identity': query(z.object({}), z.object({ identity: signingIdentitySchema.nullable() })),
  /** A new certificate in the place of what there was. */
  'credentials.make': command(z.object({ name: signerNameSchema }), signingIdentitySchema),
  /** Asks for the files of a certificate and its key; null when the person cancels. */
  'credentials.chooseOwn': command(z.object({}), z.object({ identity: signingIdentitySchema.nullable() })),
  'credentials.forget': command(z.object({}), z.void()),
  /** What the credentials in a picture's file say, and whether they hold. */
  'credentials.check': query(z.object({ id: assetIdSchema }), credentialsCheckSchema),
}
