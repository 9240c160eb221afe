import type { OriginKind } from '../../shared/domain/origin-kind.ts'

/** Who changed the pixels since: nobody, tools of Atelier without a model, or another program that does not say how. */
export const changers = ['nobody', 'local', 'external'] as const

/** IPTC's kind of source, the last part of its address. `own`: what its source says of itself, `otherwise` where it is silent. */
export type CredentialKind =
  | { readonly is: 'own'; readonly otherwise: string | null; readonly changedBy: (typeof changers)[number] }
  | { readonly is: Exclude<OriginKind, 'own'> }

/** ES256 and the like: how a key signs, as C2PA calls it. */
export type SigningAlgorithm = 'es256' | 'es384' | 'es512' | 'ps256' | 'ed25519'

/** Signs for Content Credentials; its key stays where it is. */
export interface ContentSigner {
  readonly algorithm: SigningAlgorithm
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[]
  /** The bare signature; ECDSA as two numbers of full length. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** A picture that the exported one came from. */
export interface CredentialsSource {
  readonly path: string
  readonly mime: string
  /** null = not told. */
  readonly title: string | null
  /** WebP; null = none. */
  readonly thumbnailPath: string | null
}

export interface OpenedSource extends CredentialsSource {
  /** It is the exported picture itself, only written anew. */
  readonly isItself: boolean
  /** The model that had a part in what was done since; null = none had. */
  readonly editedBy: string | null
}

/** An image that was shown to the model. */
export interface InputSource extends CredentialsSource {
  readonly role: 'Reference' | 'Control image'
}

/** What Content Credentials are to say. */
export interface CredentialsPlan extends Pick<ContentSigner, 'algorithm' | 'certificates'> {
  readonly appVersion: string
  /** What it may have been opened from, the nearest first: the first that has credentials of its own counts, else the first. */
  readonly opened: readonly OpenedSource[]
  /** It was made from nothing by this model: so it is told unless what was sent is signed by who made it. */
  readonly createdBy: string | null
  /** What was laid into it; only those with credentials of their own are told. */
  readonly placed: readonly CredentialsSource[]
  /** What the model that made it or edited it last was shown; empty where not everything is told. */
  readonly inputs: readonly InputSource[]
  /** Whether its size is another than its own. */
  readonly isResized: boolean
  /** Only where its writer agrees. */
  readonly prompt: string | null
}

export interface ExportCredentials {
  readonly plan: CredentialsPlan
  /** As in `ExportAccount`: said here too where nothing else is written. */
  readonly kind: CredentialKind
  /** Whose own word counts where no model had a part in it. */
  readonly sourcePath: string | null
}

export interface CheckCredentialsRequest {
  readonly path: string
  readonly mime: string
}
