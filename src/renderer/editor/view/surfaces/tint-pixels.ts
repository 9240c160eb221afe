import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { EdgeTile } from './edge-tiles.ts'

/** How coverage becomes pixels. */
export interface Tint {
  /** CSS color of full coverage. */
  readonly fill: string
  /** A pixel of `ImageData` per coverage, as one little-endian word: every platform we ship on is. */
  readonly words: Uint32Array
  /** Halves what only grow or soft edge reaches, so that it is told from the paint. */
  readonly isEdgeHalved: boolean
}

/** @param color `#rrggbb`, drawn in the context's opacity where coverage is full */
export function createTint(color: string): Tint {
  const rgb = Number.parseInt(color.slice(1), 16)
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
  const words = Uint32Array.from({ length: 256 }, (_, alpha) => {
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
  })
  return { fill: color, words, isEdgeHalved: true }
}

/** The mask as it is sent: black where nothing is, white where all is. */
export function createGray(strength: number): Tint {
  const words = Uint32Array.from({ length: 256 }, (_, coverage) => {
    const gray = Math.round(coverage * strength)
    return ((255 << 24) | (gray << 16) | (gray << 8) | gray) >>> 0
  })
  const white = Math.round(255 * strength)
  return { fill: `rgb(${white},${white},${white})`, words, isEdgeHalved: false }
}

export interface TintSource {
  /** The tile's paint, 256 to a row; null = none. */
  readonly paint: Uint8Array | null
  /** The effective mask of the tile's part of the picture; null = none. */
  readonly effective: EdgeTile | null
  readonly tint: Tint
}

/**
 * Writes the tint of some cells: solid where paint is, half as strong where only grow or soft edge reaches. A cell is the
 * average of at most 4 × 4 of its pixels, enough for a tint. `words` is 256 to a row whatever the level.
 */
export function writeTint(words: Uint32Array, cells: Rect, level: number, source: TintSource): void {
  const side = 1 << level
  const step = Math.max(1, side >> 2)
  const perCell = (side / step) ** 2
  const wordOf = source.tint.words
  const shift = source.tint.isEdgeHalved ? 1 : 0
  for (let cellY = cells.y; cellY < cells.y + cells.heightPx; cellY++) {
    for (let cellX = cells.x; cellX < cells.x + cells.widthPx; cellX++) {
      let sum = 0
      for (let y = cellY * side; y < (cellY + 1) * side; y += step) {
        for (let x = cellX * side; x < (cellX + 1) * side; x += step) sum += shownAt(source, x, y, shift)
      }
      words[cellY * tilePx + cellX] = wordOf[(sum / perCell) | 0]!
    }
  }
}

function shownAt({ paint, effective }: TintSource, x: number, y: number, shift: number): number {
  const own = paint === null ? 0 : paint[y * tilePx + x]!
  if (effective === null) return own
  const column = x >> effective.shift
  if (column >= effective.stride) return own
  // Below the picture's last row there is no effective mask.
  const around = (effective.values[(y >> effective.shift) * effective.stride + column] ?? 0) >> shift
  return own > around ? own : around
}
