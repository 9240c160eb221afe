import { packFax, packTiffRows, reverseBits } from './tiff-compressions.ts'

/** How a TIFF stores its pixels (TIFF 6.0). */
export interface TiffForm {
  readonly bits: number
  /** SampleFormat: 1 unsigned, 2 signed, 3 floating point; default 1. */
  readonly sampleFormat?: 1 | 2 | 3
  /** Null: the file does not say. */
  readonly photometric: number | null
  /** Default: none. What `packTiffRows` and `packFax` do not know is only said. */
  readonly compression?: number
  /** 2: differences to the pixel before; 3: the same of the bytes of floating-point numbers. */
  readonly predictor?: 2 | 3
  /** Default: all. */
  readonly rowsPerStrip?: number
  /** The side of square tiles; default: strips. */
  readonly tilePx?: number
  /** Each channel by itself. */
  readonly isPlanar?: boolean
  /** Bits of a byte from the lowest. */
  readonly isReversed?: boolean
  /** ExtraSamples: 0 unspecified, 1 premultiplied alpha, 2 straight alpha. */
  readonly extra?: readonly number[]
  /** Red, green and blue for each index; default: none. */
  readonly palette?: readonly (readonly [number, number, number])[]
  /** YCbCrSubSampling: 2 = one Cb and one Cr, those of the first, for two pixels in each direction. */
  readonly subsampling?: 1 | 2
  /** ReferenceBlackWhite: black and white of Y, zero and the largest of Cb and of Cr. */
  readonly reference?: readonly number[]
  readonly inkSet?: number
  /** EXIF orientation, 1 to 8. */
  readonly orientation?: number
  /** Types of its tags that are usual ones with a sign: SSHORT and SLONG, or SBYTE for small values; default: without. */
  readonly signedTags?: 'numbers' | 'bytes'
  /** Its tags are in the reverse of the order that is required. */
  readonly isUnsorted?: boolean
  readonly isBigEndian?: boolean
  /** BigTIFF: offsets of 64 bits. */
  readonly isBig?: boolean
}

type Rows = readonly (readonly (readonly number[])[])[]
/** SHORT, LONG and RATIONAL, of which only whole numbers are needed. */
type Entry = readonly [tag: number, type: 3 | 4 | 5, values: readonly number[]]
const typeBytes = { 3: 2, 4: 4, 5: 8, 6: 1, 8: 2, 9: 4 } as const
const signedTypes = { 3: 8, 4: 9, 5: 5 } as const

function typeOf({ signedTags }: TiffForm, type: Entry[1], values: readonly number[]): keyof typeof typeBytes {
  if (signedTags === undefined) return type
  return signedTags === 'bytes' && type === 3 && values.every((value) => value < 128) ? 6 : signedTypes[type]
}

/** Encodes rows of pixels, each a list of samples in the form's own numbers. */
export function encodeTiff(form: TiffForm, rows: Rows): Buffer {
  const samples = rows[0]![0]!.length
  const planes = form.isPlanar
    ? Array.from({ length: samples }, (_, n) => rows.map((row) => row.map((pixel) => [pixel[n]!])))
    : [rows]
  const blocks = planes.flatMap((plane) => piecesOf(form, plane)).map((piece) => encodePiece(form, piece))
  const entries = entriesOf(form, rows, blocks)
  const header = (pixelsAt: number) => encodeDirectory(form, entries, blocks, pixelsAt)
  return Buffer.concat([header(header(0).length), ...blocks])
}

/** Strips or tiles; those at the edges repeat their last pixels. */
function piecesOf({ tilePx, rowsPerStrip }: TiffForm, rows: Rows): Rows[] {
  const [width, height] = [rows[0]!.length, rows.length]
  const [stepX, stepY] = [tilePx ?? width, tilePx ?? rowsPerStrip ?? height]
  const pieces: Rows[] = []
  for (let top = 0; top < height; top += stepY) {
    for (let left = 0; left < width; left += stepX) {
      const count = tilePx ?? Math.min(stepY, height - top)
      const at = (x: number, y: number) => rows[Math.min(height - 1, y)]![Math.min(width - 1, x)]!
      pieces.push(
        Array.from({ length: count }, (_, y) => Array.from({ length: stepX }, (__, x) => at(left + x, top + y))),
      )
    }
  }
  return pieces
}

