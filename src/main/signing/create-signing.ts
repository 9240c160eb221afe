import { type KeyObject, createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { defaultSignerName, type SigningIdentity } from '../../shared/domain/credentials.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import type { ContentSigner } from '../imaging/content-credentials.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import { createIdentityStore, lostKey, type KeptIdentity } from './identity-store.ts'
import { createKeyStoreCache, type KeyStore } from './key-store-cache.ts'
import { makeCertificates } from './make-certificates.ts'
import { algorithmOf, signBytes } from './signing-algorithm.ts'

/** Well above the size of any chain and key. */
const pemBytesMax = 200_000

const chainMax = 10

/** Certificate purposes accepted by C2PA (C2PA 2.1, section 14.5.1): e-mail protection, documents, and its own. */
const purposes = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.62558.2.1']

interface SigningOptions {
  readonly keychain: KeyStore
  readonly paths: Pick<HomePaths, 'signingFile'>
  readonly clock: Clock
  readonly patienceMs?: number
}

/** The certificate is stored in a file of the home, its key in the keychain under the certificate's fingerprint. */
export function createSigning({ keychain, paths, clock, patienceMs }: SigningOptions): Signing {
  const store = createIdentityStore(createKeyStoreCache(keychain, patienceMs), paths.signingFile)
  let making: Promise<SigningIdentity> | null = null

  async function make(name: string): Promise<SigningIdentity> {
    const { chain, key } = await makeCertificates(name, clock.nowMs())
    return store.replace('made', chain, key)
  }

  return {
    identity: async () => (await store.current())?.shown ?? null,
    make,
    async useOwn(certificatePath, keyPath) {
      const [certificate, key] = [await readPem(certificatePath), await readPem(keyPath)]
      const imported = readOwnCertificate(certificate, key, clock.nowMs())
      return store.replace('own', imported.chain, imported.key)
    },
    forget: () => store.forget(),
    async signer() {
      // Concurrent exports share the identity that is being created.
      if ((await store.current()) === null) await (making ??= make(defaultSignerName).finally(() => (making = null)))
      const identity = (await store.current())!
      refuseOutdated(identity.shown, clock.nowMs())
      return signerOf(identity, await store.keyOf(identity))
    },
  }
}

function signerOf({ chain }: KeptIdentity, key: KeyObject): ContentSigner {
  const algorithm = algorithmOf(key)
  if (algorithm === null) throw lostKey()
  return { algorithm, certificates: chain, sign: (bytes) => signBytes(bytes, key, algorithm) }
}

function refuseOutdated({ validUntilMs }: SigningIdentity, nowMs: number): void {
  if (validUntilMs > nowMs) return
  throw new AppError('credential/missing', messages.signingExpired)
}

async function readPem(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > pemBytesMax) {
      throw new AppError('request/invalid', messages.certificateTooLarge({ basename: basename(path) }))
    }
    return await readFile(path, 'utf8')
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadFile({ basename: basename(path) }))
  }
}

interface OwnCertificate {
  /** DER, the signer's certificate first. */
  readonly chain: readonly Buffer[]
  readonly key: KeyObject
}

/**
 * Reads a user's certificate and checks it for anything that would invalidate every signature. @throws request/invalid
 */
function readOwnCertificate(certificatePem: string, keyPem: string, nowMs: number): OwnCertificate {
  const chain = readChain(certificatePem)
  const [leaf] = chain
  if (leaf === undefined) throw invalid(messages.noCertificate)
  const key = readKey(keyPem)
  if (!leaf.checkPrivateKey(key)) throw invalid(messages.keyOfOtherCertificate)
  if (algorithmOf(key) === null) {
    throw invalid(messages.keyTypeNotSupported)
  }
  refuseUnfit(leaf, nowMs)
  for (const [at, certificate] of chain.slice(0, -1).entries()) {
    if (certificate.checkIssued(chain[at + 1]!)) continue
    throw invalid(messages.chainOutOfOrder)
  }
  return { chain: chain.map(({ raw }) => raw), key }
}

function readChain(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  if (blocks.length > chainMax) throw invalid(messages.chainTooLong({ chainMax }))
  return blocks.map((block) => {
    try {
      return new X509Certificate(block)
    } catch {
      throw invalid(messages.certificateDamaged)
    }
  })
}

/** The parser's error is dropped because it might quote the key. */
function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw invalid(messages.keyHasPassword)
  }
  const [block] =
    /-----BEGIN (?:EC |RSA )?PRIVATE KEY-----[\s\S]+?-----END (?:EC |RSA )?PRIVATE KEY-----/.exec(pem) ?? []
  try {
    return createPrivateKey(block ?? '')
  } catch {
    throw invalid(messages.noPrivateKey)
  }
}

function refuseUnfit(leaf: X509Certificate, nowMs: number): void {
  if (Date.parse(leaf.validTo) < nowMs) throw invalid(messages.certificateExpired)
  if (Date.parse(leaf.validFrom) > nowMs) throw invalid(messages.certificateNotYetValid)
  if (leaf.ca || leaf.checkIssued(leaf)) {
    throw invalid(messages.authorityCertificate)
  }
  // Node's name for the extended key usage; without any, the certificate's purpose is unspecified.
  const uses = (leaf.keyUsage as string[] | undefined) ?? []
  if (!uses.some((use) => purposes.includes(use))) {
    throw invalid(messages.otherPurpose)
  }
}

function invalid(message: string): AppError {
  return new AppError('request/invalid', messages.withNothingChanged({ what: message }))
}

/** Signs Content Credentials. The key never leaves this module: the data to sign is passed in. */
export interface Signing {
  /** null = none yet. Does not access the keychain. */
  identity(): Promise<SigningIdentity | null>
  /** Creates a certificate that replaces the current one. */
  make(name: string): Promise<SigningIdentity>
  /**
   * Uses a certificate and key from the user's files, which are not needed afterwards. @throws request/invalid,
   * storage/*
   */
  useOwn(certificatePath: string, keyPath: string): Promise<SigningIdentity>
  /** Deletes certificate and key. Existing signatures stay valid. */
  forget(): Promise<void>
  /** Creates a certificate if there is none. @throws credential/missing, credential/unavailable, storage/* */
  signer(): Promise<ContentSigner>
}
