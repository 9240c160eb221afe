/** Just enough DER (X.690) to write a certificate; reading them is Node's. */

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

export const der = {
  sequence: (...parts: readonly Uint8Array[]) => encode(constructed.sequence, parts),
  set: (...parts: readonly Uint8Array[]) => encode(constructed.set, parts),
  integer: (bytes: Uint8Array) => encode(tags.integer, [bytes]),
  true: Buffer.from([0x01, 0x01, 0xff]),
  octets: (...parts: readonly Uint8Array[]) => encode(tags.octets, parts),
  /** @param unused bits at the end that do not count */
  bits: (bytes: Uint8Array, unused = 0) => encode(tags.bits, [Buffer.from([unused]), bytes]),
  utf8: (text: string) => encode(tags.utf8, [Buffer.from(text)]),
  oid: (dotted: string) => encode(tags.oid, [Buffer.from(oidBytes(dotted))]),
  time: (at: Date) => {
    const digits = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
    // RFC 5280, section 4.1.2.5: two digits for the year until 2049.
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

/** Seven bits a byte, the highest bit set in all but the last. */
function base128(number: number): number[] {
  const bytes = [number & 0x7f]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest & 0x7f) | 0x80)
  }
  return bytes
}
