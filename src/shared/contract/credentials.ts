import { z } from 'zod'
import { credentialsCheckSchema, signerNameSchema, signingIdentitySchema } from '../domain/credentials.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { command, query } from './define.ts'

/** Content Credentials (C2PA): the signing identity here, and signatures of others. */
export const credentials = {
  /** null = none yet: the first signature creates a certificate. */
  'credentials.identity': query('read', z.object({}), z.object({ identity: signingIdentitySchema.nullable() })),
  /** Replaces any existing certificate with a new one. */
  'credentials.make': command('delete', z.object({ name: signerNameSchema }), signingIdentitySchema),
  /** Shows a dialog for the files of a certificate and its key; null = canceled. */
  'credentials.chooseOwn': command(
    'file dialog',
    z.object({}),
    z.object({ identity: signingIdentitySchema.nullable() }),
  ),
  'credentials.forget': command('delete', z.object({}), z.void()),
  /** What the credentials in an image's file say, and whether they are valid. */
  'credentials.check': query('read', z.object({ id: assetIdSchema }), credentialsCheckSchema),
}
