import { growRect, intersectRects, isEmptyRect, type Rect, type Size } from '../../../shared/util/geometry.ts'
import { levelFor } from './image-level.ts'

/** Side of a tile in pixels of its level: a megabyte, transferred and drawn well within a frame. */
export const imageTilePx = 512

export interface ImageTile {
  readonly level: number
  readonly column: number
  readonly row: number
}

export function keyOf({ level, column, row }: ImageTile): string {
  return `${level}/${column}/${row}`
}

/** Returns a tile's rectangle in pixels of the image. */
export function rectOfTile(size: Size, { level, column, row }: ImageTile): Rect {
  const sidePx = imageTilePx * 2 ** level
  const square = { x: column * sidePx, y: row * sidePx, widthPx: sidePx, heightPx: sidePx }
  return intersectRects(square, { x: 0, y: 0, ...size })
}

/** Returns the level at which the whole image is one tile. */
export function coarsestLevel({ widthPx, heightPx }: Size): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(widthPx, heightPx) / imageTilePx)))
}

/** Returns the tiles of the zoom's level that intersect `visible`, from the center outward. */
export function tilesFor(size: Size, zoom: number, visible: Rect): readonly ImageTile[] {
  const level = Math.min(coarsestLevel(size), levelFor(zoom))
  const area = intersectRects(visible, { x: 0, y: 0, ...size })
  if (isEmptyRect(area)) return []
  const sidePx = imageTilePx * 2 ** level
  const tiles: ImageTile[] = []
  const lastRow = Math.floor((area.y + area.heightPx - 1) / sidePx)
  const lastColumn = Math.floor((area.x + area.widthPx - 1) / sidePx)
  for (let row = Math.floor(area.y / sidePx); row <= lastRow; row++) {
    for (let column = Math.floor(area.x / sidePx); column <= lastColumn; column++) tiles.push({ level, column, row })
  }
  const [middleX, middleY] = [area.x + area.widthPx / 2, area.y + area.heightPx / 2]
  const distance = ({ column, row }: ImageTile): number =>
    Math.hypot((column + 0.5) * sidePx - middleX, (row + 0.5) * sidePx - middleY)
  return tiles.toSorted((a, b) => distance(a) - distance(b))
}

/** Extends the visible area a little, so that small moves find their tiles loaded. */
export function withMargin(visible: Rect, zoom: number): Rect {
  return growRect(visible, (imageTilePx / 2) * 2 ** levelFor(zoom))
}

/** Returns the tile of the next coarser level that covers this one. */
export function parentOf({ level, column, row }: ImageTile): ImageTile {
  return { level: level + 1, column: column >> 1, row: row >> 1 }
}
