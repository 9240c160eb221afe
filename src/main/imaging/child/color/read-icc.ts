import { fromColumns, invert, type ColorSpace, type TransferCurve } from './color-space.ts'

const tagsMax = 100

/**
 * Returns the color space of an ICC profile (ICC.1:2022; versions 2 and 4) made of primaries and curves, or of one gray
 * curve. Null for lookup tables, other color models and malformed profiles: those need a color management module.
 */
export function readIcc(profile: Uint8Array): ColorSpace | null {
  const icc = Buffer.from(profile.buffer, profile.byteOffset, profile.byteLength)
  if (icc.length < 132 || icc.toString('latin1', 20, 24) !== 'XYZ ') return null
  const tags = readTags(icc)
  if (['A2B0', 'A2B1', 'A2B2'].some((tag) => tags.has(tag))) return null
  switch (icc.toString('latin1', 16, 20)) {
    case 'RGB ':
      return readRgb(tags)
    case 'GRAY':
      return readGray(tags)
    default:
      return null
  }
}

function readTags(icc: Buffer): Map<string, Buffer> {
  const tags = new Map<string, Buffer>()
  const count = Math.min(icc.readUInt32BE(128), tagsMax)
  for (let at = 132; at + 12 <= icc.length && tags.size < count; at += 12) {
    const from = icc.readUInt32BE(at + 4)
    tags.set(icc.toString('latin1', at, at + 4), icc.subarray(from, from + icc.readUInt32BE(at + 8)))
  }
  return tags
}

function readRgb(tags: Map<string, Buffer>): ColorSpace | null {
  const [red, green, blue] = ['rXYZ', 'gXYZ', 'bXYZ'].map((tag) => readXyz(tags.get(tag)))
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((tag) => readCurve(tags.get(tag)))
  if (!red || !green || !blue || !areAllThere(curves)) return null
  const toXyz = fromColumns(red, green, blue)
  return invert(toXyz) === null ? null : { type: 'rgb', toXyz, curves }
}

function readGray(tags: Map<string, Buffer>): ColorSpace | null {
  const curves = [readCurve(tags.get('kTRC'))]
  return areAllThere(curves) ? { type: 'gray', curves } : null
}

function areAllThere(curves: readonly (TransferCurve | null)[]): curves is readonly TransferCurve[] {
  return curves.every((curve) => curve !== null && [0, 0.25, 0.5, 0.75, 1].every((x) => Number.isFinite(curve(x))))
}

function readXyz(tag: Buffer | undefined): [number, number, number] | null {
  if (!tag || tag.length < 20 || tag.toString('latin1', 0, 4) !== 'XYZ ') return null
  return [tag.readInt32BE(8) / 65536, tag.readInt32BE(12) / 65536, tag.readInt32BE(16) / 65536]
}

/** Sections 10.6 (`curv`) and 10.18 (`para`). */
function readCurve(tag: Buffer | undefined): TransferCurve | null {
  if (!tag || tag.length < 12) return null
  const type = tag.toString('latin1', 0, 4)
  return type === 'curv' ? readTable(tag) : type === 'para' ? readParametric(tag) : null
}

function readTable(tag: Buffer): TransferCurve | null {
  const count = tag.readUInt32BE(8)
  if (count === 0) return (x) => x
  if (tag.length < 12 + count * 2) return null
  if (count === 1) {
    const gamma = tag.readUInt16BE(12) / 256
    return (x) => x ** gamma
  }
  const values = Float64Array.from({ length: count }, (_, n) => tag.readUInt16BE(12 + n * 2) / 65_535)
  return (x) => {
    const position = x * (count - 1)
    const low = Math.min(Math.floor(position), count - 2)
    return values[low]! + (values[low + 1]! - values[low]!) * (position - low)
  }
}

const parameterCounts = [1, 3, 4, 5, 7]

function readParametric(tag: Buffer): TransferCurve | null {
  const type = tag.readUInt16BE(8)
  const count = parameterCounts[type]
  if (count === undefined || tag.length < 12 + count * 4) return null
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(
    { length: count },
    (_, n) => tag.readInt32BE(12 + n * 4) / 65536,
  )
  if (type === 0) return (x) => x ** g
  if (type === 1) return (x) => (x >= -b / a ? (a * x + b) ** g : 0)
  if (type === 2) return (x) => (x >= -b / a ? (a * x + b) ** g + c : c)
  return (x) => (x >= d ? (a * x + b) ** g + e : c * x + f)
}
