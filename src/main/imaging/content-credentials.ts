import { z } from 'zod'
import { originKinds } from '../../shared/domain/credentials.ts'
import { bytesSchema, pathSchema } from './calls/shapes.ts'

/** What changed the pixels since: nothing, Atelier's non-model tools, or another program that does not specify how. */
export const changers = ['nobody', 'local', 'external'] as const

/** IPTC digital source type, the last segment of its URL. `own`: the type its source declares, `otherwise` if it declares none. */
export const credentialKindSchema = z.union([
  z.object({ type: z.literal('own'), otherwise: z.string().nullable(), changedBy: z.enum(changers) }),
  z.object({ type: z.enum(originKinds).exclude(['own']) }),
])
export type CredentialKind = z.output<typeof credentialKindSchema>

/** Signature algorithms by their C2PA names, such as ES256. */
const signingAlgorithmSchema = z.enum(['es256', 'es384', 'es512', 'ps256', 'ed25519'])
export type SigningAlgorithm = z.output<typeof signingAlgorithmSchema>

/** Signs Content Credentials; the key never leaves the signer. */
export interface ContentSigner {
  readonly algorithm: SigningAlgorithm
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[]
  /** The bare signature; ECDSA as two numbers of full length. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** An image from which the exported one was made. */
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
  /** Whether it is the exported image itself, only re-encoded. */
  isItself: z.boolean(),
  /** The model that took part in the edits since; null = none. */
  editedBy: z.string().nullable(),
})
export type OpenedSource = z.output<typeof openedSourceSchema>

/** An image that was sent to the model as a reference or control image. */
const inputSourceSchema = credentialsSourceSchema.extend({ role: z.enum(['Reference', 'Control image']) })
export type InputSource = z.output<typeof inputSourceSchema>

/** The contents of Content Credentials. */
const credentialsPlanSchema = z.object({
  algorithm: signingAlgorithmSchema,
  /** DER, the signer's first. */
  certificates: z.array(bytesSchema).min(1).max(10).readonly(),
  appVersion: z.string(),
  /** Possible sources, the nearest first: the first with its own credentials is used, otherwise the first. */
  opened: z.array(openedSourceSchema).readonly(),
  /** The model that generated the image without a source; used unless the response is signed by the service itself. */
  createdBy: z.string().nullable(),
  /** Images merged into it; only those with their own credentials are listed. */
  placed: z.array(credentialsSourceSchema).readonly(),
  /** Reference and control images of the last generation or edit; empty if the metadata is restricted. */
  inputs: z.array(inputSourceSchema).readonly(),
  /** Whether the exported size differs from the image's own. */
  isResized: z.boolean(),
  /** Only with the author's consent. */
  prompt: z.string().nullable(),
})
export type CredentialsPlan = z.output<typeof credentialsPlanSchema>

export const exportCredentialsSchema = z.object({
  plan: credentialsPlanSchema,
  /** As in `ExportMetadata`: needed here too if no other metadata is written. */
  kind: credentialKindSchema,
  /** The file whose declared type is used if no model took part. */
  sourcePath: pathSchema.nullable(),
})
export type ExportCredentials = z.output<typeof exportCredentialsSchema>
