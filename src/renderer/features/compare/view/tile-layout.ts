import type { Rect, Size } from '../../../../shared/util/geometry.ts'

interface TileLayout {
  readonly columns: number
  /** One per image, all the same size; an incomplete last row is centered. */
  readonly tiles: readonly Rect[]
}

/**
 * Picks the column count that shows the images largest.
 * @param shape typical width / height of the images
 */
export function layOutTiles(count: number, area: Size, shape: number, gapPx: number): TileLayout {
  const choices = Array.from({ length: count }, (_, at) => at + 1)
  const best = choices
    .map((columns) => ({ columns, areaPx: shownArea(columns, count, area, shape, gapPx) }))
    .reduce((one, other) => (other.areaPx > one.areaPx + 1 ? other : one), { columns: 1, areaPx: 0 })
  const rows = Math.ceil(count / best.columns)
  const tile = tileSize(best.columns, rows, area, gapPx)
  const tiles = Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / best.columns)
    const inRow = row === rows - 1 ? count - row * best.columns : best.columns
    const indentPx = ((best.columns - inRow) * (tile.widthPx + gapPx)) / 2
    return {
      ...tile,
      x: indentPx + (at % best.columns) * (tile.widthPx + gapPx),
      y: row * (tile.heightPx + gapPx),
    }
  })
  return { columns: best.columns, tiles }
}

function tileSize(columns: number, rows: number, area: Size, gapPx: number): Size {
  return {
    widthPx: Math.max(1, (area.widthPx - gapPx * (columns - 1)) / columns),
    heightPx: Math.max(1, (area.heightPx - gapPx * (rows - 1)) / rows),
  }
}

function shownArea(columns: number, count: number, area: Size, shape: number, gapPx: number): number {
  const { widthPx, heightPx } = tileSize(columns, Math.ceil(count / columns), area, gapPx)
  const shownWidthPx = Math.min(widthPx, heightPx * shape)
  return (shownWidthPx * shownWidthPx) / shape
}
