import type { Size } from '../../../../shared/util/geometry.ts'
import { affineOf, type Similarity } from './placement.ts'

/** Luma of both images at one size, low-passed, with the weight of each pixel of the fixed one. */
export interface FitLevel extends Size {
  readonly fixed: Float32Array
  readonly moved: Float32Array
  readonly weights: Float32Array
}

export interface FitOptions {
  /** `shift`: translation only; `similarity`: also scale and rotation. */
  readonly freedom: 'shift' | 'similarity'
  readonly rounds: number
}

/** Smaller steps have no visible effect; in pixels of the level. */
const stillPx = 0.004
/**
 * Relative to the mean diagonal element: stabilizes what the image does not constrain, such as a shift along a horizon.
 */
const damping = 2e-4
/**
 * Residuals beyond this many robust standard deviations are progressively down-weighted (Tukey's biweight) as different
 * content.
 */
const tukeyLimit = 4.685
/** Pixels read per iteration: more take longer without improving the result. */
const samplesMax = 40_000

/**
 * Refines a placement by Gauss-Newton steps on the brightness difference, jointly solving for brightness gain and
 * offset, which maximizes the enhanced correlation (after Evangelidis & Psarakis 2008, "Parametric Image Alignment
 * Using Enhanced Correlation Coefficient Maximization"). Outliers are down-weighted, so repainted content does not bias
 * the result.
 */
export function fitSimilarity(level: FitLevel, start: Similarity, { freedom, rounds }: FitOptions): Similarity {
  const samples = takeSamples(level)
  if (samples.count < 16) return start
  let placement = start
  for (let round = 0; round < rounds; round++) {
    const residuals = readResiduals(level, samples, placement)
    const step = solveStep(samples, residuals, freedom)
    if (step === null) return placement
    placement = stepped(placement, step)
    const reach = Math.max(level.widthPx, level.heightPx) / 2
    if (Math.hypot(step.x, step.y) + Math.hypot(step.a, step.b) * reach < stillPx) break
  }
  return placement
}

interface Samples {
  readonly count: number
  readonly x: Float32Array
  readonly y: Float32Array
  readonly fixed: Float32Array
  readonly slopeX: Float32Array
  readonly slopeY: Float32Array
  readonly weight: Float32Array
  /** Relative to the image center, in units of half the longer side, so that all parameters have similar magnitudes. */
  readonly fromX: Float32Array
  readonly fromY: Float32Array
  readonly unit: number
}

function takeSamples({ widthPx, heightPx, fixed, weights }: FitLevel): Samples {
  const stride = Math.max(1, Math.round(Math.sqrt((widthPx * heightPx) / samplesMax)))
  const capacity = Math.ceil(widthPx / stride) * Math.ceil(heightPx / stride)
  const field = (): Float32Array => new Float32Array(capacity)
  const samples = { x: field(), y: field(), fixed: field(), slopeX: field(), slopeY: field(), weight: field() }
  const from = { fromX: field(), fromY: field(), unit: Math.max(widthPx, heightPx) / 2 }
  let count = 0
  for (let y = 1; y < heightPx - 1; y += stride) {
    // Every second row starts half a step later: a regular grid would miss some textures.
    for (let x = 1 + (((y / stride) & 1) * stride) / 2; x < widthPx - 1; x += stride) {
      const at = y * widthPx + Math.floor(x)
      if (weights[at]! <= 0) continue
      samples.x[count] = Math.floor(x) + 0.5
      samples.y[count] = y + 0.5
      samples.fixed[count] = fixed[at]!
      samples.slopeX[count] = (fixed[at + 1]! - fixed[at - 1]!) / 2
      samples.slopeY[count] = (fixed[at + widthPx]! - fixed[at - widthPx]!) / 2
      samples.weight[count] = weights[at]!
      from.fromX[count] = (Math.floor(x) + 0.5 - widthPx / 2) / from.unit
      from.fromY[count] = (y + 0.5 - heightPx / 2) / from.unit
      count++
    }
  }
  return { count, ...samples, ...from }
}

interface Residuals {
  readonly values: Float32Array
  readonly gain: number
  readonly weight: Float32Array
}

/** The moved image at each sample minus the best gain and offset fit of the fixed one. */
function readResiduals(level: FitLevel, samples: Samples, placement: Similarity): Residuals {
  const { count, fixed } = samples
  const seen = new Float32Array(count)
  const weight = Float32Array.from(samples.weight.subarray(0, count))
  const { ax, bx, cx, ay, by, cy } = affineOf(placement, level)
  for (let n = 0; n < count; n++) {
    const x = ax * samples.x[n]! + bx * samples.y[n]! + cx - 0.5
    const y = ay * samples.x[n]! + by * samples.y[n]! + cy - 0.5
    if (x < 0 || y < 0 || x > level.widthPx - 1 || y > level.heightPx - 1) weight[n] = 0
    else seen[n] = readBetween(level.moved, level, x, y)
  }
  const { gain, offset } = fitLine(fixed, seen, weight)
  const values = seen
  for (let n = 0; n < count; n++) values[n] = seen[n]! - gain * fixed[n]! - offset
  weighByAgreement(values, weight)
  return { values, gain, weight }
}

