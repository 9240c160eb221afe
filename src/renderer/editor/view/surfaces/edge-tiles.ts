import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { maskContextPx, maskReachPx, type MaskEdge } from '../../../../shared/util/mask/effective-mask.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { RasterRef } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from '../../raster/tile-grid.ts'
import type { EdgeWork } from './edge-work.ts'

/** Coverage in cells of several pixels, each the maximum of its pixels, cached by tile. */
class CellTiles {
  readonly #raster: Raster
  readonly #pooled = new Map<number, Uint8Array>()

  constructor(raster: Raster) {
    this.#raster = raster
  }

  clear(): void {
    this.#pooled.clear()
  }

  /** Drops the cells of a tile whose pixels changed. */
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

  /** The cells of a part inside the image; null if nothing is painted there. */
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

/** The effective mask of a tile, in cells of `2 ** shift` pixels, `stride` per row. */
export interface EdgeTile {
  readonly values: Uint8Array
  readonly shift: number
  readonly stride: number
}

/** Jobs queued at once: enough to keep the worker busy, few enough that none is outdated. */
const mostJobs = { exact: 4, coarse: 32 } as const
/** Distances up to this are measured pixel by pixel; wider edges use a coarser grid, as they are only displayed. */
const mostExactReachPx = 64

/**
 * The effective mask by tiles, computed off the main thread at display resolution: it lags behind the paint by some
 * frames. Old tiles are shown until new ones are ready.
 */
export class EdgeTiles {
  readonly #work: EdgeWork
  readonly #cells: CellTiles
  readonly #onRenewed: (index: number) => void
  readonly #tiles = new Map<number, EdgeTile>()
  readonly #stale = new Set<number>()
  readonly #running = new Map<number, { readonly grid: TileGrid }>()
  #grid: TileGrid
  #shift = 0

  constructor(raster: Raster, work: EdgeWork, onRenewed: (index: number) => void) {
    this.#work = work
    this.#cells = new CellTiles(raster)
    this.#onRenewed = onRenewed
    this.#grid = createTileGrid({ widthPx: 1, heightPx: 1 })
  }

  reset(size: Size): void {
    this.#grid = createTileGrid(size)
    this.#tiles.clear()
    this.#running.clear()
    this.#cells.clear()
    this.markAllStale()
  }

  markAllStale(): void {
    const { columns, rows } = this.#grid
    for (let index = 0; index < columns * rows; index++) this.#stale.add(index)
  }

  /** Marks changed paint as stale, including everything within reach of the edge. */
  markStale(rect: Rect, edge: MaskEdge): void {
    forEachTileIn(this.#grid, rect, (index) => this.#cells.forget(index))
    const side = 2 ** this.#shift
    const reach = (maskContextPx(inCells(edge, this.#shift)) + 1) * side
    forEachTileIn(this.#grid, growRect(rect, reach), (index) => this.#stale.add(index))
  }

  /** Null if there is only paint, or nothing yet. */
  get(index: number): EdgeTile | null {
    return this.#tiles.get(index) ?? null
  }

  /** Drops a tile, which is recomputed when it is visible again. */
  forget(index: number): void {
    this.#tiles.delete(index)
    this.#stale.add(index)
  }

  /**
   * Requests visible tiles that are out of date. `level`: number of halvings of the display resolution. Returns true if
   * there is more to request in the next frame.
   */
  request(visible: Rect, ref: RasterRef, edge: MaskEdge, level: number, deadlineMs: number): boolean {
    this.#chooseShift(level, edge)
    const maxJobs = this.#shift === 0 ? mostJobs.exact : mostJobs.coarse
    let isLate = false
    forEachTileIn(this.#grid, visible, (index) => {
      const isCoarse = (this.#tiles.get(index)?.shift ?? 0) > this.#shift
      if (!this.#stale.has(index) && !isCoarse) return
      const isFree = this.#running.size < maxJobs && !this.#running.has(index) && performance.now() < deadlineMs
      if (isFree) this.#start(index, ref, edge)
      else isLate = true
    })
    return isLate
  }

  #chooseShift(level: number, edge: MaskEdge): void {
    const minShift = Math.max(0, Math.ceil(Math.log2(maskReachPx(edge) / mostExactReachPx)))
    const shift = Math.min(coarsestShift, Math.max(level, minShift))
    if (shift !== this.#shift) this.#cells.clear()
    this.#shift = shift
  }

  #start(index: number, ref: RasterRef, edge: MaskEdge): void {
    this.#stale.delete(index)
    const shift = this.#shift
    const tile = this.#cells.read(index, ref, shift)
    const area = this.#cellsOf(index, shift)
    const cellEdge = inCells(edge, shift)
    const all = {
      x: 0,
      y: 0,
      widthPx: ceilShift(this.#grid.size.widthPx, shift),
      heightPx: ceilShift(this.#grid.size.heightPx, shift),
    }
    const around = intersectRects(growRect(area, maskContextPx(cellEdge)), all)
    const isPlain = tile === 'full' || maskReachPx(edge) === 0
    const coverage = isPlain ? null : this.#cells.gather(around, this.#grid, ref, shift)
    if (coverage === null) return this.#keep(index, null)
    const ticket = { grid: this.#grid }
    this.#running.set(index, ticket)
    const local = { ...area, x: area.x - around.x, y: area.y - around.y }
    const job = { columns: around.widthPx, rows: around.heightPx, coverage, area: local, edge: cellEdge }
    void this.#work.compute(job).then((values) => {
      if (this.#running.get(index) !== ticket) return
      this.#running.delete(index)
      this.#keep(index, values.some((value) => value > 0) ? { values, shift, stride: area.widthPx } : null)
    })
  }

  #keep(index: number, tile: EdgeTile | null): void {
    if (tile === null && !this.#tiles.has(index)) return
    if (tile === null) this.#tiles.delete(index)
    else this.#tiles.set(index, tile)
    this.#onRenewed(index)
  }

  /** The tile's area of the image, in cells. */
  #cellsOf(index: number, shift: number): Rect {
    const { x, y, widthPx, heightPx } = tileRect(this.#grid, index)
    return { x: x >> shift, y: y >> shift, widthPx: ceilShift(widthPx, shift), heightPx: ceilShift(heightPx, shift) }
  }
}

const coarsestShift = Math.log2(tilePx) - 3

/** Measured in cells, two pixels are at most √2 cells farther apart: the edge never looks smaller than it is. */
function inCells({ growPx, featherPx }: MaskEdge, shift: number): MaskEdge {
  if (shift === 0) return { growPx, featherPx }
  return { growPx: growPx / 2 ** shift + Math.SQRT2, featherPx: featherPx / 2 ** shift }
}

function ceilShift(length: number, shift: number): number {
  return Math.ceil(length / 2 ** shift)
}

/** `256 >> shift` cells per row. */
type Cells = Uint8Array | 'none' | 'full'

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
