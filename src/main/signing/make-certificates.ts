import { createHash, generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { der } from './der.ts'

export interface MadeCertificates {
  /** DER: the person's, then the root that signed it. */
  readonly chain: readonly Buffer[]
  /** Of the person's certificate. The root's is thrown away: nothing else is ever signed with it. */
  readonly key: KeyObject
}

const oids = {
  organization: '2.5.4.10',
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  documentSigning: '1.3.6.1.5.5.7.3.36',
} as const

const dayMs = 86_400_000
const validDays = 3_652

const newKeyPair = promisify(generateKeyPair)

/**
 * A certificate for signing Content Credentials, as C2PA's profile wants it (C2PA 2.1, section 14.5): not self-signed,
 * for digital signatures, for e-mail protection or documents. P-256, which every validator knows.
 */
export async function makeCertificates(name: string, nowMs: number): Promise<MadeCertificates> {
  const [root, person] = await Promise.all([
    newKeyPair('ec', { namedCurve: 'P-256' }),
    newKeyPair('ec', { namedCurve: 'P-256' }),
  ])
  const issuer = {
    name: distinguishedName(`${name}, made with Atelier`, 'Atelier'),
    key: root.privateKey,
    publicKey: publicBytes(root.publicKey),
  }
  // A clock that is a little ahead of the reader's must not make it too young.
  const valid = { from: new Date(nowMs - dayMs), until: new Date(nowMs + validDays * dayMs) }
  const usages = der.sequence(der.oid(oids.emailProtection), der.oid(oids.documentSigning))
  const leaf = certificate({
    ...valid,
    issuer,
    subject: distinguishedName(name, name),
    publicKey: publicBytes(person.publicKey),
    extensions: [
      extension(oids.basicConstraints, der.sequence(), true),
      extension(oids.keyUsage, der.bits(Uint8Array.of(0x80), 7), true),
      extension(oids.extendedKeyUsage, usages, true),
    ],
  })
  const rootCertificate = certificate({
    ...valid,
    issuer,
    subject: issuer.name,
    publicKey: issuer.publicKey,
    extensions: [
      extension(oids.basicConstraints, der.sequence(der.true), true),
      extension(oids.keyUsage, der.bits(Uint8Array.of(0x06), 1), true),
    ],
  })
  return { chain: [leaf, rootCertificate], key: person.privateKey }
}

interface CertificateFacts {
  readonly issuer: { readonly name: Buffer; readonly key: KeyObject; readonly publicKey: Buffer }
  readonly subject: Buffer
  readonly publicKey: Buffer
  readonly from: Date
  readonly until: Date
  readonly extensions: readonly Buffer[]
}

/** RFC 5280, section 4.1. */
function certificate({ issuer, subject, publicKey, from, until, extensions }: CertificateFacts): Buffer {
  const algorithm = der.sequence(der.oid(oids.ecdsaWithSha256))
  const version3 = der.explicit(0, der.integer(Uint8Array.of(2)))
  const toSign = der.sequence(
    version3,
    der.integer(serialNumber()),
    algorithm,
    issuer.name,
    der.sequence(der.time(from), der.time(until)),
    subject,
    publicKey,
    der.explicit(
      3,
      der.sequence(
        ...extensions,
        extension(oids.subjectKeyId, der.octets(keyId(publicKey))),
        extension(oids.authorityKeyId, der.sequence(der.implicit(0, keyId(issuer.publicKey)))),
      ),
    ),
  )
  return der.sequence(toSign, algorithm, der.bits(sign('sha256', toSign, issuer.key)))
}

/** Positive, and without a leading zero that DER forbids. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes
}

function distinguishedName(commonName: string, organization: string): Buffer {
  return der.sequence(namePart(oids.organization, organization), namePart(oids.commonName, commonName))
}

function namePart(oid: string, text: string): Buffer {
  return der.set(der.sequence(der.oid(oid), der.utf8(text)))
}

function extension(oid: string, value: Buffer, isCritical = false): Buffer {
  return der.sequence(der.oid(oid), ...(isCritical ? [der.true] : []), der.octets(value))
}

function publicBytes(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

/** Names a key; no secret hangs on the digest. */
function keyId(publicKey: Buffer): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, 20)
}
