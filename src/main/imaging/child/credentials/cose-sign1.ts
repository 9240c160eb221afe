import { AppError } from '../../../../shared/errors/index.ts'
import type { SigningAlgorithm } from '../../content-credentials.ts'

/** COSE algorithm identifiers (RFC 9053, RFC 8230, RFC 8152). */
const algorithmNumbers = { es256: -7, es384: -35, es512: -36, ps256: -37, ed25519: -8 } as const
const labels = { algorithm: 1, certificates: 33 } as const
/** The largest signature supported here: 8,192-bit RSA. */
const signatureBytesMax = 1_024
/** Tag, headers, lengths. */
const frameBytes = 256

export interface CoseSigner {
  readonly algorithm: SigningAlgorithm
  /** DER, the signer's certificate first. */
  readonly certificates: readonly Uint8Array[]
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** Bytes to reserve in the file before its contents are known. */
export function reservedBytes({ certificates }: Pick<CoseSigner, 'certificates'>): number {
  return certificates.reduce((sum, { length }) => sum + length + 8, frameBytes + signatureBytesMax)
}

/**
 * A COSE_Sign1 with a detached payload (RFC 9052, section 4.2), the certificates in the protected header (C2PA 2.1,
 * section 13.2), padded to the reserved length.
 */
export async function coseSign1(claim: Uint8Array, signer: CoseSigner, lengthBytes: number): Promise<Uint8Array> {
  const header = map([
    [integer(labels.algorithm), integer(algorithmNumbers[signer.algorithm])],
    [integer(labels.certificates), list(signer.certificates.map(bytes))],
  ])
  const toSign = list([text('Signature1'), bytes(header), bytes(new Uint8Array()), bytes(claim)])
  const signature = await signer.sign(toSign)
  const padded = (padding: number) =>
    Buffer.concat([
      Buffer.of(0xd2),
      list([bytes(header), map([[text('pad'), bytes(new Uint8Array(padding))]]), Buffer.of(0xf6), bytes(signature)]),
    ])
  return filledUp(padded, lengthBytes)
}

/** The padding's length prefix takes one to five bytes, so the last few lengths are tried. */
function filledUp(padded: (padding: number) => Buffer, lengthBytes: number): Buffer {
  const missing = lengthBytes - padded(0).length
  for (let padding = missing; padding >= Math.max(0, missing - 4); padding--) {
    const filled = padded(padding)
    if (filled.length === lengthBytes) return filled
  }
  throw new AppError('internal/bug', 'The signature does not fit into what was reserved for it.')
}

/** CBOR (RFC 8949): only the subset a signature needs. */
function head(major: number, value: number): Buffer {
  const kind = major << 5
  if (value < 24) return Buffer.of(kind | value)
  if (value < 0x100) return Buffer.of(kind | 24, value)
  if (value < 0x1_0000) return Buffer.of(kind | 25, value >> 8, value & 0xff)
  const long = Buffer.of(kind | 26, 0, 0, 0, 0)
  long.writeUInt32BE(value, 1)
  return long
}

function integer(value: number): Buffer {
  return value >= 0 ? head(0, value) : head(1, -1 - value)
}

function bytes(value: Uint8Array): Buffer {
  return Buffer.concat([head(2, value.length), value])
}

function text(value: string): Buffer {
  const encoded = Buffer.from(value)
  return Buffer.concat([head(3, encoded.length), encoded])
}

function list(items: readonly Uint8Array[]): Buffer {
  return Buffer.concat([head(4, items.length), ...items])
}

function map(entries: readonly (readonly [Uint8Array, Uint8Array])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flat()])
}
