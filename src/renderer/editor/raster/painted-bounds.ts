import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { Tile } from './tile.ts'
import type { TileGrid } from './tile-grid.ts'

/**
 * The smallest rectangle around everything painted; null if nothing is. Scans from all four sides until it meets paint:
 * tiles within cannot widen it and are skipped.
 */
export function paintedBounds({ columns, rows }: TileGrid, tiles: readonly (Tile | null)[]): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const look = (column: number, row: number): void => {
    const part = tiles[row * columns + column]?.painted ?? null
    if (part === null) return
    left = Math.min(left, column * tilePx + part.x)
    top = Math.min(top, row * tilePx + part.y)
    right = Math.max(right, column * tilePx + part.x + part.widthPx)
    bottom = Math.max(bottom, row * tilePx + part.y + part.heightPx)
  }
  const lookAlongRow = (row: number): void => {
    for (let column = 0; column < columns; column++) look(column, row)
  }
  const lookAlongColumn = (column: number): void => {
    for (let row = 0; row < rows; row++) look(column, row)
  }
  for (let row = 0; row < rows && row * tilePx < top; row++) lookAlongRow(row)
  if (top === Infinity) return null
  for (let row = rows - 1; (row + 1) * tilePx > bottom; row--) lookAlongRow(row)
  for (let column = 0; column * tilePx < left; column++) lookAlongColumn(column)
  for (let column = columns - 1; (column + 1) * tilePx > right; column--) lookAlongColumn(column)
  return { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}
