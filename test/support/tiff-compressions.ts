import { deflateSync } from 'node:zlib'

/** Packs rows of samples as the compression of a TIFF says (TIFF 6.0); one that is not known here is left unpacked. */
export function packTiffRows(compression: number, rows: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(rows)
  switch (compression) {
    case 5:
      return lzw(bytes)
    case 8:
    case 32_946:
      return deflateSync(bytes)
    case 32_773:
      return Buffer.concat(rows.map(packBits))
    default:
      return bytes
  }
}

const toBytes = (bits: string): Buffer =>
  Buffer.from(
    bits
      .padEnd(Math.ceil(bits.length / 8) * 8, '0')
      .match(/.{8}/g)!
      .map((byte) => Number.parseInt(byte, 2)),
  )

/** Without any table: cleared before the codes would need more than nine bits. */
function lzw(bytes: Buffer): Buffer {
  const codes = [...bytes].flatMap((byte, n) => (n % 200 === 0 ? [256, byte] : [byte]))
  return toBytes([...codes, 257].map((code) => code.toString(2).padStart(9, '0')).join(''))
}

function packBits(row: Buffer): Buffer {
  const runs: number[] = []
  for (let at = 0; at < row.length;) {
    let length = 1
    while (length < 128 && row[at + length] === row[at]) length++
    runs.push(length > 1 ? 257 - length : 0, row[at]!)
    at += length
  }
  return Buffer.from(runs)
}

/** The codes of the run lengths that tests use (ITU-T T.4, tables 2 and 3). */
const whiteRuns = new Map([
  [0, '00110101'],
  [4, '1011'],
  [6, '1110'],
  [10, '00111'],
  [16, '101010'],
  [20, '0001000'],
])
const blackRuns = new Map([
  [0, '0000110111'],
  [4, '011'],
  [6, '0010'],
  [10, '0000100'],
  [16, '0000010111'],
  [20, '00001101000'],
])
const endOfLine = '000000000001'

/** CCITT modified Huffman, group 3 and group 4, the last with nothing but its horizontal mode. A 1 is black. */
export function packFax(compression: 2 | 3 | 4, rows: readonly (readonly number[])[]): Buffer {
  const lines = rows.map((row) => {
    const runs = runsOf(row)
    if (compression === 4 && runs.length % 2 > 0) runs.push(0)
    const codes = runs.map((length, n) => (n % 2 === 0 ? whiteRuns : blackRuns).get(length)!)
    if (compression === 4) return codes.map((code, n) => (n % 2 === 0 ? `001${code}` : code)).join('')
    const line = codes.join('')
    return compression === 3 ? endOfLine + line : line.padEnd(Math.ceil(line.length / 8) * 8, '0')
  })
  const ends = { 2: 0, 3: 6, 4: 2 }[compression]
  return toBytes(lines.join('') + endOfLine.repeat(ends))
}

/** Lengths of runs, white and black in turn. */
function runsOf(row: readonly number[]): number[] {
  const runs = [0]
  for (const bit of row) {
    const isBlack = runs.length % 2 === 0
    if ((bit === 1) === isBlack) runs[runs.length - 1]! += 1
    else runs.push(1)
  }
  return runs
}

const reversed = (byte: number) => [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, n) => sum | (((byte >> n) & 1) << (7 - n)), 0)

export const reverseBits = (bytes: Buffer): Buffer => Buffer.from(bytes.map(reversed))
