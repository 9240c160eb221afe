import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { intersectRects, uniteRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { CoverageSource, TileMap } from '../../document/raster.ts'
import { copyPart } from '../tile-content.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from '../tile-grid.ts'

/** Whole tiles as a coverage source. Takes ownership of the tiles: reading a whole one returns it without copying. */
export function tilesSource(size: Size, tiles: TileMap): CoverageSource {
  const grid = createTileGrid(size)
  let bounds: Rect = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
  for (const [index, pixels] of tiles) if (pixels !== null) bounds = uniteRects(bounds, tileRect(grid, index))
  return {
    bounds,
    read: (part) => {
      const whole = wholeTileOf(grid, part)
      if (whole !== null) return tiles.get(whole) ?? 'none'
      let coverage: Uint8Array | null = null
      forEachTileIn(grid, intersectRects(part, { x: 0, y: 0, ...size }), (index, shared) => {
        const pixels = tiles.get(index) ?? null
        if (pixels === null) return
        coverage ??= new Uint8Array(part.widthPx * part.heightPx)
        const stored = { ...tileRect(grid, index), widthPx: tilePx, heightPx: tilePx }
        copyPart(shared, 1, { pixels, rect: stored }, { pixels: coverage, rect: part })
      })
      return coverage ?? 'none'
    },
  }
}

/** The index of the tile if the part is exactly one of 256 × 256 pixels. */
function wholeTileOf({ columns }: TileGrid, { x, y, widthPx, heightPx }: Rect): number | null {
  const isWhole = widthPx === tilePx && heightPx === tilePx && x % tilePx === 0 && y % tilePx === 0
  return isWhole ? (y / tilePx) * columns + x / tilePx : null
}
