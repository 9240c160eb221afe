/** 8-bit luma, in row order. */
export interface LumaPlane {
  readonly widthPx: number
  readonly heightPx: number
  readonly values: Float32Array
}

/** Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli: Image Quality Assessment: From Error Visibility to Structural Similarity, 2004. */
const windowPx = 11
const sigma = 1.5
const c1 = (0.01 * 255) ** 2
const c2 = (0.03 * 255) ** 2

/** As the authors recommend: at the usual viewing scale, the short side of an image has about this many pixels. */
const shortSidePx = 256

/**
 * Returns the mean structural similarity of two images of the same size: 11 × 11 pixel windows with Gaussian weights of
 * σ 1.5.
 */
export function ssim(first: LumaPlane, second: LumaPlane): number {
  const factor = Math.max(1, Math.round(Math.min(first.widthPx, first.heightPx) / shortSidePx))
  const [a, b] = [shrink(first, factor), shrink(second, factor)]
  const weights = gaussian(Math.min(windowPx, largestOdd(Math.min(a.widthPx, a.heightPx))))
  const mean = (pick: (at: number) => number) => filter(a, pick, weights)
  const muA = mean((at) => a.values[at]!)
  const muB = mean((at) => b.values[at]!)
  const aa = mean((at) => a.values[at]! ** 2)
  const bb = mean((at) => b.values[at]! ** 2)
  const ab = mean((at) => a.values[at]! * b.values[at]!)
  let sum = 0
  for (let n = 0; n < muA.length; n++) {
    const [ma, mb] = [muA[n]!, muB[n]!]
    const [va, vb, cov] = [aa[n]! - ma * ma, bb[n]! - mb * mb, ab[n]! - ma * mb]
    sum += ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
  }
  return Math.max(-1, Math.min(1, sum / muA.length))
}

function largestOdd(atMost: number): number {
  return atMost % 2 === 1 ? atMost : atMost - 1
}

function gaussian(length: number): Float64Array {
  const middle = (length - 1) / 2
  const raw = Array.from({ length }, (_, at) => Math.exp(-((at - middle) ** 2) / (2 * sigma ** 2)))
  const sum = raw.reduce((total, value) => total + value, 0)
  return Float64Array.from(raw, (value) => value / sum)
}

/** Averages squares of that side; the remainder at the right and bottom is ignored. */
function shrink(plane: LumaPlane, factor: number): LumaPlane {
  if (factor === 1) return plane
  const [widthPx, heightPx] = [Math.floor(plane.widthPx / factor), Math.floor(plane.heightPx / factor)]
  const values = new Float32Array(widthPx * heightPx)
  for (let y = 0; y < heightPx * factor; y++) {
    const to = Math.floor(y / factor) * widthPx
    const from = y * plane.widthPx
    for (let x = 0; x < widthPx * factor; x++) values[to + Math.floor(x / factor)]! += plane.values[from + x]!
  }
  for (let n = 0; n < values.length; n++) values[n]! /= factor * factor
  return { widthPx, heightPx, values }
}

/** Weighted means of every window that lies inside, along rows and then columns. */
function filter(plane: LumaPlane, pick: (at: number) => number, weights: Float64Array): Float64Array {
  const { widthPx, heightPx } = plane
  const across = widthPx - weights.length + 1
  const down = heightPx - weights.length + 1
  const rows = new Float64Array(across * heightPx)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * pick(y * widthPx + x + k)
      rows[y * across + x] = sum
    }
  }
  const result = new Float64Array(across * down)
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * rows[(y + k) * across + x]!
      result[y * across + x] = sum
    }
  }
  return result
}
