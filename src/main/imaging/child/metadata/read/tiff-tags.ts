import { memoryReader, type ByteReader } from '../../header/byte-reader.ts'
import { textBytesMax } from './metadata-limits.ts'
import { decodeText } from './decode-text.ts'

/** The tags used here, by name (TIFF 6.0, Exif 3.0, XMP part 3, C2PA 2.1). */
export const tagNumbers = {
  documentName: 0x010d,
  description: 0x010e,
  make: 0x010f,
  model: 0x0110,
  software: 0x0131,
  dateTime: 0x0132,
  artist: 0x013b,
  xmp: 0x02bc,
  copyright: 0x8298,
  exposureTime: 0x829a,
  fNumber: 0x829d,
  iptc: 0x83bb,
  exif: 0x8769,
  gps: 0x8825,
  iso: 0x8827,
  takenAt: 0x9003,
  focalLength: 0x920a,
  makerNote: 0x927c,
  userComment: 0x9286,
  title: 0x9c9b,
  comment: 0x9c9c,
  lens: 0xa434,
  credentials: 0xcd41,
} as const

export interface TagValue {
  readonly type: number
  readonly count: number
  readonly bytes: Buffer
}

export interface TiffTags {
  readonly isLittleEndian: boolean
  readonly values: ReadonlyMap<number, TagValue>
  readonly hasLocation: boolean
}

/** Bytes per value by type number (TIFF 6.0, section 2). */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]
const entriesMax = 2_000
const wanted: ReadonlySet<number> = new Set(Object.values(tagNumbers))
const latitude = 2

/** Reads the tags of an EXIF block: a TIFF file without pixels. Some programs leave `Exif\0\0` before it. */
export async function readExifBlock(block: Buffer): Promise<TiffTags | null> {
  return readTiffTags(memoryReader(block.toString('latin1', 0, 4) === 'Exif' ? block.subarray(6) : block))
}

/** Reads the tags of the first directory and of those it points to; null if the bytes are not a TIFF. */
export async function readTiffTags(reader: ByteReader): Promise<TiffTags | null> {
  const head = await reader.read(0, 8)
  const order = head.toString('latin1', 0, 2)
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) return null
  const tiff = new Directories(reader, order === 'II')
  if (tiff.word(head, 2) !== 42) return null
  const values = await tiff.read(tiff.long(head, 4), wanted)
  const inside = await tiff.readLinked(values.get(tagNumbers.exif), wanted)
  const location = await tiff.readLinked(values.get(tagNumbers.gps), new Set([latitude]))
  return {
    isLittleEndian: order === 'II',
    values: new Map([...inside, ...values]),
    hasLocation: location.has(latitude),
  }
}

class Directories {
  readonly #reader: ByteReader
  readonly #isLittleEndian: boolean
  #leftBytes = 2 * textBytesMax

  constructor(reader: ByteReader, isLittleEndian: boolean) {
    this.#reader = reader
    this.#isLittleEndian = isLittleEndian
  }

  word(bytes: Buffer, at: number): number {
    return this.#isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)
  }

  long(bytes: Buffer, at: number): number {
    return this.#isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
  }

  async read(offset: number, tags: ReadonlySet<number>): Promise<Map<number, TagValue>> {
    const values = new Map<number, TagValue>()
    const counted = await this.#reader.read(offset, 2)
    if (offset === 0 || counted.length < 2) return values
    const count = Math.min(this.word(counted, 0), entriesMax)
    const entries = Buffer.from(await this.#reader.read(offset + 2, count * 12))
    for (let at = 0; at + 12 <= entries.length; at += 12) {
      const tag = this.word(entries, at)
      if (!tags.has(tag) || values.has(tag)) continue
      const value = await this.#readValue(entries, at)
      if (value !== null) values.set(tag, value)
    }
    return values
  }

  async readLinked(pointer: TagValue | undefined, tags: ReadonlySet<number>): Promise<Map<number, TagValue>> {
    return pointer?.bytes.length === 4 ? this.read(this.long(pointer.bytes, 0), tags) : new Map<number, TagValue>()
  }

  async #readValue(entries: Buffer, at: number): Promise<TagValue | null> {
    const type = this.word(entries, at + 2)
    const count = this.long(entries, at + 4)
    const length = (typeBytes[type] ?? 0) * count
    if (length === 0 || length > textBytesMax || length > this.#leftBytes) return null
    if (length <= 4) return { type, count, bytes: entries.subarray(at + 8, at + 8 + length) }
    this.#leftBytes -= length
    const bytes = Buffer.from(await this.#reader.read(this.long(entries, at + 8), length))
    return bytes.length === 0 ? null : { type, count, bytes }
  }
}

export function tagText(tags: TiffTags | null, tag: number): string | null {
  const value = tags?.values.get(tag)
  return value === undefined ? null : decodeText(value.bytes).trim() || null
}

/** Returns the first number of an entry; fractions are divided. */
export function tagNumber(tags: TiffTags | null, tag: number): number | null {
  const value = tags?.values.get(tag)
  if (!tags || value === undefined) return null
  const { bytes, type } = value
  const long = (at: number): number => (tags.isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  if (type === 3 && bytes.length >= 2) return tags.isLittleEndian ? bytes.readUInt16LE(0) : bytes.readUInt16BE(0)
  if (type === 4 && bytes.length >= 4) return long(0)
  if (type === 5 && bytes.length >= 8 && long(4) !== 0) return long(0) / long(4)
  return null
}
