import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import type { SigningIdentity } from '../../shared/domain/credentials.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import { parseJson } from '../../shared/util/parse-json.ts'
import { certificateName } from '../platform/pure/certificate-name.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import type { KeyStoreCache } from './key-store-cache.ts'

export interface KeptIdentity {
  readonly shown: SigningIdentity
  readonly chain: readonly Buffer[]
}

export interface IdentityStore {
  current(): Promise<KeptIdentity | null>
  /** Saves the key, then the certificate, then deletes the old ones: after a crash in between, signing still works. */
  replace(kind: IdentityFile['kind'], chain: readonly Buffer[], key: KeyObject): Promise<SigningIdentity>
  /** @throws credential/missing, credential/unavailable */
  keyOf(identity: KeptIdentity): Promise<KeyObject>
  forget(): Promise<void>
}

/**
 * Stores the certificate in a file and its key in the key store; nothing is written for a key kept for this session
 * only.
 */
export function createIdentityStore(keys: KeyStoreCache, file: string): IdentityStore {
  let sessionIdentity: KeptIdentity | null = null
  let cachedKey: { readonly fingerprint: string; readonly key: KeyObject } | null = null

  async function current(): Promise<KeptIdentity | null> {
    if (sessionIdentity !== null) return sessionIdentity
    const stored = await readIdentityFile(file)
    return (
      stored &&
      identityOf(
        stored.kind,
        stored.chain.map((each) => Buffer.from(each, 'base64')),
        'keychain',
      )
    )
  }

  return {
    current,
    async replace(kind, chain, key) {
      const previous = await current().catch(() => null)
      const { shown } = identityOf(kind, chain, 'keychain')
      const keptIn = await keys.keep(accountOf(shown), key.export({ type: 'pkcs8', format: 'der' }).toString('base64'))
      const next = identityOf(kind, chain, keptIn)
      if (keptIn === 'keychain') {
        await writeIdentityFile(file, { version: 1, kind, chain: chain.map((each) => each.toString('base64')) })
      }
      sessionIdentity = keptIn === 'session' ? next : null
      if (previous !== null && previous.shown.fingerprint !== shown.fingerprint)
        await keys.forget(accountOf(previous.shown))
      return next.shown
    },
    async keyOf({ shown }) {
      if (cachedKey?.fingerprint === shown.fingerprint) return cachedKey.key
      const found = await keys.find(accountOf(shown))
      if (found === null) throw lostKey()
      cachedKey = { fingerprint: shown.fingerprint, key: parseKey(found) }
      return cachedKey.key
    },
    async forget() {
      const previous = await current().catch(() => null)
      await removeIdentityFile(file)
      sessionIdentity = null
      cachedKey = null
      if (previous !== null) await keys.forget(accountOf(previous.shown))
    },
  }
}

function identityOf(
  kind: IdentityFile['kind'],
  chain: readonly Buffer[],
  keptIn: SigningIdentity['keptIn'],
): KeptIdentity {
  const leaf = new X509Certificate(chain[0]!)
  const shown = {
    kind,
    name: nameOf(leaf.subject),
    issuer: nameOf(leaf.issuer),
    validUntilMs: Date.parse(leaf.validTo),
    fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    keptIn,
  }
  return { shown, chain }
}

function nameOf(distinguished: string): string {
  return (
    certificateName(distinguished, 'CN') ?? certificateName(distinguished, 'O') ?? distinguished.replaceAll('\n', ', ')
  )
}

/** Several homes share one keychain. */
function accountOf({ fingerprint }: SigningIdentity): string {
  return `content-credentials-${fingerprint.slice(0, 32)}`
}

function parseKey(base64: string): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(base64, 'base64'), type: 'pkcs8', format: 'der' })
  } catch {
    throw lostKey()
  }
}

export function lostKey(): AppError {
  return new AppError('credential/missing', messages.signingKeyGone)
}

/** Nothing in it is secret: the key is stored elsewhere. */
const identityFileSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['made', 'own']),
  /** DER in base64, the signer's certificate first. */
  chain: z.array(z.base64()).min(1).max(10),
})
type IdentityFile = z.output<typeof identityFileSchema>

async function readIdentityFile(path: string): Promise<IdentityFile | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw toFileError(thrown, messages.cannotReadSigningCertificate)
  }
  const parsed = identityFileSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new AppError('storage/corrupt', messages.signingDamaged)
}

function writeIdentityFile(path: string, file: IdentityFile): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`)
}

function removeIdentityFile(path: string): Promise<void> {
  return rm(path, { force: true })
}
