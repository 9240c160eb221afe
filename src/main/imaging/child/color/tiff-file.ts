import type { Size } from '../../../../shared/util/geometry.ts'
import type { Depth } from './convert-numbers.ts'

interface TiffEntry {
  readonly tag: number
  readonly type: 'short' | 'long' | 'undefined'
  readonly values: readonly number[] | Uint8Array
}

const types = { short: { code: 3, bytes: 2 }, long: { code: 4, bytes: 4 }, undefined: { code: 7, bytes: 1 } } as const
/** Readers process one strip at a time. */
const stripBytes = 1 << 20

interface Meaning {
  /** EXIF orientation, 1 to 8. */
  readonly orientation?: number
  /** PhotometricInterpretation; default: gray or RGB. */
  readonly photometric?: number
}

/**
 * Returns everything of an uncompressed TIFF (6.0, little-endian) that precedes its samples, which follow in row order:
 * the only way to pass samples with a profile to libvips without any conversion. Its length is even.
 */
export function tiffHeader(
  { widthPx, heightPx, channels, depth }: Size & { readonly channels: number; readonly depth: Depth },
  icc: Uint8Array | null,
  { orientation = 1, photometric = channels < 3 ? 1 : 2 }: Meaning = {},
): Buffer {
  const rowBytes = (widthPx * channels * depth) / 8
  const rowsPerStrip = Math.max(1, Math.floor(stripBytes / rowBytes))
  const strips = Array.from({ length: Math.ceil(heightPx / rowsPerStrip) }, (_, n) => n * rowsPerStrip)
  const color = photometric === 5 ? 4 : channels < 3 ? 1 : 3
  const entries = (firstByte: number): TiffEntry[] => [
    { tag: 256, type: 'long', values: [widthPx] },
    { tag: 257, type: 'long', values: [heightPx] },
    { tag: 258, type: 'short', values: Array.from({ length: channels }, () => depth) },
    { tag: 259, type: 'short', values: [1] },
    { tag: 262, type: 'short', values: [photometric] },
    { tag: 273, type: 'long', values: strips.map((row) => firstByte + row * rowBytes) },
    ...(orientation === 1 ? [] : [{ tag: 274, type: 'short' as const, values: [orientation] }]),
    { tag: 277, type: 'short', values: [channels] },
    { tag: 278, type: 'long', values: [rowsPerStrip] },
    { tag: 279, type: 'long', values: strips.map((row) => Math.min(rowsPerStrip, heightPx - row) * rowBytes) },
    // Straight alpha.
    ...(channels > color ? [{ tag: 338, type: 'short' as const, values: [2] }] : []),
    ...(icc === null ? [] : [{ tag: 34_675, type: 'undefined' as const, values: icc }]),
  ]
  return encode(entries(encode(entries(0)).length))
}

function encode(entries: readonly TiffEntry[]): Buffer {
  const directory = Buffer.alloc(8 + 2 + entries.length * 12 + 4)
  directory.write('II*\0', 0, 'latin1')
  directory.writeUInt32LE(8, 4)
  directory.writeUInt16LE(entries.length, 8)
  const longer: Buffer[] = []
  let end = directory.length
  for (const [n, { tag, type, values }] of entries.entries()) {
    const at = 10 + n * 12
    const body = encodeValues(type, values)
    directory.writeUInt16LE(tag, at)
    directory.writeUInt16LE(types[type].code, at + 2)
    directory.writeUInt32LE(values.length, at + 4)
    if (body.length <= 4) {
      body.copy(directory, at + 8)
      continue
    }
    directory.writeUInt32LE(end, at + 8)
    const padded = Buffer.concat([body, Buffer.alloc(body.length & 1)])
    longer.push(padded)
    end += padded.length
  }
  return Buffer.concat([directory, ...longer])
}

function encodeValues(type: TiffEntry['type'], values: TiffEntry['values']): Buffer {
  if (values instanceof Uint8Array) return Buffer.from(values)
  const { bytes } = types[type]
  const body = Buffer.alloc(values.length * bytes)
  for (const [n, value] of values.entries()) body.writeUIntLE(value, n * bytes, bytes)
  return body
}
