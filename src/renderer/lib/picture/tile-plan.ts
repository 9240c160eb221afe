import { growRect, intersectRects, isEmptyRect, type Rect, type Size } from '../../../shared/util/geometry.ts'
import { levelFor } from './picture-level.ts'

/** Side of a tile in pixels of its level: a megabyte, sent and put on the screen well within a frame. */
export const pictureTilePx = 512

export interface PictureTile {
  readonly level: number
  readonly column: number
  readonly row: number
}

export function keyOf({ level, column, row }: PictureTile): string {
  return `${level}/${column}/${row}`
}

/** What a tile shows, pixels of the picture. */
export function rectOfTile(size: Size, { level, column, row }: PictureTile): Rect {
  const sidePx = pictureTilePx * 2 ** level
  const square = { x: column * sidePx, y: row * sidePx, widthPx: sidePx, heightPx: sidePx }
  return intersectRects(square, { x: 0, y: 0, ...size })
}

/** The level in which the whole picture is one tile. */
export function coarsestLevel({ widthPx, heightPx }: Size): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(widthPx, heightPx) / pictureTilePx)))
}

/** The tiles of the zoom's level that show any of `seen`, those in its middle first. */
export function tilesFor(size: Size, zoom: number, seen: Rect): readonly PictureTile[] {
  const level = Math.min(coarsestLevel(size), levelFor(zoom))
  const area = intersectRects(seen, { x: 0, y: 0, ...size })
  if (isEmptyRect(area)) return []
  const sidePx = pictureTilePx * 2 ** level
  const tiles: PictureTile[] = []
  const lastRow = Math.floor((area.y + area.heightPx - 1) / sidePx)
  const lastColumn = Math.floor((area.x + area.widthPx - 1) / sidePx)
  for (let row = Math.floor(area.y / sidePx); row <= lastRow; row++) {
    for (let column = Math.floor(area.x / sidePx); column <= lastColumn; column++) tiles.push({ level, column, row })
  }
  const [middleX, middleY] = [area.x + area.widthPx / 2, area.y + area.heightPx / 2]
  const distance = ({ column, row }: PictureTile): number =>
    Math.hypot((column + 0.5) * sidePx - middleX, (row + 0.5) * sidePx - middleY)
  return tiles.toSorted((a, b) => distance(a) - distance(b))
}

/** A little around what is seen, so that a small move finds it there. */
export function withMargin(seen: Rect, zoom: number): Rect {
  return growRect(seen, (pictureTilePx / 2) * 2 ** levelFor(zoom))
}

/** The tile of the next coarser level that shows the same place and more. */
export function parentOf({ level, column, row }: PictureTile): PictureTile {
  return { level: level + 1, column: column >> 1, row: row >> 1 }
}
