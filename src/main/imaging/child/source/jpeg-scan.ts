import { setImmediate } from 'node:timers/promises'
import type { JpegLayout } from '../header/jpeg-layout.ts'

/** One block of 8 × 8 values in each turn of a scan. */
interface Block {
  readonly dc: Codes
  readonly ac: Codes
}

/**
 * For what may come next, what the code at its start stands for: the bits it takes with those of its value (the low 6),
 * and how many values of the block it fills. 0 = no code starts so.
 */
interface Codes {
  /** By 9 bits, which nearly all codes fit in: a table that stays in the processor's nearest cache. */
  readonly short: Uint16Array
  /** By 16 bits. */
  readonly long: Uint16Array
}

const shortShift = 32 - 9
const endOfImage = 0xd9
const [stepShift, bitsMask] = [6, 63]
const blockValues = 64
/** Between two looks at other work: some 5 ms, and 30 where each of their values has a code. */
const [blocksAtOnce, bytesAtOnce] = [50_000, 4_000_000]

/** How the pixels of a JPEG end. */
export interface ScanEnd {
  /** There are fewer codes than pixels. */
  readonly lacksPixels: boolean
  /** Between the last pixel and the end of the image; 0 where another marker follows. */
  readonly spareBytes: number
}

/**
 * Reads the codes of all pixels of a JPEG without making any. Damage makes a decoder find more or fewer codes in the same
 * bytes: what is left it does not see, since it stops at the last pixel, and what is missing in the last rows it says only
 * when nobody asks any more. Null: not one sequential scan by Huffman codes without restart markers. (ITU-T T.81, annexes
 * B, F.2 and C.2.)
 */
export async function findScanEnd(bytes: Buffer, layout: JpegLayout): Promise<ScanEnd | null> {
  const plan = readPlan(bytes, layout)
  if (plan === null) return null
  const data = await readData(bytes, plan.dataAt)
  const { blocks, turns } = plan
  const reader = { data: data.codes, byte: 0, bit: 0 }
  const turnsAtOnce = Math.max(1, Math.floor(blocksAtOnce / blocks.length))
  for (let turn = 0; turn < turns; turn += turnsAtOnce) {
    if (!skipTurns(reader, blocks, Math.min(turnsAtOnce, turns - turn))) return lacking
    await setImmediate()
  }
  const used = reader.byte + (reader.bit > 0 ? 1 : 0)
  if (used > data.codes.length - padding) return lacking
  return { lacksPixels: false, spareBytes: data.isEnd ? data.end - rawPosition(bytes, plan.dataAt, used) : 0 }
}

const lacking: ScanEnd = { lacksPixels: true, spareBytes: 0 }

interface Reader {
  readonly data: Uint8Array
  byte: number
  bit: number
}

/** Returns whether all blocks of the turns were found. */
function skipTurns(reader: Reader, blocks: readonly Block[], turns: number): boolean {
  const { data } = reader
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  let { byte, bit } = reader
  const end = data.length - padding
  for (let turn = 0; turn < turns; turn++) {
    for (let block = 0; block < blocks.length; block++) {
      const { dc, ac } = blocks[block]!
      let codes = dc
      for (let value = 0; value < blockValues; codes = ac) {
        if (byte > end) return false
        const next = view.getUint32(byte) << bit
        const code = codes.short[next >>> shortShift]! || codes.long[next >>> 16]!
        if (code === 0) return false
        bit += code & bitsMask
        byte += bit >> 3
        bit &= 7
        value += code >> stepShift
      }
    }
  }
  reader.byte = byte
  reader.bit = bit
  return true
}

interface Plan {
  readonly blocks: readonly Block[]
  /** How often the blocks come. */
  readonly turns: number
  readonly dataAt: number
}

