import type { PhotoCamera } from '../export/kept-photo.ts'

/** One entry of a TIFF image file directory; `value` is raw, in the file's byte order. */
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
  make: 271,
  model: 272,
  artist: 315,
  xmp: 700,
  copyright: 33_432,
  exif: 34_665,
  gps: 34_853,
  takenAt: 0x90_03,
  userComment: 0x92_86,
  lens: 0xa4_34,
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

/** Reads the directory that an entry of another points to; null where there is none. */
export function readLinkedDirectory(
  tiff: Buffer,
  { entries, isLittleEndian }: TiffDirectory,
  link: number,
): TiffDirectory | null {
  const pointer = entries.find(({ tag }) => tag === link)?.value
  if (pointer?.length !== 4) return null
  return readTiffDirectory(tiff, isLittleEndian ? pointer.readUInt32LE(0) : pointer.readUInt32BE(0))
}

/** Returns the UserComment in an EXIF block or a TIFF file; null if there is none. */
export function findUserComment(tiff: Buffer): Buffer | null {
  const first = readTiffDirectory(tiff)
  const exif = first && readLinkedDirectory(tiff, first, tiffTags.exif)
  return exif?.entries.find((entry) => entry.tag === tiffTags.userComment)?.value ?? null
}

const interoperability = 0xa0_05
/** Size of the unit that is byte-swapped, by type number; a fraction is two numbers. */
const unitBytes = [1, 1, 1, 2, 4, 4, 1, 1, 2, 4, 4, 4, 8, 4]

/** Converts a little-endian EXIF block to big-endian, in place. Non-numeric bytes are unchanged. */
export function turnBigEndian(tiff: Buffer): void {
  if (tiff.toString('latin1', 0, 4) !== 'II*\0') return
  const start = tiff.readUInt32LE(4)
  tiff.write('MM\0*', 'latin1')
  tiff.subarray(4, 8).swap32()
  turnDirectory(tiff, start)
}

function turnDirectory(tiff: Buffer, start: number): void {
  const count = tiff.readUInt16LE(start)
  tiff.writeUInt16BE(count, start)
  for (let at = start + 2; at < start + 2 + count * 12; at += 12) {
    const [tag, type, values] = [tiff.readUInt16LE(at), tiff.readUInt16LE(at + 2), tiff.readUInt32LE(at + 4)]
    const bytes = (typeBytes[type] ?? 0) * values
    const isLinked = bytes > 4
    const from = isLinked ? tiff.readUInt32LE(at + 8) : at + 8
    if (tag === tiffTags.exif || tag === tiffTags.gps || tag === interoperability) {
      turnDirectory(tiff, tiff.readUInt32LE(at + 8))
    }
    turnUnits(tiff.subarray(from, from + bytes), unitBytes[type] ?? 1)
    tiff.subarray(at, at + 4).swap16()
    tiff.subarray(at + 4, at + 8).swap32()
    if (isLinked) tiff.subarray(at + 8, at + 12).swap32()
  }
  const next = tiff.readUInt32LE(start + 2 + count * 12)
  tiff.writeUInt32BE(next, start + 2 + count * 12)
  if (next !== 0) turnDirectory(tiff, next)
}

function turnUnits(values: Buffer, unit: number): void {
  if (unit === 2) values.swap16()
  else if (unit === 4) values.swap32()
  else if (unit === 8) values.swap64()
}

export interface TiffMetadata {
  readonly comment: Buffer | null
  readonly artist: string | null
  readonly copyright: string | null
  readonly camera: PhotoCamera | null
}

/**
 * Adds author, rights, camera and a UserComment to a one-page TIFF: appends a new first directory with the old and new
 * entries and points the header to it. Old entries keep their offsets, since nothing before them moves.
 */
export function addTiffMetadata(tiff: Buffer, { comment, artist, copyright, camera }: TiffMetadata): Buffer {
  const scribe = tiff.toString('latin1', 0, 2) === 'II' ? littleEndian : bigEndian
  const texts = textEntries([
    [tiffTags.make, camera?.make],
    [tiffTags.model, camera?.model],
    [tiffTags.artist, artist],
    [tiffTags.copyright, copyright],
  ])
  const inside = [
    ...textEntries([[tiffTags.takenAt, camera?.takenAt]]),
    ...(comment === null ? [] : [{ tag: tiffTags.userComment, type: types.undefined, bytes: comment }]),
    ...textEntries([[tiffTags.lens, camera?.lens]]),
  ]
  if (inside.length === 0 && texts.length === 0) return tiff
  const start = scribe.readLong(tiff, 4)
  const count = scribe.readWord(tiff, start)
  const replaced = new Set<number>([...texts.map(({ tag }) => tag), ...(inside.length > 0 ? [tiffTags.exif] : [])])
  const kept = Array.from({ length: count }, (_, n) => tiff.subarray(start + 2 + n * 12, start + 14 + n * 12)).filter(
    (entry) => !replaced.has(scribe.readWord(entry, 0)),
  )
  const base = tiff.length + (tiff.length & 1)
  let at = base + 2 + (kept.length + texts.length + Math.min(1, inside.length)) * 12 + 4
  const entries = [...kept]
  const values: Buffer[] = []
  const writeEntry = (tag: number, type: number, length: number, bytes: Buffer) => {
    entries.push(encodeEntry(scribe, tag, type, length, at))
    values.push(bytes)
    at += bytes.length
  }
  for (const { tag, type, bytes } of texts) writeEntry(tag, type, bytes.length, padded(bytes))
  if (inside.length > 0) writeEntry(tiffTags.exif, types.long, 1, exifDirectory(scribe, at, inside))
  entries.sort((a, b) => scribe.readWord(a, 0) - scribe.readWord(b, 0))
  const directory = [scribe.word(entries.length), ...entries, Buffer.alloc(4)]
  const grown = Buffer.concat([tiff, Buffer.alloc(base - tiff.length), ...directory, ...values])
  grown.set(scribe.long(base), 4)
  return grown
}

interface NewEntry {
  readonly tag: number
  readonly type: number
  readonly bytes: Buffer
}

/** Values of up to four bytes would be stored in the entry itself: extra zeros make them longer. */
function textEntries(texts: readonly (readonly [tag: number, text: string | null | undefined])[]): NewEntry[] {
  return texts.flatMap(([tag, text]) => {
    if (!text) return []
    const bytes = Buffer.from(`${text}\0`, 'utf8')
    return [{ tag, type: types.ascii, bytes: Buffer.concat([bytes, Buffer.alloc(Math.max(0, 5 - bytes.length))]) }]
  })
}

/** Padded to an even length, as the offsets of what follows must be even. */
function padded(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)])
}

/** @param entries sorted by tag */
function exifDirectory(scribe: Scribe, start: number, entries: readonly NewEntry[]): Buffer {
  let at = start + 2 + entries.length * 12 + 4
  const heads: Buffer[] = []
  const values: Buffer[] = []
  for (const { tag, type, bytes } of entries) {
    heads.push(encodeEntry(scribe, tag, type, bytes.length, at))
    values.push(padded(bytes))
    at += padded(bytes).length
  }
  return Buffer.concat([scribe.word(entries.length), ...heads, Buffer.alloc(4), ...values])
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
