/** One entry of a TIFF image file directory; `value` as it is in the file, in the file's byte order. */
export interface TiffEntry {
  readonly tag: number
  readonly type: number
  readonly count: number
  readonly value: Buffer
}

export interface TiffDirectory {
  readonly isLittleEndian: boolean
  readonly entries: readonly TiffEntry[]
}

export const tiffTags = { xmp: 700, exif: 34_665, userComment: 0x92_86 } as const
const types = { long: 4, undefined: 7 } as const
/** Bytes per value by type number 1 to 13 (TIFF 6.0, section 2). */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]

/** Reads the directory at `offset`, or the first one; null where the bytes are not a TIFF (6.0, section 2). */
export function readTiffDirectory(tiff: Buffer, offset?: number): TiffDirectory | null {
  if (tiff.length < 8) return null
  const isLittleEndian = tiff.toString('latin1', 0, 2) === 'II'
  const word = (at: number): number => (isLittleEndian ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const long = (at: number): number => (isLittleEndian ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  if (word(2) !== 42) return null
  const start = offset ?? long(4)
  if (start + 2 > tiff.length) return null
  const entries: TiffEntry[] = []
  for (let n = 0, at = start + 2; n < word(start) && at + 12 <= tiff.length; n++, at += 12) {
    const type = word(at + 2)
    const count = long(at + 4)
    const bytes = (typeBytes[type] ?? 0) * count
    const from = bytes <= 4 ? at + 8 : long(at + 8)
    entries.push({ tag: word(at), type, count, value: tiff.subarray(from, from + bytes) })
  }
  return { isLittleEndian, entries }
}

/** The UserComment in an EXIF block or a TIFF file; null where there is none. */
export function findUserComment(tiff: Buffer): Buffer | null {
  const first = readTiffDirectory(tiff)
  const pointer = first?.entries.find((entry) => entry.tag === tiffTags.exif)?.value
  if (!first || pointer?.length !== 4) return null
  const offset = first.isLittleEndian ? pointer.readUInt32LE(0) : pointer.readUInt32BE(0)
  const exif = readTiffDirectory(tiff, offset)
  return exif?.entries.find((entry) => entry.tag === tiffTags.userComment)?.value ?? null
}

/**
 * Adds EXIF with a UserComment to a one-page TIFF: a new first directory with the old entries and the pointer is
 * appended, and the header shown to it. Entries keep their offsets, since nothing before them moves.
 */
export function addUserComment(tiff: Buffer, comment: Buffer): Buffer {
  const isLittleEndian = tiff.toString('latin1', 0, 2) === 'II'
  const scribe = isLittleEndian ? littleEndian : bigEndian
  const start = scribe.readLong(tiff, 4)
  const count = scribe.readWord(tiff, start)
  const old = Array.from({ length: count }, (_, n) => tiff.subarray(start + 2 + n * 12, start + 14 + n * 12))
  const base = tiff.length + (tiff.length & 1)
  const directoryBytes = 2 + (count + 1) * 12 + 4
  const exifAt = base + directoryBytes
  const commentAt = exifAt + 2 + 12 + 4
  const pointer = encodeEntry(scribe, tiffTags.exif, types.long, 1, exifAt)
  const kept = old.filter((entry) => scribe.readWord(entry, 0) !== tiffTags.exif)
  const entries = [...kept, pointer].toSorted((a, b) => scribe.readWord(a, 0) - scribe.readWord(b, 0))
  const noMore = Buffer.alloc(4)
  const grown = Buffer.concat([
    tiff,
    Buffer.alloc(base - tiff.length),
    scribe.word(entries.length),
    ...entries,
    noMore,
    // The room of an entry that was replaced, so that what follows is where it was announced.
    Buffer.alloc((count + 1 - entries.length) * 12),
    scribe.word(1),
    encodeEntry(scribe, tiffTags.userComment, types.undefined, comment.length, commentAt),
    noMore,
    comment,
  ])
  grown.set(scribe.long(base), 4)
  return grown
}

interface Scribe {
  word(value: number): Buffer
  long(value: number): Buffer
  readWord(from: Buffer, at: number): number
  readLong(from: Buffer, at: number): number
}

function encodeEntry(scribe: Scribe, tag: number, type: number, count: number, value: number): Buffer {
  return Buffer.concat([scribe.word(tag), scribe.word(type), scribe.long(count), scribe.long(value)])
}

const littleEndian: Scribe = {
  word: (value) => Buffer.from([value & 255, value >>> 8]),
  long: (value) => Buffer.from([value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]),
  readWord: (from, at) => from.readUInt16LE(at),
  readLong: (from, at) => from.readUInt32LE(at),
}

const bigEndian: Scribe = {
  word: (value) => Buffer.from([value >>> 8, value & 255]),
  long: (value) => littleEndian.long(value).swap32(),
  readWord: (from, at) => from.readUInt16BE(at),
  readLong: (from, at) => from.readUInt32BE(at),
}
