import type { Size } from '../../../../shared/util/geometry.ts'
import type { ResampleFilter } from '../../imaging.ts'

/** 8-bit RGB, interleaved, in row order. */
export interface RgbImage extends Size {
  readonly rgb: Uint8Array
}

export interface Kernel {
  /** Half the width, in source pixels, where nothing is made smaller. */
  readonly support: number
  weight(distance: number): number
}

/** Keys' cubic convolution with a = −0.5, and the triangle. */
export const kernels: Readonly<Record<ResampleFilter, Kernel>> = {
  bilinear: { support: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: {
    support: 2,
    weight(distance) {
      const x = Math.abs(distance)
      if (x < 1) return 1.5 * x * x * x - 2.5 * x * x + 1
      return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0
    },
  },
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
      let [red, green, blue] = [half, half, half]
      let from = (y * widthPx + first[x]!) * channels
      for (let at = x * width, end = at + counts[x]!; at < end; at++, from += channels) {
        const weight = fixed[at]!
        red += rgb[from]! * weight
        green += rgb[from + 1]! * weight
        blue += rgb[from + 2]! * weight
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
  for (let y = 0; y < targetPx; y++) {
    for (let x = 0; x < stride; x++) {
      let sum = half
      let from = first[y]! * stride + x
      for (let at = y * width, end = at + counts[y]!; at < end; at++, from += stride) sum += rgb[from]! * fixed[at]!
      resized[y * stride + x] = toByte(sum)
    }
  }
  return { rgb: resized, widthPx, heightPx: targetPx }
}

function weightsFor(sourcePx: number, targetPx: number, filter: ResampleFilter): Weights {
  const { support, weight } = kernels[filter]
  const scale = sourcePx / targetPx
  const filterScale = Math.max(1, scale)
  const reach = support * filterScale
  const width = Math.ceil(reach) * 2 + 1
  const [first, counts] = [new Int32Array(targetPx), new Int32Array(targetPx)]
  const fixed = new Int32Array(targetPx * width)
  for (let x = 0; x < targetPx; x++) {
    const center = (x + 0.5) * scale
    const from = Math.max(0, Math.trunc(center - reach + 0.5))
    const count = Math.min(sourcePx, Math.trunc(center + reach + 0.5)) - from
    const weights = Array.from({ length: count }, (_, at) => weight((at + from - center + 0.5) / filterScale))
    const sum = weights.reduce((all, each) => all + each, 0)
    first[x] = from
    counts[x] = count
    for (const [at, each] of weights.entries()) fixed[x * width + at] = toFixed(sum === 0 ? each : each / sum)
  }
  return { width, first, counts, fixed }
}

/** Rounds half away from zero. */
function toFixed(weight: number): number {
  return Math.trunc(weight * 2 ** fractionBits + (weight < 0 ? -0.5 : 0.5))
}

function toByte(sum: number): number {
  const value = Math.floor(sum / 2 ** fractionBits)
  return value < 0 ? 0 : Math.min(255, value)
}
