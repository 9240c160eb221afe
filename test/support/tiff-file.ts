/** How an uncompressed TIFF stores its pixels (TIFF 6.0). */
export interface TiffForm {
  readonly bits: number
  /** SampleFormat: 1 unsigned, 2 signed, 3 floating point; default 1. */
  readonly sampleFormat?: 1 | 2 | 3
  readonly photometric: number
  readonly compression?: number
  /** ExtraSamples: 0 unspecified, 1 premultiplied alpha, 2 straight alpha. */
  readonly extra?: readonly number[]
  /** Red, green and blue for each index; default: none. */
  readonly palette?: readonly (readonly [number, number, number])[]
  /** EXIF orientation, 1 to 8. */
  readonly orientation?: number
  readonly isBigEndian?: boolean
  /** BigTIFF: offsets of 64 bits. */
  readonly isBig?: boolean
}

/** Encodes rows of pixels, each a list of samples in the form's own numbers. */
export function encodeTiff(form: TiffForm, rows: readonly (readonly (readonly number[])[])[]): Buffer {
  const { bits, sampleFormat = 1, photometric, compression = 1, extra = [], palette = [] } = form
  const samples = rows[0]![0]!.length
  const pixels = Buffer.concat(rows.map((row) => encodeRow(form, row.flat())))
  const entries: [tag: number, type: 3 | 4, values: readonly number[]][] = [
    [256, 4, [rows[0]!.length]],
    [257, 4, [rows.length]],
    [258, 3, Array.from({ length: samples }, () => bits)],
    [259, 3, [compression]],
    [262, 3, [photometric]],
    [273, 4, [0]],
    ...(form.orientation === undefined ? [] : [[274, 3, [form.orientation]] as const]),
    [277, 3, [samples]],
    [278, 4, [rows.length]],
    [279, 4, [pixels.length]],
    ...(palette.length > 0
      ? [[320, 3, [0, 1, 2].flatMap((n) => palette.map((color) => color[n]! * 257))] as const]
      : []),
    ...(extra.length > 0 ? [[338, 3, extra] as const] : []),
    [339, 3, Array.from({ length: samples }, () => sampleFormat)],
  ].map(([tag, type, values]) => [tag, type, values] as [number, 3 | 4, readonly number[]])
  const header = (pixelsAt: number) => encodeDirectory(form, entries, pixelsAt)
  return Buffer.concat([header(header(0).length), pixels])
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
    else if (sampleFormat === 3) view.setFloat64(n * size, value, !isBigEndian)
    else putNumber(row, value, { at: n * size, size, isBigEndian })
  }
  return row
}

function encodeDirectory(
  { isBigEndian = false, isBig = false }: TiffForm,
  entries: readonly (readonly [tag: number, type: 3 | 4, values: readonly number[]])[],
  pixelsAt: number,
): Buffer {
  const [start, countBytes, entryBytes, offsetBytes] = isBig ? [16, 8, 20, 8] : [8, 2, 12, 4]
  const put = (buffer: Buffer, value: number, at: number, size: number) =>
    putNumber(buffer, value, { at, size, isBigEndian })
  const directory = Buffer.alloc(start + countBytes + entries.length * entryBytes + offsetBytes)
  directory.write(isBigEndian ? 'MM' : 'II', 0, 'latin1')
  put(directory, isBig ? 43 : 42, 2, 2)
  if (isBig) put(directory, 8, 4, 2)
  put(directory, start, isBig ? 8 : 4, offsetBytes)
  put(directory, entries.length, start, countBytes)
  const longer: Buffer[] = []
  let end = directory.length
  for (const [n, [tag, type, values]] of entries.entries()) {
    const at = start + countBytes + n * entryBytes
    const size = type === 3 ? 2 : 4
    const body = Buffer.alloc(Math.max(offsetBytes, values.length * size))
    for (const [index, value] of values.entries()) put(body, tag === 273 ? pixelsAt : value, index * size, size)
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
