import { setImmediate } from 'node:timers/promises'
import type { JpegLayout } from '../header/jpeg-layout.ts'

/** One block of 8 × 8 values in each turn of a scan: the code of its first value, and those of the others. */
interface Block {
  readonly dc: OneCode
  readonly ac: Codes
}

/**
 * By the 16 bits that come next, what the code at their start stands for: the bits it takes with those of its value (the
 * low 6), and how many values of the block it fills (from `stepShift` on). 0 = no code starts so.
 */
type OneCode = Uint16Array

interface Codes {
  readonly one: OneCode
  /**
   * By the next `aheadBits` bits, all codes that they hold, together, as in `one`; and how many values those before the
   * last fill (from `beforeShift` on): the last one must still be of the block. 0 = they do not hold a whole code.
   */
  readonly several: Uint32Array
}

const longestCode = 16
const oneShift = 32 - longestCode
/** Up to 13 take the same time, 10 a little more: the table should stay in the processor's nearest caches. */
const aheadBits = 11
const aheadShift = 32 - aheadBits
const endOfImage = 0xd9
const [stepShift, beforeShift] = [6, 14]
const [bitsMask, stepMask] = [63, 255]
const blockValues = 64
/** Between two looks at other work: some 5 ms of a photograph. */
const [blocksAtOnce, bytesAtOnce] = [50_000, 500_000]
/** Of the codes that are held at once. */
const usualWindowBytes = 500_000

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
export async function findScanEnd(
  bytes: Buffer,
  layout: JpegLayout,
  windowBytes = usualWindowBytes,
): Promise<ScanEnd | null> {
  const plan = readPlan(bytes, layout)
  if (plan === null) return null
  const { blocks, turns } = plan
  const window = openWindow(bytes, plan.dataAt, { windowBytes, turnBytesMax: blocks.length * blockBytesMax })
  const reader = { byte: 0, bit: 0 }
  const turnsAtOnce = Math.max(1, Math.floor(blocksAtOnce / blocks.length))
  for (let left = turns; left > 0;) {
    const count = skipTurns(reader, window, blocks, Math.min(turnsAtOnce, left))
    if (count === null) return lacking
    left -= count
    if (reader.byte > window.wholeTurnsTo) slide(window, reader)
    await setImmediate()
  }
  const used = reader.byte + (reader.bit > 0 ? 1 : 0)
  if (used > window.length) return lacking
  return { lacksPixels: false, spareBytes: await bytesBeforeEnd(bytes, rawPosition(window, used)) }
}

const lacking: ScanEnd = { lacksPixels: true, spareBytes: 0 }

interface Reader {
  byte: number
  bit: number
}

/** Returns how many turns were read, as far as the window holds them; null if a block was not found. */
function skipTurns(reader: Reader, window: CodeWindow, blocks: readonly Block[], turns: number): number | null {
  const { view, length, wholeTurnsTo } = window
  let { byte, bit } = reader
  let turn = 0
  for (; turn < turns && byte <= wholeTurnsTo; turn++) {
    for (let block = 0; block < blocks.length; block++) {
      const { dc, ac } = blocks[block]!
      const { one, several } = ac
      for (let value = 0; value < blockValues;) {
        if (byte > length) return null
        const next = view.getUint32(byte) << bit
        let codes = value === 0 ? 0 : several[next >>> aheadShift]!
        if (codes === 0 || value + (codes >> beforeShift) >= blockValues) {
          codes = (value === 0 ? dc : one)[next >>> oneShift]!
          if (codes === 0) return null
        }
        bit += codes & bitsMask
        byte += bit >> 3
        bit &= 7
        value += (codes >> stepShift) & stepMask
      }
    }
  }
  reader.byte = byte
  reader.bit = bit
  return turn
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
  const several = new Map([...tables].map(([id, one]) => [id, id >= acClass ? severalOf(one) : null]))
  const [across, down] = [Math.max(...parts.map((part) => part.across)), Math.max(...parts.map((part) => part.down))]
  const blocks: Block[] = []
  for (const part of parts) {
    const [dc, one, ahead] = [tables.get(part.dc), tables.get(part.ac), several.get(part.ac)]
    if (!dc || !one || !ahead) return null
    const repeats = count === 1 ? 1 : part.across * part.down
    const ac = { one, several: ahead }
    for (let n = 0; n < repeats; n++) blocks.push({ dc, ac })
  }
  // A single component comes block by block, whatever its factors.
  const [wide, high] = count === 1 ? [8, 8] : [8 * across, 8 * down]
  const turns = Math.ceil(layout.widthPx / wide) * Math.ceil(layout.heightPx / high)
  return { blocks, turns, dataAt }
}

const acClass = 0x10

/**
 * Returns the tables that are wanted, by class and number. Later ones replace earlier ones of the same number; only the
 * last is worked out, since a file may have any number of them.
 */
