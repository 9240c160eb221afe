import type { Size } from '../../../../shared/util/geometry.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { nextTurn, rowsPerTurn } from '../turns.ts'

/** The largest models for background removal return as many pixels; more would take time and show nothing new. */
const workPixelsMax = 1_048_576

/** The image reduced to what estimates need, with values from 0 to 1. */
export interface WorkImage extends Size {
  /** Straight colors, where the image is visible. */
  readonly colors: readonly [Float32Array, Float32Array, Float32Array]
  /** Opacity of the image itself. */
  readonly alpha: Float32Array
}

/**
 * The matte's own size, whatever its shape: what a pixel of the matte covers must be one pixel of the image, or its edges
 * could not be told from the image's.
 */
export function matteSizeOf(image: Size, matte: Size): Size {
  const scale = Math.min(1, Math.sqrt(workPixelsMax / (matte.widthPx * matte.heightPx)))
  const reduce = (sidePx: number, limitPx: number) => Math.max(1, Math.min(limitPx, Math.round(sidePx * scale)))
  return { widthPx: reduce(matte.widthPx, image.widthPx), heightPx: reduce(matte.heightPx, image.heightPx) }
}

/** The image's own shape: a blur of as many pixels in both directions is as wide as high in the image. */
export function shapedSizeOf({ widthPx, heightPx }: Size): Size {
  const scale = Math.min(1, Math.sqrt(workPixelsMax / (widthPx * heightPx)))
  return { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) }
}

/** Each pixel is the mean of the image's pixels whose centers lie in it, colors weighted by opacity. */
export async function toWorkImage(original: OriginalImage, size: Size, signal: AbortSignal): Promise<WorkImage> {
  const { widthPx, heightPx } = size
  const full = original.bitDepth === 16 ? 65_535 : 255
  const plane = () => new Float32Array(widthPx * heightPx)
  const [red, green, blue, alpha, count] = [plane(), plane(), plane(), plane(), plane()]
  const columns = Int32Array.from({ length: original.widthPx }, (_, x) => Math.floor((x * widthPx) / original.widthPx))
  for (let y = 0, at = 0; y < original.heightPx; y++) {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
    const row = Math.floor((y * heightPx) / original.heightPx) * widthPx
    for (let x = 0; x < original.widthPx; x++, at += 4) {
      const to = row + columns[x]!
      const opacity = original.rgba[at + 3]! / full
      const weight = opacity / full
      red[to]! += original.rgba[at]! * weight
      green[to]! += original.rgba[at + 1]! * weight
      blue[to]! += original.rgba[at + 2]! * weight
      alpha[to]! += opacity
      count[to]! += 1
    }
  }
  for (let n = 0; n < alpha.length; n++) {
    const visible = alpha[n]! > 0 ? 1 / alpha[n]! : 0
    red[n]! *= visible
    green[n]! *= visible
    blue[n]! *= visible
    alpha[n]! /= count[n]!
  }
  return { ...size, colors: [red, green, blue], alpha }
}

/** Enlarges planes to the width and height of an image, row by row, bilinearly between pixel centers. */
export class EnlargedRows {
  readonly #planes: readonly Float32Array[]
  readonly #from: Size
  readonly #to: Size
  /** For each column of the image: the left one of two columns of the plane, and the share of the right one. */
  readonly #left: Int32Array
  readonly #share: Float32Array
  readonly #mixed: readonly Float32Array[]

  constructor(planes: readonly Float32Array[], from: Size, to: Size) {
    this.#planes = planes
    this.#from = from
    this.#to = to
    this.#left = new Int32Array(to.widthPx)
    this.#share = new Float32Array(to.widthPx)
    for (let x = 0; x < to.widthPx; x++) {
      const { low, share } = place(x, to.widthPx, from.widthPx)
      this.#left[x] = low
      this.#share[x] = share
    }
    this.#mixed = planes.map(() => new Float32Array(from.widthPx + 1))
  }

  /** Writes row `y` of the image, one line per plane. */
  read(y: number, lines: readonly Float32Array[]): void {
    const { widthPx, heightPx } = this.#from
    const { low, share } = place(y, this.#to.heightPx, heightPx)
    const [top, bottom] = [low * widthPx, Math.min(heightPx - 1, low + 1) * widthPx]
    for (const [n, plane] of this.#planes.entries()) {
      const mixed = this.#mixed[n]!
      for (let x = 0; x < widthPx; x++) mixed[x] = plane[top + x]! + (plane[bottom + x]! - plane[top + x]!) * share
      mixed[widthPx] = mixed[widthPx - 1]!
      const line = lines[n]!
      for (let x = 0; x < line.length; x++) {
        const left = this.#left[x]!
        line[x] = mixed[left]! + (mixed[left + 1]! - mixed[left]!) * this.#share[x]!
      }
    }
  }
}

function place(at: number, length: number, fromLength: number): { readonly low: number; readonly share: number } {
  const position = Math.min(fromLength - 1, Math.max(0, ((at + 0.5) * fromLength) / length - 0.5))
  const low = Math.floor(position)
  return { low, share: position - low }
}
