import type { RgbImage } from './pillow-resize.ts'
import type { Taps } from './resample-taps.ts'

const channels = 3
/** Where SciPy's `gaussian_filter` ends a Gaussian, in standard deviations. */
const truncate = 4

/**
 * Pads an image to a square with black, at its right and bottom, and resizes it like transformers' Owlv2ImageProcessor: a
 * Gaussian of half the reduction, then linear interpolation, in floats (`ndimage.gaussian_filter` and `zoom`). Both are
 * one weighted sum per side; black adds nothing to it.
 * @returns interleaved RGB from 0 to 255, not rounded, in row order
 */
export function resizePadded({ rgb, widthPx, heightPx }: RgbImage, sidePx: number): Float32Array<ArrayBuffer> {
  const paddedPx = Math.max(widthPx, heightPx)
  const across = paddedTaps(paddedPx, widthPx, sidePx)
  const down = paddedTaps(paddedPx, heightPx, sidePx)
  const stride = widthPx * channels
  const resized = new Float32Array(sidePx * sidePx * channels)
  const row = new Float32Array(stride)
  for (const [y, { first, weights }] of down.entries()) {
    row.fill(0)
    for (const [tap, weight] of weights.entries()) {
      const from = (first + tap) * stride
      for (let at = 0; at < stride; at++) row[at]! += weight * rgb[from + at]!
    }
    resizeRow(row, across, resized.subarray(y * sidePx * channels, (y + 1) * sidePx * channels))
  }
  return resized
}

function resizeRow(row: Float32Array, across: readonly Taps[], resized: Float32Array): void {
  let to = 0
  for (const { first, weights } of across) {
    let [red, green, blue] = [0, 0, 0]
    let from = first * channels
    for (const weight of weights) {
      red += weight * row[from]!
      green += weight * row[from + 1]!
      blue += weight * row[from + 2]!
      from += channels
    }
    resized[to++] = red
    resized[to++] = green
    resized[to++] = blue
  }
}

/** Weights of the source pixels that are inside the image; the sum is below 1 where padding takes part. */
export function paddedTaps(paddedPx: number, imagePx: number, targetPx: number): readonly Taps[] {
  const scale = paddedPx / targetPx
  const blur = gaussianOf(Math.max(0, (scale - 1) / 2))
  const radius = (blur.length - 1) / 2
  return Array.from({ length: targetPx }, (_, at) => {
    const center = mirror((at + 0.5) * scale - 0.5, paddedPx)
    const lower = Math.min(Math.floor(center), paddedPx - 1)
    const share = center - lower
    const first = Math.max(0, lower - radius)
    const sums = new Float64Array(Math.min(paddedPx, lower + radius + 2) - first)
    for (const [tap, weight] of blur.entries()) {
      const offset = tap - radius
      addTo(sums, mirror(lower + offset, paddedPx) - first, weight * (1 - share))
      if (share > 0) addTo(sums, mirror(lower + 1 + offset, paddedPx) - first, weight * share)
    }
    const inside = Math.max(0, Math.min(sums.length, imagePx - first))
    return inside === 0 ? { first: 0, weights: [] } : { first, weights: [...sums.subarray(0, inside)] }
  })
}

function addTo(sums: Float64Array, at: number, weight: number): void {
  sums[at] = sums[at]! + weight
}

/** Sums to 1. */
function gaussianOf(deviation: number): readonly number[] {
  const radius = Math.floor(truncate * deviation + 0.5)
  const values = Array.from({ length: 2 * radius + 1 }, (_, at) =>
    radius === 0 ? 1 : Math.exp(-((at - radius) ** 2) / (2 * deviation ** 2)),
  )
  const sum = values.reduce((all, each) => all + each, 0)
  return values.map((each) => each / sum)
}

/** Reflects a position about the centers of the outermost of `count` pixels, as often as needed. */
function mirror(position: number, count: number): number {
  if (count === 1) return 0
  const last = count - 1
  const turned = Math.abs(position) % (2 * last)
  return turned > last ? 2 * last - turned : turned
}
