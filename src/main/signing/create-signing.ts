import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { KeyObject } from 'node:crypto'
import { defaultSignerName } from '../../shared/domain/signer-name.ts'
import type { SigningIdentity } from '../../shared/domain/signing.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import type { ContentSigner } from '../imaging/content-credentials.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import { createIdentityStore, lostKey, type KeptIdentity } from './identity-store.ts'
import { createKeyStoreCache, type KeyStore } from './key-store-cache.ts'
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

/** The certificate is in a file of the home, its key in the keychain under the certificate's fingerprint. */
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
      const own = readOwnCertificate(certificate, key, clock.nowMs())
      return store.replace('own', own.chain, own.key)
    },
    forget: () => store.forget(),
    async signer() {
      // Two exports that begin at once share the one that is being made.
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
    throw toFileError(thrown, messages.readFile({ basename: basename(path) }))
  }
}