function encodePiece(form: TiffForm, piece: Rows): Buffer {
  const { compression = 1 } = form
  const isFax = compression === 2 || compression === 3 || compression === 4
  const bytes = isFax
    ? packFax(
        compression,
        piece.map((row) => row.flat()),
      )
    : packTiffRows(
        compression,
        (form.subsampling === 2 ? unitsOf(piece) : piece).map((row) =>
          predicted(form, encodeRow(form, row.flat()), row[0]!.length),
        ),
      )
  return form.isReversed ? reverseBits(bytes) : bytes
}

/** TIFF 6.0, section 21, "Data Stream Order". */
function unitsOf(piece: Rows): Rows {
  return Array.from({ length: piece.length / 2 }, (_, y) =>
    Array.from({ length: piece[0]!.length / 2 }, (__, x) => {
      const four = [0, 1].flatMap((down) => [0, 1].map((right) => piece[y * 2 + down]![x * 2 + right]!))
      return [...four.map(([luma]) => luma!), ...four[0]!.slice(1)]
    }),
  )
}

const some = (tag: number, ...values: readonly (number | undefined)[]): Entry[] =>
  values[0] === undefined ? [] : [[tag, 3, values as readonly number[]]]
const long = (tag: number, values: readonly number[] | null): Entry[] => (values === null ? [] : [[tag, 4, values]])

function entriesOf(form: TiffForm, rows: Rows, blocks: readonly Buffer[]): Entry[] {
  const { bits, sampleFormat = 1, photometric, compression = 1, extra = [], palette = [], tilePx } = form
  const isTiled = tilePx !== undefined
  const samples = rows[0]![0]!.length
  const each = (value: number) => Array.from({ length: samples }, () => value)
  const lengths = blocks.map(({ length }) => length)
  return [
    [256, 4, [rows[0]!.length]],
    [257, 4, [rows.length]],
    [258, 3, each(bits)],
    [259, 3, [compression]],
    ...some(262, photometric ?? undefined),
    ...some(266, form.isReversed ? 2 : undefined),
    ...long(273, isTiled ? null : lengths),
    ...some(274, form.orientation),
    [277, 3, [samples]],
    ...long(278, isTiled ? null : [form.rowsPerStrip ?? rows.length]),
    ...long(279, isTiled ? null : lengths),
    ...some(284, form.isPlanar ? 2 : undefined),
    ...some(317, form.predictor),
    ...some(320, ...[0, 1, 2].flatMap((n) => palette.map((color) => color[n]! * 257))),
    ...some(322, tilePx),
    ...some(323, tilePx),
    ...long(324, isTiled ? lengths : null),
    ...long(325, isTiled ? lengths : null),
    ...some(332, form.inkSet),
    ...some(338, ...extra),
    [339, 3, each(sampleFormat)],
    ...some(530, form.subsampling, form.subsampling),
    ...(form.reference === undefined ? [] : [[532, 5, form.reference] as const]),
  ]
}

