import { effectiveMask, type MaskEdge } from '../../shared/util/effective-mask.ts'
import type { Size } from '../../shared/util/geometry.ts'

export interface TiledMask extends Size {
  /** Row by row; null = nothing painted there. `tilePx` pixels to a row of a tile. */
  readonly tiles: readonly (Uint8Array | null)[]
  readonly columns: number
  readonly tilePx: number
}

export interface SmallMask extends Size {
  readonly coverage: Uint8Array
}

/** Steps over pixels inside one cell of the small mask: enough to see a line of a few pixels, cheap at 16,384 px. */
const samplesPerCell = 8

/**
 * The effective mask at most `longestPx` large. A cell is as white as its whitest pixel, so that nothing painted gets
 * lost in making it small.
 */
export function makeSmallMask(mask: TiledMask, edge: MaskEdge, longestPx: number): SmallMask {
  const scale = Math.max(1, mask.widthPx / longestPx, mask.heightPx / longestPx)
  const size = {
    widthPx: Math.max(1, Math.round(mask.widthPx / scale)),
    heightPx: Math.max(1, Math.round(mask.heightPx / scale)),
  }
  const coverage = new Uint8Array(size.widthPx * size.heightPx)
  mask.tiles.forEach((tile, index) => {
    if (tile !== null) poolTile(tile, index, mask, size, coverage)
  })
  const rect = { x: 0, y: 0, ...size }
  const smallEdge = { growPx: edge.growPx / scale, featherPx: edge.featherPx / scale }
  return { ...size, coverage: effectiveMask({ rect, coverage }, rect, smallEdge) }
}

function poolTile(tile: Uint8Array, index: number, mask: TiledMask, size: Size, coverage: Uint8Array): void {
  const { tilePx } = mask
  const left = (index % mask.columns) * tilePx
  const top = Math.floor(index / mask.columns) * tilePx
  const step = Math.max(1, Math.floor(mask.widthPx / size.widthPx / samplesPerCell))
  const right = Math.min(tilePx, mask.widthPx - left)
  const bottom = Math.min(tilePx, mask.heightPx - top)
  for (let y = 0; y < bottom; y += step) {
    const row = Math.min(size.heightPx - 1, Math.floor(((top + y) * size.heightPx) / mask.heightPx)) * size.widthPx
    for (let x = 0; x < right; x += step) {
      const value = tile[y * tilePx + x]!
      const cell = row + Math.min(size.widthPx - 1, Math.floor(((left + x) * size.widthPx) / mask.widthPx))
      if (value > coverage[cell]!) coverage[cell] = value
    }
  }
}
