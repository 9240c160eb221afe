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

export const tiffTags = {
  artist: 315,
  xmp: 700,
  copyright: 33_432,
  exif: 34_665,
  gps: 34_853,
  userComment: 0x92_86,
} as const
const types = { ascii: 2, long: 4, undefined: 7 } as const
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

export interface TiffMetadata {
  readonly comment: Buffer | null
  readonly artist: string | null
  readonly copyright: string | null
}

/**
 * Adds author, rights and EXIF with a UserComment to a one-page TIFF: a new first directory with the old entries and the
 * new ones is appended, and the header shown to it. Old entries keep their offsets, since nothing before them moves.
 */
export function addTiffMetadata(tiff: Buffer, { comment, artist, copyright }: TiffMetadata): Buffer {
  const scribe = tiff.toString('latin1', 0, 2) === 'II' ? littleEndian : bigEndian
  const texts = [
    { tag: tiffTags.artist, text: artist },
    { tag: tiffTags.copyright, text: copyright },
  ].flatMap(({ tag, text }) => (text === null ? [] : [{ tag, bytes: Buffer.from(`${text}\0`, 'utf8') }]))
  if (comment === null && texts.length === 0) return tiff
  const start = scribe.readLong(tiff, 4)
  const count = scribe.readWord(tiff, start)
  const replaced = new Set<number>([...texts.map(({ tag }) => tag), ...(comment ? [tiffTags.exif] : [])])
  const kept = Array.from({ length: count }, (_, n) => tiff.subarray(start + 2 + n * 12, start + 14 + n * 12)).filter(
    (entry) => !replaced.has(scribe.readWord(entry, 0)),
  )
  const base = tiff.length + (tiff.length & 1)
  let at = base + 2 + (kept.length + texts.length + (comment ? 1 : 0)) * 12 + 4
  const entries = [...kept]
  const values: Buffer[] = []
  const put = (tag: number, type: number, length: number, bytes: Buffer) => {
    entries.push(encodeEntry(scribe, tag, type, length, at))
    values.push(bytes)
    at += bytes.length
  }
  // Values of up to four bytes would lie in the entry itself: a blank makes them longer.
  for (const { tag, bytes } of texts) put(tag, types.ascii, Math.max(5, bytes.length), padded(bytes))
  if (comment) put(tiffTags.exif, types.long, 1, exifDirectory(scribe, at, comment))
  entries.sort((a, b) => scribe.readWord(a, 0) - scribe.readWord(b, 0))
  const directory = [scribe.word(entries.length), ...entries, Buffer.alloc(4)]
  const grown = Buffer.concat([tiff, Buffer.alloc(base - tiff.length), ...directory, ...values])
  grown.set(scribe.long(base), 4)
  return grown
}

/** Even, as the offsets of what follows must be. */
function padded(bytes: Buffer): Buffer {
  const length = Math.max(6, bytes.length + (bytes.length & 1))
  return Buffer.concat([bytes, Buffer.alloc(length - bytes.length)])
}

function exifDirectory(scribe: Scribe, at: number, comment: Buffer): Buffer {
  const commentAt = at + 2 + 12 + 4
  const entry = encodeEntry(scribe, tiffTags.userComment, types.undefined, comment.length, commentAt)
  return Buffer.concat([scribe.word(1), entry, Buffer.alloc(4), comment])
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
