import { verify, type KeyObject } from 'node:crypto'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/updates.ts'
import { isVersion } from '../../shared/util/compare-versions.ts'

/** Names of files beside the manifest: they lead nowhere else. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)
/** 64 bytes. */
const sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)

/** What electron-builder writes of a release (https://www.electron.build/publish), as far as it is used. */
const manifestSchema = z.object({
  version: z.string().max(100).refine(isVersion),
  files: z
    .array(z.object({ url: fileName, sha512, size: z.int().positive() }))
    .min(1)
    .max(20),
  /** Of those who ask, in percent, that are offered it; absent = all. */
  stagingPercentage: z.number().min(0).max(100).optional(),
  minimumSystemVersion: z.string().max(100).optional(),
  releaseDate: z.string().max(100).optional(),
})
export type UpdateManifest = z.output<typeof manifestSchema>

export interface SignedManifest {
  /** It was asked for by this name. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Base64. */
  readonly signature: string
}

/**
 * What is signed: the name too, so that the manifest of one system or channel is not taken for that of another.
 * `scripts/release/sign-manifests.mjs` does the same.
 */
function signedBytes({ name, bytes }: SignedManifest): Uint8Array {
  return Buffer.concat([Buffer.from(`atelier update\n${name}\n`), bytes])
}

/**
 * Returns a manifest if its signature is by the key: whoever controls the address does not control what is installed.
 * @throws update/unsigned, update/unreadable
 */
export function readManifest(signed: SignedManifest, publicKey: KeyObject): UpdateManifest {
  const signature = Buffer.from(signed.signature.trim(), 'base64')
  // Ed25519 takes no digest of its own choice: null.
  if (!verify(null, signedBytes(signed), publicKey, signature)) throw new AppError('update/unsigned', messages.unsigned)
  try {
    return manifestSchema.parse(parse(Buffer.from(signed.bytes).toString('utf8')))
  } catch (thrown) {
    throw new AppError('update/unreadable', messages.unreadable, { cause: thrown })
  }
}
