import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'

/**
 * Writes cells of a color tile. A cell is the average of at most 4 × 4 of its pixels, weighted by opacity.
 * @param pixels RGBA words with straight alpha, 256 per row; null = clear
 */
export function writeColor(packed: Uint32Array, cells: Rect, level: number, pixels: Uint32Array | null): void {
  const side = 1 << level
  for (let cellY = cells.y; cellY < cells.y + cells.heightPx; cellY++) {
    const to = cellY * tilePx
    for (let cellX = cells.x; cellX < cells.x + cells.widthPx; cellX++) {
      if (pixels === null) packed[to + cellX] = 0
      else if (level === 0) packed[to + cellX] = pixels[to + cellX]!
      else packed[to + cellX] = averageOf(pixels, cellX * side, cellY * side, side)
    }
  }
}

function averageOf(pixels: Uint32Array, left: number, top: number, side: number): number {
  const step = Math.max(1, side >> 2)
  let red = 0
  let green = 0
  let blue = 0
  let alpha = 0
  for (let y = top; y < top + side; y += step) {
    for (let x = left; x < left + side; x += step) {
      const word = pixels[y * tilePx + x]!
      const weight = word >>> 24
      red += (word & 255) * weight
      green += ((word >>> 8) & 255) * weight
      blue += ((word >>> 16) & 255) * weight
      alpha += weight
    }
  }
  if (alpha === 0) return 0
  const mean = alpha / (side / step) ** 2
  return ((mean << 24) | ((blue / alpha) << 16) | ((green / alpha) << 8) | (red / alpha)) >>> 0
}