function readTables(
  bytes: Buffer,
  segments: readonly number[],
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, OneCode> {
  const found = new Map<number, number>()
  for (const at of segments) {
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    for (let from = at + 4; from + 1 + longestCode <= end;) {
      found.set(bytes[from]!, from + 1)
      let symbols = 0
      for (let n = 1; n <= longestCode; n++) symbols += bytes[from + n]!
      from += 1 + longestCode + symbols
    }
  }
  const used = [...found].filter(([id]) => wanted.has(id))
  return new Map(used.map(([id, at]) => [id, codesAt(bytes, at, id >= acClass)]))
}

function codesAt(bytes: Buffer, at: number, isAc: boolean): OneCode {
  return codesOf(bytes.subarray(at, at + longestCode), bytes.subarray(at + longestCode), isAc)
}

/** Codes are numbered by length (annex C.2). */
function codesOf(counts: Uint8Array, symbols: Uint8Array, isAc: boolean): OneCode {
  const codes = new Uint16Array(1 << longestCode)
  let [first, symbol] = [0, 0]
  for (const [n, count] of counts.entries()) {
    const length = n + 1
    const span = 1 << (longestCode - length)
    for (let code = 0; code < count && first < codes.length; code++, first += span) {
      codes.fill(meaningOf(symbols[symbol++] ?? 0, length, isAc), first, first + span)
    }
  }
  return codes
}

function meaningOf(symbol: number, length: number, isAc: boolean): number {
  const valueBits = symbol & 15
  const zeros = symbol >> 4
  // Without a value, 15 zeros stand for 16, and all others end the block.
  const step = !isAc || valueBits > 0 || zeros === 15 ? (isAc ? zeros + 1 : 1) : blockValues
  return (step << stepShift) | (length + valueBits)
}

/** Joins codes as long as all their bits, with those of their values, are among the next ones, and the block goes on. */
function severalOf(one: OneCode): Uint32Array {
  const several = new Uint32Array(1 << aheadBits)
  for (let ahead = 0; ahead < several.length; ahead++) {
    let [bits, before, values] = [0, 0, 0]
    for (;;) {
      // What follows the bits that are known is read as zeros: a code that needs more of them is left out.
      const code = one[((ahead << bits) & (several.length - 1)) << (longestCode - aheadBits)]!
      const taken = bits + (code & bitsMask)
      if (code === 0 || taken > aheadBits || values >= blockValues) break
      ;[bits, before, values] = [taken, values, values + (code >> stepShift)]
    }
    several[ahead] = bits === 0 ? 0 : (before << beforeShift) | (values << stepShift) | bits
  }
  return several
}

/** Zeros after the codes, so that the last ones are read as the others are. */
const padding = 4
/** Of a block: each value has a code of 16 bits and 15 of its own. */
const blockBytesMax = blockValues * 4

/** A part of the codes, without what is stuffed after each 0xFF: all of a large file would be memory to fill first. */
interface CodeWindow {
  readonly bytes: Buffer
  readonly codes: Uint8Array
  readonly view: DataView
  readonly turnBytesMax: number
  length: number
  /** Where the last turn may begin that it certainly holds whole; after the last byte there is nothing to wait for. */
  wholeTurnsTo: number
  /** Where in the file what follows the window begins. */
  next: number
  /** Where the last two fillings began: what is read now is after the first, and may still be before the second. */
  marks: readonly [Mark, Mark]
}

interface Mark {
  /** In the window; negative once it was let go. */
  readonly at: number
  readonly inFile: number
}

function openWindow(
  bytes: Buffer,
  from: number,
  { windowBytes, turnBytesMax }: { readonly windowBytes: number; readonly turnBytesMax: number },
): CodeWindow {
  const size = Math.min(bytes.length - from, windowBytes + 2 * turnBytesMax)
  const codes = new Uint8Array(size + padding)
  const start = { at: 0, inFile: from }
  const marks = [start, start] as const
  const view = new DataView(codes.buffer)
  const window = { bytes, codes, view, turnBytesMax, length: 0, wholeTurnsTo: 0, next: from, marks }
  fill(window)
  return window
}

/** Lets go of what was read, and reads on. */
function slide(window: CodeWindow, reader: Reader): void {
  const { codes, length, next, marks } = window
  const read = reader.byte
  codes.copyWithin(0, read, length)
  window.length = length - read
  window.marks = [
    { at: marks[1].at - read, inFile: marks[1].inFile },
    { at: window.length, inFile: next },
  ]
  reader.byte = 0
  fill(window)
}

function fill(window: CodeWindow): void {
  const { bytes, codes, turnBytesMax } = window
  let { length: to, next: at } = window
  const limit = codes.length - padding
  let isMarker = false
  while (to < limit && at < bytes.length) {
    const byte = bytes[at++]!
    if (byte === 0xff) {
      while (bytes[at] === 0xff) at++
      isMarker = bytes[at] !== 0
      if (isMarker) break
      at++
    }
    codes[to++] = byte
  }
  codes.fill(0, to, to + padding)
  window.length = to
  window.next = at
  window.wholeTurnsTo = isMarker || at >= bytes.length ? Infinity : to - turnBytesMax
}

/** Where in the file so many bytes of the window end. */
function rawPosition({ bytes, marks }: CodeWindow, count: number): number {
  const [{ at: marked, inFile }] = marks
  let at = inFile
  for (let left = count - marked; left > 0; left--) {
    while (bytes[at] === 0xff) at++
    // Of 0xFF, the stuffed zero; of others, the byte itself.
    at++
  }
  return at
}

/** How many bytes there are up to the end of the image; 0 if another marker comes before it, or none. */
async function bytesBeforeEnd(bytes: Buffer, from: number): Promise<number> {
  for (let at = from; at < bytes.length; await setImmediate()) {
    for (const pause = Math.min(bytes.length, at + bytesAtOnce); at < pause; at++) {
      if (bytes[at] !== 0xff) continue
      const start = at
      while (bytes[at] === 0xff) at++
      if (bytes[at] !== 0) return bytes[at] === endOfImage ? start - from : 0
    }
  }
  return 0
}
