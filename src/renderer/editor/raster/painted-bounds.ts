import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { RasterRef } from '../document/model.ts'
import { asUint32 } from './pixel-math.ts'
import type { TileGrid } from './tile-grid.ts'

/**
 * The smallest rectangle around everything painted; null if nothing is. Scans from all four sides until it meets paint:
 * tiles within cannot widen it and are skipped.
 */
export function paintedBounds(
  { columns, rows }: TileGrid,
  tiles: readonly ({ readonly painted: Rect | null } | null)[],
): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const include = (column: number, row: number): void => {
    const part = tiles[row * columns + column]?.painted ?? null
    if (part === null) return
    left = Math.min(left, column * tilePx + part.x)
    top = Math.min(top, row * tilePx + part.y)
    right = Math.max(right, column * tilePx + part.x + part.widthPx)
    bottom = Math.max(bottom, row * tilePx + part.y + part.heightPx)
  }
  const includeRow = (row: number): void => {
    for (let column = 0; column < columns; column++) include(column, row)
  }
  const includeColumn = (column: number): void => {
    for (let row = 0; row < rows; row++) include(column, row)
  }
  for (let row = 0; row < rows && row * tilePx < top; row++) includeRow(row)
  if (top === Infinity) return null
  for (let row = rows - 1; (row + 1) * tilePx > bottom; row--) includeRow(row)
  for (let column = 0; column * tilePx < left; column++) includeColumn(column)
  for (let column = columns - 1; (column + 1) * tilePx > right; column--) includeColumn(column)
  return { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}

/**
 * The smallest rectangle around what is painted in a tile, in tile coordinates; for color, what is not transparent.
 * Null if nothing is. Reads four pixels at once where possible: a step calls this for every tile at the border of the
 * painted area.
 */
export function paintedPart(pixels: Uint8Array, channels: RasterRef['channels']): Rect | null {
  const packed = asUint32(pixels)
  return channels === 1 ? paintedCoverage(pixels, packed) : paintedColor(packed)
}

function paintedCoverage(pixels: Uint8Array, packed: Uint32Array): Rect | null {
  const rowLength = tilePx / 4
  let [left, right, top, bottom] = [tilePx, 0, -1, 0]
  for (let row = 0; row < tilePx; row++) {
    const end = (row + 1) * rowLength
    let word = row * rowLength
    while (word < end && packed[word] === 0) word++
    if (word === end) continue
    if (top < 0) top = row
    bottom = row + 1
    let first = word * 4
    while (pixels[first] === 0) first++
    left = Math.min(left, first - row * tilePx)
    let last = (row + 1) * tilePx - 1
    while (last - row * tilePx >= right && pixels[last] === 0) last--
    right = Math.max(right, last + 1 - row * tilePx)
  }
  return top < 0 ? null : { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}

function paintedColor(packed: Uint32Array): Rect | null {
  let [left, right, top, bottom] = [tilePx, 0, -1, 0]
  for (let row = 0; row < tilePx; row++) {
    const start = row * tilePx
    const end = start + tilePx
    let first = start
    // The alpha is the highest byte of a word.
    while (first < end && packed[first]! >>> 24 === 0) first++
    if (first === end) continue
    if (top < 0) top = row
    bottom = row + 1
    left = Math.min(left, first - start)
    let last = end - 1
    while (last - start >= right && packed[last]! >>> 24 === 0) last--
    right = Math.max(right, last + 1 - start)
  }
  return top < 0 ? null : { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}
