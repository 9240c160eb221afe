import type { Size } from '../../../../shared/util/geometry.ts'
import { tapsOf } from '../model-input/resample-taps.ts'

export interface ImagePlanes extends Size {
  /** One after the other, each in row order. */
  readonly planes: Float32Array<ArrayBuffer>
}

/** Resizes along rows, then along columns. `bicubic` rings once at most: once clipped, what is opaque stays opaque. */
export function resizePlanes(image: ImagePlanes, to: Size, filter: 'bicubic' | 'lanczos'): ImagePlanes {
  const { widthPx, heightPx, planes } = image
  if (to.widthPx === widthPx && to.heightPx === heightPx) return image
  const count = planes.length / (widthPx * heightPx)
  const columns = tapsOf(widthPx, to.widthPx, filter)
  const rows = tapsOf(heightPx, to.heightPx, filter)
  const between = new Float32Array(count * heightPx * to.widthPx)
  for (let row = 0; row < count * heightPx; row++) {
    for (let x = 0; x < to.widthPx; x++) {
      const { first, weights } = columns[x]!
      let sum = 0
      for (let tap = 0; tap < weights.length; tap++) sum += weights[tap]! * planes[row * widthPx + first + tap]!
      between[row * to.widthPx + x] = sum
    }
  }
  const resized = new Float32Array(count * to.heightPx * to.widthPx)
  for (let row = 0; row < count * to.heightPx; row++) {
    const { first, weights } = rows[row % to.heightPx]!
    const from = (Math.floor(row / to.heightPx) * heightPx + first) * to.widthPx
    const at = row * to.widthPx
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap]!
      const line = from + tap * to.widthPx
      for (let x = 0; x < to.widthPx; x++) resized[at + x]! += weight * between[line + x]!
    }
  }
  return { ...to, planes: resized }
}
