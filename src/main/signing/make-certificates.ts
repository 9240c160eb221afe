import { createHash, generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** Just enough DER (X.690) to write a certificate; Node does the reading. */

const tags = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, utcTime: 0x17, time: 0x18 } as const
const constructed = { sequence: 0x30, set: 0x31 } as const
const context = 0x80
const isConstructed = 0x20

function encode(tag: number, parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

const der = {
  sequence: (...parts: readonly Uint8Array[]) => encode(constructed.sequence, parts),
  set: (...parts: readonly Uint8Array[]) => encode(constructed.set, parts),
  integer: (bytes: Uint8Array) => encode(tags.integer, [bytes]),
  true: Buffer.from([0x01, 0x01, 0xff]),
  octets: (...parts: readonly Uint8Array[]) => encode(tags.octets, parts),
  /** @param unused number of unused bits at the end */
  bits: (bytes: Uint8Array, unused = 0) => encode(tags.bits, [Buffer.from([unused]), bytes]),
  utf8: (text: string) => encode(tags.utf8, [Buffer.from(text)]),
  oid: (dotted: string) => encode(tags.oid, [Buffer.from(oidBytes(dotted))]),
  time: (at: Date) => {
    const digits = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
    // RFC 5280, section 4.1.2.5: two-digit years until 2049.
    const isShort = at.getUTCFullYear() < 2050
    return encode(isShort ? tags.utcTime : tags.time, [Buffer.from(isShort ? digits.slice(2) : digits)])
  },
  explicit: (number: number, ...parts: readonly Uint8Array[]) => encode(context | isConstructed | number, parts),
  implicit: (number: number, bytes: Uint8Array) => encode(context | number, [bytes]),
}

function oidBytes(dotted: string): number[] {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return [first * 40 + second, ...rest.flatMap((number) => base128(number))]
}

/** Seven bits per byte, the highest bit set in all but the last. */
function base128(number: number): number[] {
  const bytes = [number & 0x7f]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest & 0x7f) | 0x80)
  }
  return bytes
}

export interface MadeCertificates {
  /** DER: the signer's certificate, then the root that issued it. */
  readonly chain: readonly Buffer[]
  /** Key of the signer's certificate. The root's key is discarded: it never signs anything else. */
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
 * Creates a certificate for Content Credentials according to the C2PA profile (C2PA 2.1, section 14.5): not
 * self-signed, for digital signatures, for e-mail protection or documents. P-256, which every validator supports.
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
  // Tolerates a clock slightly ahead of the reader's, for which the certificate would not be valid yet.
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

/** Positive, and without a leading zero, which DER forbids. */
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

/** Identifies a key; the digest is not security-sensitive. */
function keyId(publicKey: Buffer): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, 20)
}
