import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import { algorithmOf } from './signing-algorithm.ts'

export interface OwnCertificate {
  /** DER, the person's first. */
  readonly chain: readonly Buffer[]
  readonly key: KeyObject
}

/** Far beyond any chain and key. */
export const pemBytesMax = 200_000
const chainMax = 10

/**
 * What C2PA accepts a certificate for (C2PA 2.1, section 14.5.1): e-mail protection, documents, and its own purpose.
 */
const purposes = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.62558.2.1']

/** A certificate that the person brings, checked for what would make every signature worthless. @throws request/invalid */
export function readOwnCertificate(certificatePem: string, keyPem: string, nowMs: number): OwnCertificate {
  const chain = readChain(certificatePem)
  const [leaf] = chain
  if (leaf === undefined) throw invalid(messages.noCertificate)
  const key = readKey(keyPem)
  if (!leaf.checkPrivateKey(key)) throw invalid(messages.keyOfOtherCertificate)
  if (algorithmOf(key) === null) {
    throw invalid(messages.keyTypeNotSupported)
  }
  refuseUnfit(leaf, nowMs)
  for (const [at, each] of chain.slice(0, -1).entries()) {
    if (each.checkIssued(chain[at + 1]!)) continue
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

/** What the parser says is dropped: it might quote what it was given. */
function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw invalid('The key is locked with a password. Save it without one first; it goes into the keychain.')
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
  // Node calls the extended key usages so; without any there is nothing that says what it is for.
  const uses = (leaf.keyUsage as string[] | undefined) ?? []
  if (!uses.some((use) => purposes.includes(use))) {
    throw invalid(messages.otherPurpose)
  }
}

function invalid(what: string): AppError {
  return new AppError('request/invalid', messages.withNothingChanged({ what }))
}
