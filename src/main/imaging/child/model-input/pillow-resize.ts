import type { Size } from '../../../../shared/util/geometry.ts'
import type { ResampleFilter } from '../../imaging.ts'
import { tapsOf } from './resample-taps.ts'

/** 8-bit RGB, interleaved, in row order. */
export interface RgbImage extends Size {
  readonly rgb: Uint8Array
}

/** Pillow computes with 22 fractional bits: 32, less 8 for the value and 2 for a kernel's overshoot. */
const fractionBits = 32 - 8 - 2
const half = 2 ** (fractionBits - 1)
const channels = 3

/** For each target pixel its first source pixel, and fixed-point weights for `width` pixels from there. */
interface Weights {
  readonly width: number
  readonly first: Int32Array
  readonly counts: Int32Array
  readonly fixed: Int32Array
}

/**
 * Resizes like Pillow's `Image.resize`, on which the image processors of CLIP and its relatives rest: antialiased, rows
 * first, each pass rounded to 8 bits (Pillow, src/libImaging/Resample.c). Vectors are comparable with those of other
 * programs only if the pixels are.
 */
export function resizeLikePillow(image: RgbImage, target: Size, filter: ResampleFilter): RgbImage {
  const wide = image.widthPx === target.widthPx ? image : resizeRows(image, target.widthPx, filter)
  return wide.heightPx === target.heightPx ? wide : resizeColumns(wide, target.heightPx, filter)
}

function resizeRows({ rgb, widthPx, heightPx }: RgbImage, targetPx: number, filter: ResampleFilter): RgbImage {
  const { width, first, counts, fixed } = weightsFor(widthPx, targetPx, filter)
  const resized = new Uint8Array(targetPx * heightPx * channels)
  let to = 0
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < targetPx; x++) {
      let red = half
      let green = half
      let blue = half
      let from = (y * widthPx + first[x]!) * channels
      for (let at = x * width, end = at + counts[x]!; at < end; at++, from += channels) {
        const weight = fixed[at]!
        red = (red + Math.imul(rgb[from]!, weight)) | 0
        green = (green + Math.imul(rgb[from + 1]!, weight)) | 0
        blue = (blue + Math.imul(rgb[from + 2]!, weight)) | 0
      }
      resized[to++] = toByte(red)
      resized[to++] = toByte(green)
      resized[to++] = toByte(blue)
    }
  }
  return { rgb: resized, widthPx: targetPx, heightPx }
}

function resizeColumns({ rgb, widthPx, heightPx }: RgbImage, targetPx: number, filter: ResampleFilter): RgbImage {
  const { width, first, counts, fixed } = weightsFor(heightPx, targetPx, filter)
  const stride = widthPx * channels
  const resized = new Uint8Array(targetPx * stride)
  // Row by row, as the pixels lie in memory.
  const sums = new Int32Array(stride)
  for (let y = 0; y < targetPx; y++) {
    sums.fill(half)
    let from = first[y]! * stride
    for (let at = y * width, end = at + counts[y]!; at < end; at++) {
      const weight = fixed[at]!
      for (let x = 0; x < stride; x++) sums[x] = (sums[x]! + Math.imul(rgb[from + x]!, weight)) | 0
      from += stride
    }
    for (let x = 0; x < stride; x++) resized[y * stride + x] = toByte(sums[x]!)
  }
  return { rgb: resized, widthPx, heightPx: targetPx }
}

function weightsFor(sourcePx: number, targetPx: number, filter: ResampleFilter): Weights {
  const taps = tapsOf(sourcePx, targetPx, filter)
  const width = Math.max(...taps.map(({ weights }) => weights.length))
  const fixed = new Int32Array(targetPx * width)
  for (const [x, { weights }] of taps.entries()) fixed.set(weights.map(toFixed), x * width)
  return {
    width,
    first: Int32Array.from(taps, ({ first }) => first),
    counts: Int32Array.from(taps, ({ weights }) => weights.length),
    fixed,
  }
}

/** Rounds half away from zero. */
function toFixed(weight: number): number {
  return Math.trunc(weight * 2 ** fractionBits + (weight < 0 ? -0.5 : 0.5))
}

function toByte(sum: number): number {
  const value = sum >> fractionBits
  return value < 0 ? 0 : value > 255 ? 255 : value
}
