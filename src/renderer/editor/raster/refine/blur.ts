import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { cropTo } from './crop-to.ts'

const passes = 3

/** A box with soft ends: `radius` whole neighbors on either side and `share` of one more. */
interface SoftBox {
  readonly radius: number
  readonly share: number
}

/**
 * The box of which three passes have the spread of a Gaussian of this sigma, whole or not (Gwosdek, Grewenig, Bruhn &
 * Weickert 2011, "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering").
 */
function boxFor(sigmaPx: number): SoftBox {
  const variance = (sigmaPx * sigmaPx) / passes
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2)
  const next = (radius + 1) * (radius + 1)
  const share = ((2 * radius + 1) * (radius * (radius + 1) - 3 * variance)) / (6 * (variance - next))
  return { radius, share: Math.max(0, share) }
}

/** Pixels beyond a place that have a say in it. */
export function blurReachPx(sigmaPx: number): number {
  return sigmaPx <= 0 ? 0 : passes * (boxFor(sigmaPx).radius + 1)
}

/**
 * Gaussian blur by three passes of a soft box each way: within 3 % of the true curve, and of limited reach. Beyond the
 * pixels given, the outermost go on.
 * @param core the part to compute, in the coordinates of `pixels`
 */
export function blur(pixels: Uint8Array, size: Size, core: Rect, sigmaPx: number): Uint8Array {
  if (sigmaPx <= 0) return cropTo(pixels, size, core)
  const reach = blurReachPx(sigmaPx)
  const line = new BlurLine(boxFor(sigmaPx), Math.max(core.widthPx, core.heightPx) + 2 * reach)
  // Across, written column by column, in 1/256 of a gray value.
  const across = new Uint16Array(core.widthPx * size.heightPx)
  for (let y = 0; y < size.heightPx; y++) {
    const length = line.load(pixels, y * size.widthPx, size.widthPx, core.x - reach, core.widthPx + 2 * reach)
    const row = line.blur(length)
    for (let x = 0; x < core.widthPx; x++) across[x * size.heightPx + y] = row[x]! * 256 + 0.5
  }
  const out = new Uint8Array(core.widthPx * core.heightPx)
  for (let x = 0; x < core.widthPx; x++) {
    const length = line.load(across, x * size.heightPx, size.heightPx, core.y - reach, core.heightPx + 2 * reach)
    const column = line.blur(length)
    for (let y = 0; y < core.heightPx; y++) out[y * core.widthPx + x] = column[y]! / 256 + 0.5
  }
  return out
}

/** One line at a time, small enough to stay in the processor's nearest memory. */
class BlurLine {
  readonly #box: SoftBox
  #from: Float64Array
  #to: Float64Array

  constructor(box: SoftBox, longest: number) {
    this.#box = box
    this.#from = new Float64Array(longest)
    this.#to = new Float64Array(longest)
  }

  /** Takes `length` values from `first` on, which may begin before the line and end after it. */
  load(source: Uint8Array | Uint16Array, offset: number, available: number, first: number, length: number): number {
    const from = this.#from
    const start = Math.max(0, first)
    const end = Math.min(available, first + length)
    from.fill(source[offset]!, 0, start - first)
    from.set(source.subarray(offset + start, offset + end), start - first)
    from.fill(source[offset + available - 1]!, end - first, length)
    return length
  }

  /** The result is shorter by the reach on either side, and good until the next call. */
  blur(length: number): Float64Array {
    let left = length
    for (let pass = 0; pass < passes; pass++) {
      left = this.#pass(left)
      const done = this.#to
      this.#to = this.#from
      this.#from = done
    }
    return this.#from
  }

  #pass(length: number): number {
    const { radius, share } = this.#box
    const from = this.#from
    const to = this.#to
    const width = 2 * radius + 1
    const scale = 1 / (width + 2 * share)
    const result = length - width - 1
    let sum = 0
    for (let i = 1; i <= width; i++) sum += from[i]!
    for (let i = 0; i < result; i++) {
      to[i] = (sum + share * (from[i]! + from[i + width + 1]!)) * scale
      sum += from[i + width + 1]! - from[i + 1]!
    }
    return result
  }
}
