import type { PngChunk } from '../../../platform/pure/png/png-chunk.ts'
import { displayP3Primaries, srgbPrimaries, type Primaries } from './color-space.ts'
import { srgbCurve } from './known-spaces.ts'
import { writeIcc, type WrittenCurve } from './write-icc.ts'

const d65 = srgbPrimaries.white
/** ITU-T H.273, table 2. */
const primariesByCode: Readonly<Record<number, Primaries>> = {
  1: srgbPrimaries,
  4: primaries([0.31, 0.316], [0.67, 0.33], [0.21, 0.71], [0.14, 0.08]),
  5: primaries([d65.x, d65.y], [0.64, 0.33], [0.29, 0.6], [0.15, 0.06]),
  6: primaries([d65.x, d65.y], [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]),
  7: primaries([d65.x, d65.y], [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]),
  9: primaries([d65.x, d65.y], [0.708, 0.292], [0.17, 0.797], [0.131, 0.046]),
  11: { ...displayP3Primaries, white: { x: 0.314, y: 0.351 } },
  12: displayP3Primaries,
}

/** ITU-R BT.709, the inverse of its OETF. */
const bt709Curve: WrittenCurve = {
  type: 'linear-toe',
  parameters: [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081],
}
const steps = 4_096
/** ITU-R BT.2408: the luminance of diffuse white. Profiles end there. */
const referenceWhiteNits = 203
const hlgReferenceWhite = 0.75

/** H.273, table 3. */
const curvesByCode: Readonly<Record<number, WrittenCurve>> = {
  1: bt709Curve,
  2: srgbCurve,
  4: { type: 'gamma', gamma: 2.2 },
  5: { type: 'gamma', gamma: 2.8 },
  6: bt709Curve,
  8: { type: 'gamma', gamma: 1 },
  13: srgbCurve,
  14: bt709Curve,
  15: bt709Curve,
  16: sampled((x) => pqToNits(x) / referenceWhiteNits),
  18: sampled((x) => hlgToLinear(x) / hlgToLinear(hlgReferenceWhite)),
}

/**
 * Returns the ICC profile described by a PNG's `cICP` chunk, or else by `gAMA` and `cHRM` (third edition, sections
 * 11.3.2 and 12.1); null if they describe nothing known.
 */
export function pngColorProfile(chunks: readonly PngChunk[], isGray: boolean): Buffer | null {
  const find = (type: string): Buffer | undefined => {
    const data = chunks.find((chunk) => chunk.type === type)?.data
    return data && Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  }
  const cicp = find('cICP')
  if (cicp !== undefined) return fromCicp(cicp, isGray)
  const gamma = find('gAMA')?.readUInt32BE(0)
  const chromaticities = find('cHRM')
  if (gamma === 0) return null
  return writeIcc({
    name: 'PNG gAMA and cHRM',
    primaries: isGray ? null : chromaticities === undefined ? srgbPrimaries : readChromaticities(chromaticities),
    curve: gamma === undefined ? srgbCurve : { type: 'gamma', gamma: 100_000 / gamma },
    cicp: null,
  })
}

function fromCicp(cicp: Buffer, isGray: boolean): Buffer | null {
  const [primariesCode = 0, transferCode = 0, matrixCode, isFullRange] = cicp
  const found = primariesByCode[primariesCode]
  const curve = curvesByCode[transferCode]
  if (matrixCode !== 0 || isFullRange !== 1 || found === undefined || curve === undefined) return null
  const name = `CICP ${primariesCode}/${transferCode}`
  return writeIcc({ name, primaries: isGray ? null : found, curve, cicp: isGray ? null : cicp })
}

function readChromaticities(chunk: Buffer): Primaries {
  const at = (n: number) => ({ x: chunk.readUInt32BE(n * 8) / 100_000, y: chunk.readUInt32BE(n * 8 + 4) / 100_000 })
  return { white: at(0), red: at(1), green: at(2), blue: at(3) }
}

type Pair = readonly [x: number, y: number]

function primaries(white: Pair, red: Pair, green: Pair, blue: Pair): Primaries {
  const at = ([x, y]: Pair) => ({ x, y })
  return { white: at(white), red: at(red), green: at(green), blue: at(blue) }
}

function sampled(curve: (x: number) => number): WrittenCurve {
  return { type: 'samples', values: Array.from({ length: steps }, (_, n) => Math.min(1, curve(n / (steps - 1)))) }
}

/** SMPTE ST 2084 EOTF. */
function pqToNits(x: number): number {
  const [m1, m2, c1, c2, c3] = [2610 / 16_384, (2523 / 4096) * 128, 3424 / 4096, (2413 / 4096) * 32, (2392 / 4096) * 32]
  const power = x ** (1 / m2)
  return 10_000 * (Math.max(0, power - c1) / (c2 - c3 * power)) ** (1 / m1)
}

/** ITU-R BT.2100, the inverse OETF of HLG. */
function hlgToLinear(x: number): number {
  const [a, b, c] = [0.178_832_77, 0.284_668_92, 0.559_910_73]
  return x <= 0.5 ? (x * x) / 3 : (Math.exp((x - c) / a) + b) / 12
}
