import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { RasterTile } from '../document/raster.ts'
import { createTileGrid, tileRect, type TileGrid } from './tile-grid.ts'

/** A tile's contribution to the cells it touches, row by row. */
export interface TileCells extends Size {
  /** Position of its first cell. */
  readonly column: number
  readonly row: number
  /** Sum of the coverage of all pixels of a cell. */
  readonly sums: Uint32Array
  /** The maximum coverage in each cell. */
  readonly peaks: Uint8Array
}

/** A mask in cells of several pixels; the contribution of a tile is cached for the tile's lifetime. */
export class MaskCells {
  readonly size: Size
  /** Number of cells across and down. */
  readonly cells: Size
  readonly #grid: TileGrid
  /** The cell index of each pixel column and row. */
  readonly #columns: Uint16Array
  readonly #rows: Uint16Array
  readonly #kept = new WeakMap<RasterTile, { readonly index: number; readonly cells: TileCells }>()

  /** @param cells at most as many as there are pixels */
  constructor(size: Size, cells: Size) {
    this.size = size
    this.cells = cells
    this.#grid = createTileGrid(size)
    this.#columns = cellsOf(size.widthPx, cells.widthPx)
    this.#rows = cellsOf(size.heightPx, cells.heightPx)
  }

  /** Number of pixels in each column of cells. */
  get widths(): Uint32Array {
    return countCells(this.#columns, this.cells.widthPx)
  }

  /** Number of pixels in each row of cells. */
  get heights(): Uint32Array {
    return countCells(this.#rows, this.cells.heightPx)
  }

  /** @param pixels 256 per row */
  ofTile(tile: RasterTile, index: number, pixels: Uint8Array): TileCells {
    const known = this.#kept.get(tile)
    if (known?.index === index) return known.cells
    const cells = this.#pool(index, pixels)
    this.#kept.set(tile, { index, cells })
    return cells
  }

  #pool(index: number, pixels: Uint8Array): TileCells {
    const { x, y, widthPx, heightPx } = tileRect(this.#grid, index)
    const [columns, rows] = [this.#columns, this.#rows]
    const [column, row] = [columns[x]!, rows[y]!]
    const across = columns[x + widthPx - 1]! - column + 1
    const down = rows[y + heightPx - 1]! - row + 1
    const sums = new Uint32Array(across * down)
    const peaks = new Uint8Array(across * down)
    for (let ty = 0; ty < heightPx; ty++) {
      const to = (rows[y + ty]! - row) * across - column
      for (let tx = 0; tx < widthPx; tx++) {
        const value = pixels[ty * tilePx + tx]!
        if (value === 0) continue
        const cell = to + columns[x + tx]!
        sums[cell]! += value
        if (value > peaks[cell]!) peaks[cell] = value
      }
    }
    return { column, row, widthPx: across, heightPx: down, sums, peaks }
  }
}

function cellsOf(length: number, cells: number): Uint16Array {
  return Uint16Array.from({ length }, (_, i) => Math.floor((i * cells) / length))
}

function countCells(cells: Uint16Array, count: number): Uint32Array {
  const counts = new Uint32Array(count)
  for (const cell of cells) counts[cell]!++
  return counts
}
