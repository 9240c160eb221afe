import { adaptToD50, d50, primariesToXyz, toXyz, type Chromaticity, type Primaries } from './color-space.ts'

/** A curve as stored in a profile: the parameters of ICC.1:2022, table 68, or samples from 0 to 1. */
export type WrittenCurve =
  | { readonly type: 'gamma'; readonly gamma: number }
  | {
      readonly type: 'linear-toe'
      readonly parameters: readonly [g: number, a: number, b: number, c: number, d: number]
    }
  | { readonly type: 'samples'; readonly values: readonly number[] }

export interface WrittenSpace {
  readonly name: string
  /** null = gray. */
  readonly primaries: Primaries | null
  readonly curve: WrittenCurve
  /** The four bytes of a PNG's `cICP` chunk, for spaces that version 4.4 readers may handle better. */
  readonly cicp: Uint8Array | null
}

/** Returns a display profile (ICC.1:2022); null if its primaries enclose no area. */
export function writeIcc({ name, primaries, curve, cicp }: WrittenSpace): Buffer | null {
  const matrix = primaries && primariesToXyz(primaries)
  if (primaries !== null && matrix === null) return null
  const trc = encodeCurve(curve)
  const white = primaries?.white ?? { x: 0.3127, y: 0.329 }
  const tags: [string, Buffer][] = [
    ['desc', encodeText(name)],
    ['cprt', encodeText('CC0')],
    ['wtpt', encodeXyz(d50)],
    ['chad', encodeAdaptation(white)],
  ]
  if (cicp !== null) tags.push(['cicp', Buffer.concat([Buffer.from('cicp\0\0\0\0', 'latin1'), cicp])])
  if (matrix === null) tags.push(['kTRC', trc])
  else {
    for (const [n, color] of ['r', 'g', 'b'].entries()) {
      tags.push([`${color}XYZ`, encodeXyz([matrix[0][n]!, matrix[1][n]!, matrix[2][n]!])], [`${color}TRC`, trc])
    }
  }
  return assemble(primaries === null ? 'GRAY' : 'RGB ', cicp === null ? 3 : 4, tags)
}

function assemble(colorSpace: string, minorVersion: number, tags: readonly [string, Buffer][]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length, 0)
  const bodies: Buffer[] = []
  const offsets = new Map<Buffer, number>()
  let at = 128 + table.length
  for (const [n, [tag, body]] of tags.entries()) {
    // The three channels share one curve.
    if (!offsets.has(body)) {
      const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)])
      offsets.set(body, at)
      bodies.push(padded)
      at += padded.length
    }
    table.write(tag, 4 + n * 12, 'latin1')
    table.writeUInt32BE(offsets.get(body)!, 8 + n * 12)
    table.writeUInt32BE(body.length, 12 + n * 12)
  }
  return Buffer.concat([encodeHeader(at, colorSpace, minorVersion), table, ...bodies])
}

/** Section 7.2; the creation date is fixed so that the same space always yields the same file. */
function encodeHeader(length: number, colorSpace: string, minorVersion: number): Buffer {
  const header = Buffer.alloc(128)
  header.writeUInt32BE(length, 0)
  header.set([4, minorVersion << 4], 8)
  header.write(`mntr${colorSpace}XYZ `, 12, 'latin1')
  for (const [n, part] of [2026, 1, 1].entries()) header.writeUInt16BE(part, 24 + n * 2)
  header.write('acsp', 36, 'latin1')
  for (const [n, value] of d50.entries()) header.writeInt32BE(toFixed(value), 68 + n * 4)
  return header
}

function encodeText(text: string): Buffer {
  const body = Buffer.from(text, 'utf16le').swap16()
  const head = Buffer.alloc(28)
  head.write('mluc', 0, 'latin1')
  head.writeUInt32BE(1, 8)
  head.writeUInt32BE(12, 12)
  head.write('enUS', 16, 'latin1')
  head.writeUInt32BE(body.length, 20)
  head.writeUInt32BE(28, 24)
  return Buffer.concat([head, body])
}

function encodeXyz(values: readonly number[]): Buffer {
  return encodeFixed('XYZ ', values)
}

function encodeAdaptation(white: Chromaticity): Buffer {
  return encodeFixed('sf32', adaptToD50(toXyz(white)).flat())
}

function encodeFixed(type: string, values: readonly number[]): Buffer {
  const body = Buffer.alloc(8 + values.length * 4)
  body.write(type, 0, 'latin1')
  for (const [n, value] of values.entries()) body.writeInt32BE(toFixed(value), 8 + n * 4)
  return body
}

function encodeCurve(curve: WrittenCurve): Buffer {
  if (curve.type === 'samples') {
    const body = Buffer.alloc(12 + curve.values.length * 2)
    body.write('curv', 0, 'latin1')
    body.writeUInt32BE(curve.values.length, 8)
    for (const [n, value] of curve.values.entries()) body.writeUInt16BE(Math.round(value * 65_535), 12 + n * 2)
    return body
  }
  const [type, parameters] = curve.type === 'gamma' ? [0, [curve.gamma]] : [3, curve.parameters]
  const body = Buffer.alloc(12 + parameters.length * 4)
  body.write('para', 0, 'latin1')
  body.writeUInt16BE(type, 8)
  for (const [n, value] of parameters.entries()) body.writeInt32BE(toFixed(value), 12 + n * 4)
  return body
}

/** s15Fixed16Number. */
function toFixed(value: number): number {
  return Math.round(value * 65_536)
}
