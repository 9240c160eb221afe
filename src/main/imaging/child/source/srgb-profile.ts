/**
 * Whether an ICC profile (ICC.1:2022) describes sRGB closely enough that its pixels may be taken as they are: the same
 * primaries and, at a quarter, a half and three quarters, the same curve. Anything odd is "no": the picture is then
 * converted, which is right for every profile and only costs time.
 */
export function isSrgbProfile(profile: Uint8Array): boolean {
  const icc = Buffer.from(profile.buffer, profile.byteOffset, profile.byteLength)
  if (icc.length < 132 || icc.toString('latin1', 16, 20) !== 'RGB ') return false
  const tags = readTags(icc)
  return (
    !tags.has('A2B0') &&
    primaries.every(({ tag, xyz }) => isNear(tags.get(tag), xyz)) &&
    ['rTRC', 'gTRC', 'bTRC'].every((tag) => isSrgbCurve(tags.get(tag)))
  )
}

/** sRGB's primaries adapted to D50, as IEC 61966-2-1 profiles hold them. */
const primaries = [
  { tag: 'rXYZ', xyz: [0.436, 0.2225, 0.0139] },
  { tag: 'gXYZ', xyz: [0.3851, 0.7169, 0.0971] },
  { tag: 'bXYZ', xyz: [0.1431, 0.0606, 0.7142] },
] as const
const primaryTolerance = 0.003
/** About half a level of 255 in the darker half. */
const curveTolerance = 0.004

const tagsMax = 100

function readTags(icc: Buffer): Map<string, Buffer> {
  const tags = new Map<string, Buffer>()
  const count = Math.min(icc.readUInt32BE(128), tagsMax)
  for (let at = 132; at + 12 <= icc.length && tags.size < count; at += 12) {
    const from = icc.readUInt32BE(at + 4)
    tags.set(icc.toString('latin1', at, at + 4), icc.subarray(from, from + icc.readUInt32BE(at + 8)))
  }
  return tags
}

function isNear(tag: Buffer | undefined, xyz: readonly number[]): boolean {
  if (!tag || tag.length < 20) return false
  return xyz.every((value, index) => Math.abs(tag.readInt32BE(8 + index * 4) / 65536 - value) < primaryTolerance)
}

function isSrgbCurve(tag: Buffer | undefined): boolean {
  return [0.25, 0.5, 0.75].every((x) => {
    const y = tag && evaluateCurve(tag, x)
    return y !== undefined && Math.abs(y - srgbToLinear(x)) < curveTolerance
  })
}

function srgbToLinear(x: number): number {
  return ((x + 0.055) / 1.055) ** 2.4
}

/** ICC.1:2022 sections 10.6 (`curv`) and 10.18 (`para`). */
function evaluateCurve(tag: Buffer, x: number): number | undefined {
  const type = tag.toString('latin1', 0, 4)
  if (type === 'curv' && tag.length >= 12) return evaluateTable(tag, x)
  if (type === 'para' && tag.length >= 12) return evaluateParametric(tag, x)
  return undefined
}

function evaluateTable(tag: Buffer, x: number): number | undefined {
  const count = tag.readUInt32BE(8)
  if (count === 0) return x
  if (tag.length < 12 + count * 2) return undefined
  if (count === 1) return x ** (tag.readUInt16BE(12) / 256)
  const place = x * (count - 1)
  const low = Math.min(Math.floor(place), count - 2)
  const a = tag.readUInt16BE(12 + low * 2)
  const b = tag.readUInt16BE(14 + low * 2)
  return (a + (b - a) * (place - low)) / 65535
}

const parameterCounts = [1, 3, 4, 5, 7]

function evaluateParametric(tag: Buffer, x: number): number | undefined {
  const kind = tag.readUInt16BE(8)
  const count = parameterCounts[kind]
  if (count === undefined || tag.length < 12 + count * 4) return undefined
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(
    { length: count },
    (_, index) => tag.readInt32BE(12 + index * 4) / 65536,
  )
  if (kind === 0) return x ** g
  if (kind === 1) return x >= -b / a ? (a * x + b) ** g : 0
  if (kind === 2) return x >= -b / a ? (a * x + b) ** g + c : c
  return x >= d ? (a * x + b) ** g + e : c * x + f
}
