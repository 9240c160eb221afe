import { maskTilePx } from '../../../../shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'

/** How a layer is laid over the picture. */
export interface Tint {
  /** CSS colour of full coverage. */
  readonly fill: string
  /** A pixel of `ImageData` per coverage, as one little-endian word: every platform we ship on is. */
  readonly words: Uint32Array
}

export const tints: Readonly<Record<MaskLayer, Tint>> = {
  mask: createTint(0xff, 0x4d, 0x5e, 0.45),
  sampling: createTint(0x4c, 0xc3, 0x8a, 0.35),
}

function createTint(red: number, green: number, blue: number, opacity: number): Tint {
  const words = Uint32Array.from({ length: 256 }, (_, coverage) => {
    const alpha = Math.round(coverage * opacity)
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
  })
  return { fill: `rgba(${red},${green},${blue},${opacity})`, words }
}

export interface TintSource {
  /** The tile's paint, 256 to a row; null = none. */
  readonly paint: Uint8Array | null
  /** The effective mask of the tile's part of the picture, `effectiveWidthPx` to a row; null = none. */
  readonly effective: Uint8Array | null
  readonly effectiveWidthPx: number
  readonly tint: Tint
}

/** The part of a tile, in cells of `2 ** level` pixels, that covers these pixels. */
export function toCells(local: Rect, level: number): Rect {
  const x = local.x >> level
  const y = local.y >> level
  const most = maskTilePx >> level
  return {
    x,
    y,
    widthPx: Math.min(most, Math.ceil((local.x + local.widthPx) / 2 ** level)) - x,
    heightPx: Math.min(most, Math.ceil((local.y + local.heightPx) / 2 ** level)) - y,
  }
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
  for (let cellY = cells.y; cellY < cells.y + cells.heightPx; cellY++) {
    for (let cellX = cells.x; cellX < cells.x + cells.widthPx; cellX++) {
      let sum = 0
      for (let y = cellY * side; y < (cellY + 1) * side; y += step) {
        for (let x = cellX * side; x < (cellX + 1) * side; x += step) sum += shownAt(source, x, y)
      }
      words[cellY * maskTilePx + cellX] = wordOf[(sum / perCell) | 0]!
    }
  }
}

function shownAt({ paint, effective, effectiveWidthPx }: TintSource, x: number, y: number): number {
  const own = paint === null ? 0 : paint[y * maskTilePx + x]!
  if (effective === null || x >= effectiveWidthPx) return own
  // Below the picture's last row there is no effective mask.
  const around = (effective[y * effectiveWidthPx + x] ?? 0) >> 1
  return own > around ? own : around
}
