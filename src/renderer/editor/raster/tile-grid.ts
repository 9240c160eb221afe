import { tilePx } from '../../../shared/domain/surfaces.ts'
import { intersectRects, type Rect, type Size } from '../../../shared/util/geometry.ts'

/** How an image is cut into tiles. */
export interface TileGrid {
  readonly size: Size
  readonly columns: number
  readonly rows: number
}

export function createTileGrid(size: Size): TileGrid {
  return { size, columns: Math.ceil(size.widthPx / tilePx), rows: Math.ceil(size.heightPx / tilePx) }
}

/** The area of the image that a tile covers: smaller than 256 × 256 at the right and bottom edges. */
export function tileRect(grid: TileGrid, index: number): Rect {
  const x = (index % grid.columns) * tilePx
  const y = Math.floor(index / grid.columns) * tilePx
  return {
    x,
    y,
    widthPx: Math.min(tilePx, grid.size.widthPx - x),
    heightPx: Math.min(tilePx, grid.size.heightPx - y),
  }
}

/** Calls `visit` for each tile the area touches, with the touched part in image coordinates. */
export function forEachTileIn(grid: TileGrid, area: Rect, visit: (index: number, part: Rect) => void): void {
  const firstColumn = Math.max(0, Math.floor(area.x / tilePx))
  const firstRow = Math.max(0, Math.floor(area.y / tilePx))
  const lastColumn = Math.min(grid.columns - 1, Math.floor((area.x + area.widthPx - 1) / tilePx))
  const lastRow = Math.min(grid.rows - 1, Math.floor((area.y + area.heightPx - 1) / tilePx))
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * grid.columns + column
      visit(index, intersectRects(area, tileRect(grid, index)))
    }
  }
}
