import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { EdgeTile } from './edge-tiles.ts'

/** Maps coverage to pixels. */
export interface Tint {
  /** CSS color of full coverage. */
  readonly fill: string
  /** One `ImageData` pixel per coverage value, as a little-endian word: every platform we ship on is little-endian. */
  readonly packed: Uint32Array
  /** Halves the areas covered only by growth or feather, so that they differ from the paint. */
  readonly isEdgeHalved: boolean
}

/** @param color `#rrggbb`, drawn with the context's opacity at full coverage */
export function createTint(color: string): Tint {
  const rgb = Number.parseInt(color.slice(1), 16)
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
  const packed = Uint32Array.from({ length: 256 }, (_, alpha) => {
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
  })
  return { fill: color, packed, isEdgeHalved: true }
}

/** The mask as it is sent: black for no coverage, white for full. */
export function createGray(strength: number): Tint {
  const packed = Uint32Array.from({ length: 256 }, (_, coverage) => {
    const gray = Math.round(coverage * strength)
    return ((255 << 24) | (gray << 16) | (gray << 8) | gray) >>> 0
  })
  const white = Math.round(255 * strength)
  return { fill: `rgb(${white},${white},${white})`, packed, isEdgeHalved: false }
}

export interface TintSource {
  /** The tile's paint, 256 per row; null = none. */
  readonly paint: Uint8Array | null
  /** The effective mask of the tile's area; null = none. */
  readonly effective: EdgeTile | null
  readonly tint: Tint
}

/**
 * Writes the tint of some cells: solid where there is paint, half as strong where there is only growth or feather. A
 * cell is the average of at most 4 × 4 of its pixels, enough for a tint. `words` is 256 per row whatever the level.
 */
export function writeTint(packed: Uint32Array, cells: Rect, level: number, source: TintSource): void {
  const side = 1 << level
  const step = Math.max(1, side >> 2)
  const perCell = (side / step) ** 2
  const wordOf = source.tint.packed
  const shift = source.tint.isEdgeHalved ? 1 : 0
  for (let cellY = cells.y; cellY < cells.y + cells.heightPx; cellY++) {
    for (let cellX = cells.x; cellX < cells.x + cells.widthPx; cellX++) {
      let sum = 0
      for (let y = cellY * side; y < (cellY + 1) * side; y += step) {
        for (let x = cellX * side; x < (cellX + 1) * side; x += step) sum += shownAt(source, x, y, shift)
      }
      packed[cellY * tilePx + cellX] = wordOf[(sum / perCell) | 0]!
    }
  }
}

function shownAt({ paint, effective }: TintSource, x: number, y: number, shift: number): number {
  const painted = paint === null ? 0 : paint[y * tilePx + x]!
  if (effective === null) return painted
  const column = x >> effective.shift
  if (column >= effective.stride) return painted
  // Below the image's last row there is no effective mask.
  const around = (effective.values[(y >> effective.shift) * effective.stride + column] ?? 0) >> shift
  return painted > around ? painted : around
}