function readPlan(bytes: Buffer, layout: JpegLayout): Plan | null {
  const { frameType, hasRestarts, scanAt, frameAt } = layout
  if (frameType > 1 || hasRestarts || scanAt === null) return null
  const count = bytes[frameAt + 9] ?? 0
  const dataAt = scanAt + 2 + bytes.readUInt16BE(scanAt + 2)
  if (count === 0 || bytes[scanAt + 4] !== count || dataAt !== scanAt + 8 + 2 * count) return null
  if (dataAt > bytes.length) return null
  const parts = Array.from({ length: count }, (_, n) => {
    const [inFrame, inScan] = [frameAt + 10 + 3 * n, scanAt + 5 + 2 * n]
    const [factors, tables] = [bytes[inFrame + 1]!, bytes[inScan + 1]!]
    const isSame = bytes[inFrame] === bytes[inScan]
    return { isSame, across: factors >> 4, down: factors & 15, dc: tables >> 4, ac: acClass | (tables & 15) }
  })
  // They come in the frame's order (B.2.3). Others, which some decoders take, are not counted.
  if (!parts.every(({ isSame, across, down }) => isSame && across > 0 && down > 0)) return null
  const tables = readTables(bytes, layout.tablesAt, new Set(parts.flatMap(({ dc, ac }) => [dc, ac])))
  const [across, down] = [Math.max(...parts.map((part) => part.across)), Math.max(...parts.map((part) => part.down))]
  const blocks: Block[] = []
  for (const part of parts) {
    const [dc, ac] = [tables.get(part.dc), tables.get(part.ac)]
    if (!dc || !ac) return null
    const repeats = count === 1 ? 1 : part.across * part.down
    for (let n = 0; n < repeats; n++) blocks.push({ dc, ac })
  }
  // A single component comes block by block, whatever its factors.
  const [wide, high] = count === 1 ? [8, 8] : [8 * across, 8 * down]
  const turns = Math.ceil(layout.widthPx / wide) * Math.ceil(layout.heightPx / high)
  return { blocks, turns, dataAt }
}

const acClass = 0x10
const lengthsMax = 16

/**
 * Returns the tables that are wanted, by class and number. Later ones replace earlier ones of the same number; only the
 * last is worked out, since a file may have any number of them.
 */
function readTables(
  bytes: Buffer,
  segments: readonly number[],
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, Codes> {
  const found = new Map<number, number>()
  for (const at of segments) {
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    for (let from = at + 4; from + 1 + lengthsMax <= end;) {
      found.set(bytes[from]!, from + 1)
      let symbols = 0
      for (let n = 1; n <= lengthsMax; n++) symbols += bytes[from + n]!
      from += 1 + lengthsMax + symbols
    }
  }
  const used = [...found].filter(([id]) => wanted.has(id))
  return new Map(used.map(([id, at]) => [id, codesAt(bytes, at, id >= acClass)]))
}

function codesAt(bytes: Buffer, at: number, isAc: boolean): Codes {
  return codesOf(bytes.subarray(at, at + lengthsMax), bytes.subarray(at + lengthsMax), isAc)
}

/** Codes are numbered by length (annex C.2). */
function codesOf(counts: Uint8Array, symbols: Uint8Array, isAc: boolean): Codes {
  const long = new Uint16Array(1 << 16)
  const short = new Uint16Array(1 << (32 - shortShift))
  let [first, symbol] = [0, 0]
  for (const [n, count] of counts.entries()) {
    const length = n + 1
    const span = 1 << (16 - length)
    for (let code = 0; code < count && first < long.length; code++, first += span) {
      const meaning = meaningOf(symbols[symbol++] ?? 0, length, isAc)
      long.fill(meaning, first, first + span)
      const isShort = length <= 32 - shortShift
      if (isShort) short.fill(meaning, first >> (shortShift - 16), (first + span) >> (shortShift - 16))
    }
  }
  return { short, long }
}

function meaningOf(symbol: number, length: number, isAc: boolean): number {
  const valueBits = symbol & 15
  const zeros = symbol >> 4
  // Without a value, 15 zeros stand for 16, and all others end the block.
  const step = !isAc || valueBits > 0 || zeros === 15 ? (isAc ? zeros + 1 : 1) : blockValues
  return (step << stepShift) | (length + valueBits)
}

/** Zeros after the codes, so that the last ones are read as the others are. */
const padding = 4

interface ScanData {
  /** Without what is stuffed after each 0xFF. */
  readonly codes: Uint8Array
  /** Where the next marker is, or the file ends. */
  readonly end: number
  /** The marker is the end of the image. */
  readonly isEnd: boolean
}

async function readData(bytes: Buffer, from: number): Promise<ScanData> {
  const codes = new Uint8Array(bytes.length - from + padding)
  let [at, to] = [from, 0]
  while (at < bytes.length) {
    for (const stop = Math.min(bytes.length, at + bytesAtOnce); at < stop; at++) {
      const start = at
      const byte = bytes[at]!
      if (byte === 0xff) {
        while (bytes[at] === 0xff) at++
        if (bytes[at] !== 0) {
          return { codes: codes.subarray(0, to + padding), end: start, isEnd: bytes[at] === endOfImage }
        }
      }
      codes[to++] = byte
    }
    await setImmediate()
  }
  return { codes: codes.subarray(0, to + padding), end: bytes.length, isEnd: false }
}

/** Where in the file so many bytes of codes end. */
function rawPosition(bytes: Buffer, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0; left--) {
    while (bytes[at] === 0xff) at++
    // Of 0xFF, the stuffed zero; of others, the byte itself.
    at++
  }
  return at
}
