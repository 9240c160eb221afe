import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'

/** Where updates come from: a part of the build, which nothing changes at run time. */
export interface UpdateSource {
  /** Ends with `/`. */
  readonly url: string
  /** Ed25519. */
  readonly publicKey: KeyObject
  /** The name of the manifests: `latest`, or another for versions that are tried out. */
  readonly channel: string
  /** Whose name the system's signature of an installer must carry on Windows; null = the build is not signed. */
  readonly publisher: string | null
}

const sourceSchema = z.object({
  url: z.url(),
  /** SPKI as DER in base64. */
  publicKey: z.base64(),
  channel: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .default('latest'),
  publisher: z.string().min(1).max(200).nullable().default(null),
})

interface SourceRules {
  /** A server on this computer needs no certificate; only for programs that are not packaged. */
  readonly allowsLoopback: boolean
}

/** Reads what the build has written (`scripts/package.mjs`). null = it is not usable: then nothing is asked or installed. */
export function parseUpdateSource(json: string, { allowsLoopback }: SourceRules): UpdateSource | null {
  try {
    const { publicKey: text, url, channel, publisher } = sourceSchema.parse(JSON.parse(json))
    const publicKey = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    if (publicKey.asymmetricKeyType !== 'ed25519' || !isAllowed(new URL(url), allowsLoopback)) return null
    return { url: url.endsWith('/') ? url : `${url}/`, publicKey, channel, publisher }
  } catch {
    return null
  }
}

function isAllowed({ protocol, hostname, username, search, hash }: URL, allowsLoopback: boolean): boolean {
  if (username !== '' || search !== '' || hash !== '') return false
  return protocol === 'https:' || (allowsLoopback && protocol === 'http:' && hostname === '127.0.0.1')
}

/**
 * The file that lists the newest version, as electron-builder names it: by system and, on Linux, by processor
 * (https://www.electron.build/publish).
 */
export function updateManifestName(
  channel: string,
  { platform, arch }: Pick<NodeJS.Process, 'platform' | 'arch'>,
): string {
  if (platform === 'darwin') return `${channel}-mac.yml`
  if (platform === 'win32') return `${channel}.yml`
  return arch === 'x64' ? `${channel}-linux.yml` : `${channel}-linux-${arch}.yml`
}
