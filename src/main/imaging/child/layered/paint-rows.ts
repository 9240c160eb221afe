import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { intersectRects, uniteRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { LayerRows } from './layer-rows.ts'
import { inflateTile } from './tile-pixels.ts'

export interface PlacedTile {
  readonly column: number
  readonly row: number
  readonly deflated: Uint8Array
}

/** Reads a paint layer's rows from its tiles. */
export function paintRows(tiles: readonly PlacedTile[], document: Size): LayerRows {
  const bounds = tileBounds(tiles, document)
  const readTiles = tileRows(tiles, 4)
  return {
    bounds,
    readRow(y, into) {
      into.fill(0)
      const right = bounds.x + bounds.widthPx
      for (const { column, pixels, from } of readTiles(y)) {
        const x = column * tilePx
        const width = Math.min(tilePx, right - x)
        if (width > 0) into.set(pixels.subarray(from, from + width * 4), (x - bounds.x) * 4)
      }
    },
  }
}

interface TileRow {
  readonly column: number
  readonly pixels: Uint8Array
  /** Offset of the row in `pixels`. */
  readonly from: number
}

/** Yields each tile's part of a document row. Holds one row of tiles at a time. */
export function tileRows(tiles: readonly PlacedTile[], channels: 1 | 4): (y: number) => TileRow[] {
  let heldRow = -1
  let held: { readonly column: number; readonly pixels: Uint8Array }[] = []
  return (y) => {
    const row = Math.floor(y / tilePx)
    if (row !== heldRow) {
      heldRow = row
      held = tiles
        .filter((tile) => tile.row === row)
        .map(({ column, deflated }) => ({ column, pixels: inflateTile(deflated, channels) }))
    }
    const from = (y - row * tilePx) * tilePx * channels
    return held.map((tile) => ({ ...tile, from }))
  }
}

/** Bounding box of all tiles, cropped to the document. */
export function tileBounds(
  tiles: readonly { readonly column: number; readonly row: number }[],
  { widthPx, heightPx }: Size,
): Rect {
  let bounds: Rect = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
  for (const { column, row } of tiles) {
    bounds = uniteRects(bounds, { x: column * tilePx, y: row * tilePx, widthPx: tilePx, heightPx: tilePx })
  }
  return intersectRects(bounds, { x: 0, y: 0, widthPx, heightPx })
}
