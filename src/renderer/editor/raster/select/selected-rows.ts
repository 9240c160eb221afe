import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** Pixel-by-pixel selection as coverage. */
export class SelectedRows {
  readonly #size: Size
  readonly #rowAt: (y: number) => Uint8Array | null
  readonly #mark: number
  /** A tile's marks with a one-pixel border: 0 or 1. */
  readonly #marks = new Uint8Array((tilePx + 2) * (tilePx + 2))

  /**
   * @param rowAt marks of one row of the image; null = nothing selected in it
   * @param mark the value of selected pixels
   */
  constructor(size: Size, rowAt: (y: number) => Uint8Array | null, mark: number) {
    this.#size = size
    this.#rowAt = rowAt
    this.#mark = mark
  }

  /** Null if nothing is selected. Anti-aliased: the weighted mean of 3 × 3 pixels, closer ones weighing more. */
  tile(rect: Rect, isAntialiased: boolean): Uint8Array | null {
    const count = this.#load(rect)
    if (count === 0) return null
    const pixels = new Uint8Array(tilePx * tilePx)
    const stride = tilePx + 2
    const marks = this.#marks
    for (let y = 0; y < rect.heightPx; y++) {
      for (let x = 0; x < rect.widthPx; x++) {
        const at = (y + 1) * stride + x + 1
        const sixteenths = isAntialiased
          ? row(marks, at - stride) + 2 * row(marks, at) + row(marks, at + stride)
          : 16 * marks[at]!
        pixels[y * tilePx + x] = (sixteenths * 255 + 8) >> 4
      }
    }
    return pixels
  }

  /** Edge pixels repeat beyond the image's border. Returns how many pixels are selected. */
  #load({ x, y, widthPx, heightPx }: Rect): number {
    const stride = tilePx + 2
    let count = 0
    for (let dy = -1; dy <= heightPx; dy++) {
      const start = (dy + 1) * stride
      const line = this.#rowAt(clamp(y + dy, this.#size.heightPx))
      if (line === null) {
        this.#marks.fill(0, start, start + stride)
        continue
      }
      for (let dx = -1; dx <= widthPx; dx++) {
        const isSelected = line[clamp(x + dx, this.#size.widthPx)] === this.#mark
        this.#marks[start + dx + 1] = isSelected ? 1 : 0
        if (isSelected) count++
      }
    }
    return count
  }
}

function row(marks: Uint8Array, at: number): number {
  return marks[at - 1]! + 2 * marks[at]! + marks[at + 1]!
}

function clamp(at: number, length: number): number {
  return Math.min(length - 1, Math.max(0, at))
}
