import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { defaultSignerName, type SigningIdentity } from '../../shared/domain/signing.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import type { ContentSigner } from '../imaging/content-credentials.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import { certificateName } from '../platform/pure/certificate-name.ts'
import { readIdentityFile, removeIdentityFile, writeIdentityFile, type IdentityFile } from './identity-file.ts'
import { createKeyShelf, type KeyStore } from './key-shelf.ts'
import { makeCertificates } from './make-certificates.ts'
import { pemBytesMax, readOwnCertificate } from './read-own-certificate.ts'
import { algorithmOf, signBytes } from './signing-algorithm.ts'
import type { Signing } from './signing.ts'

interface SigningOptions {
  readonly keychain: KeyStore
  readonly paths: Pick<HomePaths, 'signingFile'>
  readonly clock: Clock
  readonly patienceMs?: number
}

interface Identity {
  readonly shown: SigningIdentity
  readonly chain: readonly Buffer[]
}

/** The certificate is in a file of the home, its key in the keychain under the certificate's fingerprint. */
export function createSigning({ keychain, paths, clock, patienceMs }: SigningOptions): Signing {
  const shelf = createKeyShelf(keychain, patienceMs)
  /** Of a key that is kept for this session only: nothing of it is written. */
  let sessionIdentity: Identity | null = null
  let making: Promise<SigningIdentity> | null = null
  let held: { readonly fingerprint: string; readonly key: KeyObject } | null = null

  async function current(): Promise<Identity | null> {
    if (sessionIdentity !== null) return sessionIdentity
    const file = await readIdentityFile(paths.signingFile)
    return (
      file &&
      identityOf(
        file.kind,
        file.chain.map((each) => Buffer.from(each, 'base64')),
        'keychain',
      )
    )
  }

  async function replace(
    kind: IdentityFile['kind'],
    chain: readonly Buffer[],
    key: KeyObject,
  ): Promise<SigningIdentity> {
    const before = await current().catch(() => null)
    const { shown } = identityOf(kind, chain, 'keychain')
    const keptIn = await shelf.keep(accountOf(shown), key.export({ type: 'pkcs8', format: 'der' }).toString('base64'))
    const next = identityOf(kind, chain, keptIn)
    if (keptIn === 'keychain') {
      await writeIdentityFile(paths.signingFile, {
        version: 1,
        kind,
        chain: chain.map((each) => each.toString('base64')),
      })
    }
    sessionIdentity = keptIn === 'session' ? next : null
    if (before !== null && before.shown.fingerprint !== shown.fingerprint) await shelf.forget(accountOf(before.shown))
    return next.shown
  }

  async function keyOf({ shown }: Identity): Promise<KeyObject> {
    if (held?.fingerprint === shown.fingerprint) return held.key
    const found = await shelf.find(accountOf(shown))
    if (found === null) throw lostKey()
    held = { fingerprint: shown.fingerprint, key: parseKey(found) }
    return held.key
  }

  async function make(name: string): Promise<SigningIdentity> {
    const { chain, key } = await makeCertificates(name, clock.nowMs())
    return replace('made', chain, key)
  }

  return {
    identity: async () => (await current())?.shown ?? null,
    make,
    async useOwn(certificatePath, keyPath) {
      const [certificate, key] = [await readPem(certificatePath), await readPem(keyPath)]
      const own = readOwnCertificate(certificate, key, clock.nowMs())
      return replace('own', own.chain, own.key)
    },
    async forget() {
      const before = await current().catch(() => null)
      await removeIdentityFile(paths.signingFile)
      sessionIdentity = null
      held = null
      if (before !== null) await shelf.forget(accountOf(before.shown))
    },
    async signer() {
      // Two exports that begin at once share the one that is being made.
      if ((await current()) === null) await (making ??= make(defaultSignerName).finally(() => (making = null)))
      const identity = (await current())!
      refuseOutdated(identity.shown, clock.nowMs())
      return signerOf(identity, await keyOf(identity))
    },
  }
}

function identityOf(kind: IdentityFile['kind'], chain: readonly Buffer[], keptIn: SigningIdentity['keptIn']): Identity {
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

function signerOf({ chain }: Identity, key: KeyObject): ContentSigner {
  const algorithm = algorithmOf(key)
  if (algorithm === null) throw lostKey()
  return { algorithm, certificates: chain, sign: (bytes) => signBytes(bytes, key, algorithm) }
}

function refuseOutdated({ validUntilMs }: SigningIdentity, nowMs: number): void {
  if (validUntilMs > nowMs) return
  throw new AppError(
    'credential/missing',
    'The certificate to sign with is out of date. Nothing was signed. Make a new one in Settings, Export.',
  )
}

function parseKey(base64: string): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(base64, 'base64'), type: 'pkcs8', format: 'der' })
  } catch {
    throw lostKey()
  }
}

function lostKey(): AppError {
  return new AppError(
    'credential/missing',
    'The key to sign with is not in the keychain any more. Nothing was signed. Make a new certificate in Settings, Export.',
  )
}

async function readPem(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > pemBytesMax) {
      throw new AppError('request/invalid', `“${basename(path)}” is too large to be a certificate or a key.`)
    }
    return await readFile(path, 'utf8')
  } catch (thrown) {
    throw toFileError(thrown, `read “${basename(path)}”`)
  }
}
