import type { Size } from '../../../../shared/util/geometry.ts'

/**
 * Gaussian blur of a plane by three box blurs (`rounds`; one is the box itself) of fractional width (Gwosdek et al. 2011, "Theoretical Foundations of
 * Gaussian Convolution by Extended Box Filtering"); edge pixels are repeated. Its run time does not depend on
 * `sigmaPx`.
 */
export function blurPlane(
  plane: Float32Array,
  { widthPx, heightPx }: Size,
  sigmaPx: number,
  rounds = gaussianRounds,
): Float32Array {
  const result = Float32Array.from(plane)
  if (sigmaPx <= 0) return result
  const box = boxOf(sigmaPx, rounds)
  const scratch = new Float32Array(Math.max(widthPx, heightPx) * bandColumns)
  for (let y = 0; y < heightPx; y++) {
    blurLines(result.subarray(y * widthPx, (y + 1) * widthPx), scratch, widthPx, 1, box)
  }
  const band = new Float32Array(heightPx * bandColumns)
  for (let left = 0; left < widthPx; left += bandColumns) {
    const columns = Math.min(bandColumns, widthPx - left)
    const lines = band.subarray(0, heightPx * columns)
    for (let y = 0; y < heightPx; y++) {
      lines.set(result.subarray(y * widthPx + left, y * widthPx + left + columns), y * columns)
    }
    blurLines(lines, scratch, heightPx, columns, box)
    for (let y = 0; y < heightPx; y++) {
      result.set(lines.subarray(y * columns, (y + 1) * columns), y * widthPx + left)
    }
  }
  return result
}

/** Blur normalized by the weights: pixels of weight 0 do not bleed into the others. */
export function blurWeighted(plane: Float32Array, weights: Float32Array, size: Size, sigmaPx: number): Float32Array {
  const weighted = new Float32Array(plane.length)
  for (let n = 0; n < plane.length; n++) weighted[n] = plane[n]! * weights[n]!
  const sums = blurPlane(weighted, size, sigmaPx)
  const shares = blurPlane(weights, size, sigmaPx)
  for (let n = 0; n < sums.length; n++) sums[n] = shares[n]! > 1e-4 ? sums[n]! / shares[n]! : 0
  return sums
}

interface Box {
  /** The box covers 2 · radius + 1 whole pixels and a fraction `edge` of one more on either side. */
  readonly radius: number
  readonly edge: number
  readonly scale: number
  readonly rounds: number
}

const gaussianRounds = 3
/** Columns blurred together: enough to fill a cache line. */
const bandColumns = 16

/** `rounds` such boxes have the variance `sigmaPx`² (formula of section 3.2 of the paper). */
function boxOf(sigmaPx: number, rounds: number): Box {
  const variance = (sigmaPx * sigmaPx) / rounds
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2)
  const length = 2 * radius + 1
  const edge = (length * (radius * (radius + 1) - 3 * variance)) / (6 * (variance - (radius + 1) ** 2))
  return { radius, edge, scale: 1 / (length + 2 * edge), rounds }
}

/** `across` interleaved lines, sample `n` of line `c` at `n * across + c`. */
function blurLines(lines: Float32Array, scratch: Float32Array, length: number, across: number, box: Box): void {
  const { radius, edge, scale, rounds } = box
  const last = length - 1
  const sums = new Float32Array(across)
  for (let round = 0; round < rounds; round++) {
    scratch.set(lines)
    sums.fill(0)
    for (let n = -radius; n <= radius; n++) {
      const at = Math.min(last, Math.max(0, n)) * across
      for (let c = 0; c < across; c++) sums[c]! += scratch[at + c]!
    }
    for (let n = 0; n <= last; n++) {
      const before = Math.max(0, n - radius - 1) * across
      const leaving = Math.max(0, n - radius) * across
      const after = Math.min(last, n + radius + 1) * across
      for (let c = 0; c < across; c++) {
        const next = scratch[after + c]!
        lines[n * across + c] = (sums[c]! + edge * (scratch[before + c]! + next)) * scale
        sums[c]! += next - scratch[leaving + c]!
      }
    }
  }
}
