import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { RasterRef } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import type { TileGrid } from '../../raster/tile-grid.ts'

/** `256 >> shift` cells to a row. */
type Cells = Uint8Array | 'none' | 'full'

/** Coverage in cells of several pixels, each as strong as its strongest pixel, kept by tiles. */
export class CellTiles {
  readonly #raster: Raster
  readonly #pooled = new Map<number, Uint8Array>()

  constructor(raster: Raster) {
    this.#raster = raster
  }

  clear(): void {
    this.#pooled.clear()
  }

  /** The tile's pixels changed. */
  forget(index: number): void {
    this.#pooled.delete(index)
  }

  read(index: number, ref: RasterRef, shift: number): Cells {
    const tile = this.#raster.tiles(ref)[index] ?? null
    if (tile === null) return 'none'
    if (tile.isFull) return 'full'
    if (shift === 0) return this.#raster.pixels(tile)
    const known = this.#pooled.get(index)
    if (known !== undefined) return known
    const pooled = poolTile(this.#raster.pixels(tile), shift)
    this.#pooled.set(index, pooled)
    return pooled
  }

  /** The cells of a part that lies inside the picture; null where nothing is painted. */
  gather(part: Rect, grid: TileGrid, ref: RasterRef, shift: number): Uint8Array<ArrayBuffer> | null {
    const side = tilePx >> shift
    const coverage = new Uint8Array(part.widthPx * part.heightPx)
    const [right, bottom] = [part.x + part.widthPx, part.y + part.heightPx]
    for (let row = Math.floor(part.y / side); row * side < bottom; row++) {
      for (let column = Math.floor(part.x / side); column * side < right; column++) {
        const cells = this.read(row * grid.columns + column, ref, shift)
        if (cells === 'none') continue
        copyCells(cells, { x: column * side, y: row * side, widthPx: side, heightPx: side }, coverage, part)
      }
    }
    return hasAny(coverage) ? coverage : null
  }
}

function poolTile(pixels: Uint8Array, shift: number): Uint8Array {
  const columns = tilePx >> shift
  const pooled = new Uint8Array(columns * columns)
  for (let y = 0; y < tilePx; y++) {
    const to = (y >> shift) * columns
    for (let x = 0; x < tilePx; x++) {
      const value = pixels[y * tilePx + x]!
      const cell = to + (x >> shift)
      if (value > pooled[cell]!) pooled[cell] = value
    }
  }
  return pooled
}

function copyCells(cells: Uint8Array | 'full', tile: Rect, coverage: Uint8Array, part: Rect): void {
  const left = Math.max(tile.x, part.x)
  const right = Math.min(tile.x + tile.widthPx, part.x + part.widthPx)
  const bottom = Math.min(tile.y + tile.heightPx, part.y + part.heightPx)
  for (let y = Math.max(tile.y, part.y); y < bottom; y++) {
    const to = (y - part.y) * part.widthPx + left - part.x
    if (cells === 'full') coverage.fill(255, to, to + right - left)
    else {
      const from = (y - tile.y) * tile.widthPx + left - tile.x
      coverage.set(cells.subarray(from, from + right - left), to)
    }
  }
}

function hasAny(coverage: Uint8Array): boolean {
  for (let i = 0; i < coverage.length; i++) if (coverage[i] !== 0) return true
  return false
}