function encodeRow({ bits, sampleFormat = 1, isBigEndian = false }: TiffForm, samples: readonly number[]): Buffer {
  if (bits < 8) {
    const text = samples.map((value) => value.toString(2).padStart(bits, '0')).join('')
    const padded = text.padEnd(Math.ceil(text.length / 8) * 8, '0')
    return Buffer.from(padded.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  }
  const size = bits / 8
  const row = Buffer.alloc(samples.length * size)
  const view = new DataView(row.buffer, row.byteOffset, row.length)
  for (const [n, value] of samples.entries()) {
    if (sampleFormat === 3 && size === 4) view.setFloat32(n * size, value, !isBigEndian)
    else if (sampleFormat === 3 && size === 8) view.setFloat64(n * size, value, !isBigEndian)
    else putNumber(row, sampleFormat === 3 ? asHalf(value) : value, { at: n * size, size, isBigEndian })
  }
  return row
}

/** The bits of a 16-bit floating-point number, of which tests use none below the least normal one but 0. */
function asHalf(value: number): number {
  const bits = Buffer.alloc(4)
  bits.writeFloatBE(value)
  const exponent = ((bits.readUInt32BE() >>> 23) & 255) - 112
  return exponent <= 0 ? 0 : (exponent << 10) | ((bits.readUInt32BE() >>> 13) & 1023)
}

function predicted({ bits, predictor, isBigEndian = false }: TiffForm, row: Buffer, samples: number): Buffer {
  if (predictor === undefined) return row
  const size = bits / 8
  const count = row.length / size
  if (predictor === 2) {
    const changed = Buffer.from(row)
    const valueOf = (n: number) => (isBigEndian ? row.readUIntBE(n * size, size) : row.readUIntLE(n * size, size))
    for (let n = samples; n < count; n++)
      putNumber(changed, valueOf(n) - valueOf(n - samples), { at: n * size, size, isBigEndian })
    return changed
  }
  // All highest bytes, then all of the next.
  const parted = Buffer.from(row)
  for (const [n, byte] of row.entries()) {
    const significance = isBigEndian ? n % size : size - 1 - (n % size)
    parted[significance * count + Math.floor(n / size)] = byte
  }
  return Buffer.from(parted.map((byte, n) => (n < samples ? byte : byte - parted[n - samples]!)))
}

/** Of strips and tiles, the lengths are given where their offsets belong. */
const offsetTags: ReadonlySet<number> = new Set([273, 324])

function encodeDirectory(
  form: TiffForm,
  entries: readonly Entry[],
  blocks: readonly Buffer[],
  pixelsAt: number,
): Buffer {
  const { isBigEndian = false, isBig = false, isUnsorted = false } = form
  const [start, countBytes, entryBytes, offsetBytes] = isBig ? [16, 8, 20, 8] : [8, 2, 12, 4]
  const put = (buffer: Buffer, value: number, at: number, size: number) =>
    putNumber(buffer, value, { at, size, isBigEndian })
  const offsets = blocks.map((_, n) => blocks.slice(0, n).reduce((sum, { length }) => sum + length, pixelsAt))
  const directory = Buffer.alloc(start + countBytes + entries.length * entryBytes + offsetBytes)
  directory.write(isBigEndian ? 'MM' : 'II', 0, 'latin1')
  put(directory, isBig ? 43 : 42, 2, 2)
  if (isBig) put(directory, 8, 4, 2)
  put(directory, start, isBig ? 8 : 4, offsetBytes)
  put(directory, entries.length, start, countBytes)
  const longer: Buffer[] = []
  let end = directory.length
  for (const [n, [tag, usualType, given]] of (isUnsorted ? entries.toReversed() : entries).entries()) {
    const values = offsetTags.has(tag) ? offsets : given
    const at = start + countBytes + n * entryBytes
    const type = typeOf(form, usualType, values)
    const size = typeBytes[type]
    const body = Buffer.alloc(Math.max(offsetBytes, values.length * size))
    for (const [index, value] of values.entries()) {
      put(body, value, index * size, Math.min(4, size))
      if (type === 5) put(body, 1, index * size + 4, 4)
    }
    put(directory, tag, at, 2)
    put(directory, type, at + 2, 2)
    put(directory, values.length, at + 4, offsetBytes)
    if (body.length === offsetBytes) body.copy(directory, at + 4 + offsetBytes)
    else {
      put(directory, end, at + 4 + offsetBytes, offsetBytes)
      longer.push(body)
      end += body.length
    }
  }
  return Buffer.concat([directory, ...longer])
}

interface Place {
  readonly at: number
  readonly size: number
  readonly isBigEndian: boolean
}

/** Two's complement where it is negative. */
function putNumber(buffer: Buffer, value: number, { at, size, isBigEndian }: Place): void {
  const bytes = Array.from({ length: size }, (_, n) =>
    Number(BigInt.asUintN(64, BigInt(value) >> BigInt(8 * n)) & 255n),
  )
  buffer.set(isBigEndian ? bytes.toReversed() : bytes, at)
}
