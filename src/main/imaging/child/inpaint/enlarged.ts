import type { Size } from '../../../../shared/util/geometry.ts'

/** A small RGBA image, read at the pixels of a larger one. */
export interface Enlarged {
  /** Writes the four channels of a pixel of the larger image; not rounded, not limited to 0 to 255. */
  read(x: number, y: number, into: Float32Array): void
}

/**
 * Enlarges by cubic interpolation (Catmull-Rom, Keys 1981 with a = −1/2), one pixel at a time: the whole of a large
 * image would need gigabytes. At the same size it returns the image itself.
 */
export function enlargeByPixel(rgba: Uint8Array, small: Size, large: Size): Enlarged {
  const columns = tapsOf(small.widthPx, large.widthPx)
  const rows = tapsOf(small.heightPx, large.heightPx)
  const stride = small.widthPx * 4
  return {
    read(x, y, into) {
      into.fill(0)
      for (let j = 0; j < 4; j++) {
        const weight = rows.weights[y * 4 + j]!
        if (weight === 0) continue
        const row = rows.positions[y * 4 + j]! * stride
        for (let i = 0; i < 4; i++) {
          const share = weight * columns.weights[x * 4 + i]!
          const at = row + columns.positions[x * 4 + i]! * 4
          into[0]! += share * rgba[at]!
          into[1]! += share * rgba[at + 1]!
          into[2]! += share * rgba[at + 2]!
          into[3]! += share * rgba[at + 3]!
        }
      }
    },
  }
}

/** Of each pixel of a side the four nearest of the small image, and their weights; edge pixels are repeated. */
function tapsOf(small: number, large: number): { readonly positions: Int32Array; readonly weights: Float32Array } {
  const positions = new Int32Array(large * 4)
  const weights = new Float32Array(large * 4)
  for (let at = 0; at < large; at++) {
    const center = ((at + 0.5) * small) / large - 0.5
    const first = Math.floor(center + 1e-9)
    const t = Math.max(0, center - first)
    const [t2, t3] = [t * t, t * t * t]
    const cubic = [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2]
    for (let k = 0; k < 4; k++) {
      positions[at * 4 + k] = Math.min(small - 1, Math.max(0, first - 1 + k))
      weights[at * 4 + k] = cubic[k]!
    }
  }
  return { positions, weights }
}