/** Bilinear, with pixel centers at whole numbers; `x` and `y` must lie inside. */
export function readBetween(plane: Float32Array, { widthPx, heightPx }: Size, x: number, y: number): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const [right, low] = [x - left, y - top]
  const at = top * widthPx + left
  const next = left < widthPx - 1 ? 1 : 0
  const below = top < heightPx - 1 ? widthPx : 0
  const upper = plane[at]! + (plane[at + next]! - plane[at]!) * right
  const lower = plane[at + below]! + (plane[at + below + next]! - plane[at + below]!) * right
  return upper + (lower - upper) * low
}

function fitLine(
  x: Float32Array,
  y: Float32Array,
  weight: Float32Array,
): { readonly gain: number; readonly offset: number } {
  let [sum, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0]
  for (let n = 0; n < weight.length; n++) {
    const w = weight[n]!
    if (w === 0) continue
    sum += w
    sumX += w * x[n]!
    sumY += w * y[n]!
    sumXX += w * x[n]! * x[n]!
    sumXY += w * x[n]! * y[n]!
  }
  if (sum === 0) return { gain: 1, offset: 0 }
  const spread = sumXX - (sumX * sumX) / sum
  const gain = spread > 1e-6 ? Math.max(0.2, Math.min(5, (sumXY - (sumX * sumY) / sum) / spread)) : 1
  return { gain, offset: (sumY - gain * sumX) / sum }
}

function weighByAgreement(values: Float32Array, weight: Float32Array): void {
  // 1.4826 converts the median of absolute values to the standard deviation of a normal distribution.
  const limit = Math.max(1, tukeyLimit * 1.4826 * medianSize(values, weight))
  for (let n = 0; n < weight.length; n++) {
    const t = values[n]! / limit
    weight[n]! *= Math.abs(t) < 1 ? (1 - t * t) ** 2 : 0
  }
}

const binsPerLevel = 8

/** Median of the absolute values with nonzero weight, to an eighth of a level. */
function medianSize(values: Float32Array, weight: Float32Array): number {
  const bins = new Uint32Array(256 * binsPerLevel)
  let count = 0
  for (let n = 0; n < weight.length; n++) {
    if (weight[n] === 0) continue
    bins[Math.min(bins.length - 1, Math.abs(values[n]!) * binsPerLevel) | 0]!++
    count++
  }
  let bin = 0
  for (let below = bins[0]!; below * 2 < count && bin < bins.length - 1; below += bins[bin]!) bin++
  return bin / binsPerLevel
}

interface Step {
  readonly x: number
  readonly y: number
  readonly a: number
  readonly b: number
}

/** Normal equations of shift (x, y), of a and b in `[a −b; b a]` around the center, and of gain and offset. */
function solveStep(samples: Samples, { values, gain, weight }: Residuals, freedom: FitOptions['freedom']): Step | null {
  const moves = freedom === 'shift' ? 2 : 4
  const unknowns = moves + 2
  const matrix = new Float64Array(unknowns * unknowns)
  const right = new Float64Array(unknowns)
  const row = new Float64Array(unknowns)
  for (let n = 0; n < samples.count; n++) {
    const w = weight[n]!
    if (w === 0) continue
    const slopeX = samples.slopeX[n]! * gain
    const slopeY = samples.slopeY[n]! * gain
    row[0] = slopeX
    row[1] = slopeY
    if (moves === 4) {
      row[2] = slopeX * samples.fromX[n]! + slopeY * samples.fromY[n]!
      row[3] = slopeY * samples.fromX[n]! - slopeX * samples.fromY[n]!
    }
    row[moves] = samples.fixed[n]! / 128
    row[moves + 1] = 1
    for (let i = 0; i < unknowns; i++) {
      right[i]! -= w * row[i]! * values[n]!
      for (let k = i; k < unknowns; k++) matrix[i * unknowns + k]! += w * row[i]! * row[k]!
    }
  }
  let mean = 0
  for (let i = 0; i < moves; i++) mean += matrix[i * unknowns + i]! / moves
  for (let i = 0; i < unknowns; i++) matrix[i * unknowns + i]! += i < moves ? damping * mean : 1e-9
  const solution = solveSymmetric(matrix, right, unknowns)
  if (solution === null) return null
  const [x = 0, y = 0, a = 0, b = 0] = solution
  return moves === 2 ? { x, y, a: 0, b: 0 } : { x, y, a: a / samples.unit, b: b / samples.unit }
}

/** Gaussian elimination of a positive definite system given by its upper half. Null = not definite. */
function solveSymmetric(matrix: Float64Array, right: Float64Array, size: number): Float64Array | null {
  for (let i = 0; i < size; i++) {
    const pivot = matrix[i * size + i]!
    if (!(pivot > 1e-12)) return null
    for (let k = i + 1; k < size; k++) {
      const factor = matrix[i * size + k]! / pivot
      for (let j = k; j < size; j++) matrix[k * size + j]! -= factor * matrix[i * size + j]!
      right[k]! -= factor * right[i]!
    }
  }
  const solution = new Float64Array(size)
  for (let i = size - 1; i >= 0; i--) {
    let value = right[i]!
    for (let k = i + 1; k < size; k++) value -= matrix[i * size + k]! * solution[k]!
    solution[i] = value / matrix[i * size + i]!
  }
  return solution
}

function stepped(placement: Similarity, { x, y, a, b }: Step): Similarity {
  const cosine = placement.scale * Math.cos(placement.rotation) + a
  const sine = placement.scale * Math.sin(placement.rotation) + b
  return {
    shiftX: placement.shiftX + x,
    shiftY: placement.shiftY + y,
    scale: Math.hypot(cosine, sine),
    rotation: Math.atan2(sine, cosine),
  }
}
