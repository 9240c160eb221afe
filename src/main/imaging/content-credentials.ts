import { z } from 'zod'
import { originKinds } from '../../shared/domain/origin-kind.ts'
import { bytesSchema, pathSchema } from './calls/shapes.ts'

/** Who changed the pixels since: nobody, Atelier's non-model tools, or another program that does not specify how. */
export const changers = ['nobody', 'local', 'external'] as const

/** IPTC's kind of source, the last part of its address. `own`: what its source says of itself, `otherwise` where it is silent. */
export const credentialKindSchema = z.union([
  z.object({ type: z.literal('own'), otherwise: z.string().nullable(), changedBy: z.enum(changers) }),
  z.object({ type: z.enum(originKinds).exclude(['own']) }),
])
export type CredentialKind = z.output<typeof credentialKindSchema>

/** ES256 and the like: how a key signs, as C2PA calls it. */
const signingAlgorithmSchema = z.enum(['es256', 'es384', 'es512', 'ps256', 'ed25519'])
export type SigningAlgorithm = z.output<typeof signingAlgorithmSchema>

/** Signs for Content Credentials; its key never leaves it. */
export interface ContentSigner {
  readonly algorithm: SigningAlgorithm
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[]
  /** The bare signature; ECDSA as two numbers of full length. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** An image that the exported one came from. */
const credentialsSourceSchema = z.object({
  path: pathSchema,
  mime: z.string(),
  /** null = withheld. */
  title: z.string().nullable(),
  /** WebP; null = none. */
  thumbnailPath: pathSchema.nullable(),
})
export type CredentialsSource = z.output<typeof credentialsSourceSchema>

const openedSourceSchema = credentialsSourceSchema.extend({
  /** It is the exported image itself, only written anew. */
  isItself: z.boolean(),
  /** The model that had a part in what was done since; null = none had. */
  editedBy: z.string().nullable(),
})
export type OpenedSource = z.output<typeof openedSourceSchema>

/** An image that was shown to the model. */
const inputSourceSchema = credentialsSourceSchema.extend({ role: z.enum(['Reference', 'Control image']) })
export type InputSource = z.output<typeof inputSourceSchema>

/** What Content Credentials are to say. */
const credentialsPlanSchema = z.object({
  algorithm: signingAlgorithmSchema,
  /** DER, the signer's first. */
  certificates: z.array(bytesSchema).min(1).max(10).readonly(),
  appVersion: z.string(),
  /** What it may have been opened from, the nearest first: the first that has credentials of its own counts, else the first. */
  opened: z.array(openedSourceSchema).readonly(),
  /** It was made from nothing by this model: so it is told unless what was sent is signed by who made it. */
  createdBy: z.string().nullable(),
  /** What was laid into it; only those with credentials of their own are told. */
  placed: z.array(credentialsSourceSchema).readonly(),
  /** What the model that made it or edited it last was shown; empty where not everything is told. */
  inputs: z.array(inputSourceSchema).readonly(),
  /** Whether its size is another than its own. */
  isResized: z.boolean(),
  /** Only where its writer agrees. */
  prompt: z.string().nullable(),
})
export type CredentialsPlan = z.output<typeof credentialsPlanSchema>

export const exportCredentialsSchema = z.object({
  plan: credentialsPlanSchema,
  /** As in `ExportAccount`: said here too where nothing else is written. */
  kind: credentialKindSchema,
  /** Whose own word counts where no model had a part in it. */
  sourcePath: pathSchema.nullable(),
})
export type ExportCredentials = z.output<typeof exportCredentialsSchema>
