import type { ComparedColors } from './compare-colors.ts'
import { distanceField, distanceUnit } from './distance-field.ts'
import type { Oklab } from './oklab.ts'
import type { Overview } from './overview.ts'

/** Transforms the response's colors to match the image: OKLab times a matrix in row order, plus an offset. */
export interface ColorMatch {
  readonly matrix: readonly number[]
  readonly offset: readonly [lightness: number, a: number, b: number]
}

export const noMatch: ColorMatch = { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], offset: [0, 0, 0] }

/** In place; `share` is the strength, 0 to 1. */
export function applyMatch({ matrix, offset }: ColorMatch, share: number, color: Oklab): void {
  const { lightness, a, b } = color
  color.lightness += share * ((matrix[0]! - 1) * lightness + matrix[1]! * a + matrix[2]! * b + offset[0])
  color.a += share * (matrix[3]! * lightness + (matrix[4]! - 1) * a + matrix[5]! * b + offset[1])
  color.b += share * (matrix[6]! * lightness + matrix[7]! * a + (matrix[8]! - 1) * b + offset[2])
}

/** Fewer kept pixels than this give no reliable color; fewer than the second limit, no reliable spread. */
const pixelsMin = 12
const spreadPixelsMin = 150
/** Weights in the ring fall off beyond this fraction of the overview's longer side. */
const nearShare = 0.12
const gainMin = 0.6
const gainMax = 1.6
/** A channel with less spread than this (in OKLab units) has no spread to match. */
const spreadMin = 0.008

/** How strongly colors that are rare in the ring are held to the plain match, in OKLab units. */
const ridge = 0.03

/**
 * Matches the mean and spread of the response's kept surroundings to the image's (Reinhard et al. 2001, "Color Transfer
 * between Images", in OKLab), then removes the rest by least squares over three channels, which also removes a tint
 * that is stronger in light colors. Pixels near the mask weigh most; outliers show different content and are ignored.
 */
export function measureMatch(overview: Overview, colors: ComparedColors): ColorMatch {
  const weights = ringWeights(overview, colors)
  for (let round = 0; round < 2; round++) dropOutliers(colors, weights)
  let [total, counted] = [0, 0]
  for (let n = 0; n < weights.length; n++) {
    total += weights[n]!
    if (weights[n]! > 0) counted++
  }
  if (counted < pixelsMin || total <= 0) return noMatch
  const hasSpread = counted >= spreadPixelsMin
  const channels = [0, 1, 2].map((channel) => {
    const wanted = momentsOf(colors.source[channel]!, weights, total)
    const found = momentsOf(colors.answer[channel]!, weights, total)
    const isSpread = hasSpread && found.spread > spreadMin && wanted.spread > spreadMin
    const gain = isSpread ? Math.max(gainMin, Math.min(gainMax, wanted.spread / found.spread)) : 1
    return { gain, wanted: wanted.mean, found: found.mean }
  })
  const rest = hasSpread ? fitRest(colors, weights, total, channels) : new Float64Array(9)
  const matrix = Array.from(rest, (value, n) => value + (n % 4 === 0 ? channels[n / 4]!.gain : 0))
  const offset = channels.map(({ wanted }, row) =>
    channels.reduce((sum, { found }, column) => sum - matrix[row * 3 + column]! * found, wanted),
  )
  return { matrix, offset: offset as [number, number, number] }
}

interface ChannelMatch {
  readonly gain: number
  /** Mean of the surroundings in the image and in the response. */
  readonly wanted: number
  readonly found: number
}

/** Ridge regression of the plain match's residual on the response's three channels: a matrix in row order. */
function fitRest(
  { source, answer }: ComparedColors,
  weights: Float32Array,
  total: number,
  channels: readonly ChannelMatch[],
): Float64Array {
  const products = new Float64Array(9)
  const rests = new Float64Array(9)
  const centered = [0, 0, 0]
  for (let n = 0; n < weights.length; n++) {
    const weight = weights[n]!
    if (weight === 0) continue
    for (let channel = 0; channel < 3; channel++) centered[channel] = answer[channel]![n]! - channels[channel]!.found
    for (let row = 0; row < 3; row++) {
      const { gain, wanted } = channels[row]!
      const rest = source[row]![n]! - wanted - gain * centered[row]!
      for (let column = 0; column < 3; column++) {
        rests[row * 3 + column]! += weight * rest * centered[column]!
        products[row * 3 + column]! += weight * centered[row]! * centered[column]!
      }
    }
  }
  for (let n = 0; n < 9; n += 4) products[n]! += total * ridge * ridge
  return multiply(rests, invert(products))
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from({ length: 9 }, (_, n) => {
    const [row, column] = [n - (n % 3), n % 3]
    return a[row]! * b[column]! + a[row + 1]! * b[3 + column]! + a[row + 2]! * b[6 + column]!
  })
}

/** Inverts a symmetric positive definite matrix by its cofactors. */
function invert(m: Float64Array): Float64Array {
  const at = (row: number, column: number): number => m[(row % 3) * 3 + (column % 3)]!
  const cofactors = Float64Array.from({ length: 9 }, (_, n) => {
    const [row, column] = [Math.floor(n / 3), n % 3]
    return at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1)
  })
  const determinant = m[0]! * cofactors[0]! + m[1]! * cofactors[1]! + m[2]! * cofactors[2]!
  return cofactors.map((cofactor) => cofactor / determinant)
}

function ringWeights({ touched, widthPx, heightPx }: Overview, { visible }: ComparedColors): Float32Array {
  const near = Math.max(4, Math.max(widthPx, heightPx) * nearShare)
  const distances = distanceField(touched, { widthPx, heightPx }, 12_000)
  const weights = new Float32Array(touched.length)
  for (let n = 0; n < weights.length; n++) {
    if (touched[n]! > 0 || visible[n] === 0) continue
    const distance = distances[n]! / distanceUnit / near
    weights[n] = 1 / (1 + distance * distance)
  }
  return weights
}

function dropOutliers({ source, answer }: ComparedColors, weights: Float32Array): void {
  const [lightness, a, b] = [0, 1, 2].map((channel) => meanDifference(source[channel]!, answer[channel]!, weights))
  const distances = new Float32Array(weights.length)
  const sizes = new Float32Array(weights.length)
  let count = 0
  for (let n = 0; n < weights.length; n++) {
    if (weights[n] === 0) continue
    const x = source[0][n]! - answer[0][n]! - lightness!
    const y = source[1][n]! - answer[1][n]! - a!
    const z = source[2][n]! - answer[2][n]! - b!
    distances[n] = Math.sqrt(x * x + y * y + z * z)
    sizes[count++] = distances[n]!
  }
  const median = sizes.subarray(0, count).toSorted()[count >> 1] ?? 0
  const limit = Math.max(0.02, 3 * median)
  for (let n = 0; n < weights.length; n++) if (distances[n]! > limit) weights[n] = 0
}

function meanDifference(source: Float32Array, response: Float32Array, weights: Float32Array): number {
  let [sum, total] = [0, 0]
  for (let n = 0; n < weights.length; n++) {
    sum += weights[n]! * (source[n]! - response[n]!)
    total += weights[n]!
  }
  return total > 0 ? sum / total : 0
}

function momentsOf(plane: Float32Array, weights: Float32Array, total: number): { mean: number; spread: number } {
  let mean = 0
  for (let n = 0; n < plane.length; n++) mean += weights[n]! * plane[n]!
  mean /= total
  let square = 0
  for (let n = 0; n < plane.length; n++) square += weights[n]! * (plane[n]! - mean) ** 2
  return { mean, spread: Math.sqrt(square / total) }
}
