import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { maskContextPx, maskReachPx, type MaskEdge } from '../../../../shared/util/effective-mask.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { RasterRef } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from '../../raster/tile-grid.ts'
import { CellTiles } from './cell-tiles.ts'
import type { EdgeWork } from './edge-work.ts'

/** The effective mask of a tile, in cells of `2 ** shift` pixels, `stride` to a row. */
export interface EdgeTile {
  readonly values: Uint8Array
  readonly shift: number
  readonly stride: number
}

/** Jobs waiting at once: enough that the worker never waits, few enough that none is for paint of long ago. */
const mostJobs = { exact: 4, coarse: 32 } as const
/** Distances up to here are measured pixel by pixel; wider edges on a coarser grid, as they only serve to be looked at. */
const mostExactReachPx = 64

/**
 * The effective mask by tiles, computed away from the window's thread, at the resolution it is looked at: it lags behind
 * the paint by some frames. What there is stays until there is better.
 */
export class EdgeTiles {
  readonly #work: EdgeWork
  readonly #cells: CellTiles
  readonly #onRenewed: (index: number) => void
  readonly #tiles = new Map<number, EdgeTile>()
  readonly #stale = new Set<number>()
  readonly #asked = new Map<number, { readonly grid: TileGrid }>()
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
    this.#asked.clear()
    this.#cells.clear()
    this.markAllStale()
  }

  markAllStale(): void {
    const { columns, rows } = this.#grid
    for (let index = 0; index < columns * rows; index++) this.#stale.add(index)
  }

  /** Paint changed, which changes the mask as far as it has a say. */
  markStale(rect: Rect, edge: MaskEdge): void {
    forEachTileIn(this.#grid, rect, (index) => this.#cells.forget(index))
    const side = 2 ** this.#shift
    const reach = (maskContextPx(inCells(edge, this.#shift)) + 1) * side
    forEachTileIn(this.#grid, growRect(rect, reach), (index) => this.#stale.add(index))
  }

  /** Null where there is nothing but paint, or nothing yet. */
  get(index: number): EdgeTile | null {
    return this.#tiles.get(index) ?? null
  }

  /** To be computed again when it is seen again. */
  forget(index: number): void {
    this.#tiles.delete(index)
    this.#stale.add(index)
  }

  /**
   * Asks for what is seen and not up to date. `level`: halvings of what is looked at. Returns true where more is to be
   * asked for in the next frame.
   */
  request(seen: Rect, ref: RasterRef, edge: MaskEdge, level: number, deadlineMs: number): boolean {
    this.#chooseShift(level, edge)
    const most = this.#shift === 0 ? mostJobs.exact : mostJobs.coarse
    let isLate = false
    forEachTileIn(this.#grid, seen, (index) => {
      const isCoarse = (this.#tiles.get(index)?.shift ?? 0) > this.#shift
      if (!this.#stale.has(index) && !isCoarse) return
      const isFree = this.#asked.size < most && !this.#asked.has(index) && performance.now() < deadlineMs
      if (isFree) this.#ask(index, ref, edge)
      else isLate = true
    })
    return isLate
  }

  #chooseShift(level: number, edge: MaskEdge): void {
    const least = Math.max(0, Math.ceil(Math.log2(maskReachPx(edge) / mostExactReachPx)))
    const shift = Math.min(coarsestShift, Math.max(level, least))
    if (shift !== this.#shift) this.#cells.clear()
    this.#shift = shift
  }

  #ask(index: number, ref: RasterRef, edge: MaskEdge): void {
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
    const asked = { grid: this.#grid }
    this.#asked.set(index, asked)
    const local = { ...area, x: area.x - around.x, y: area.y - around.y }
    const job = { columns: around.widthPx, rows: around.heightPx, coverage, area: local, edge: cellEdge }
    void this.#work.compute(job).then((values) => {
      if (this.#asked.get(index) !== asked) return
      this.#asked.delete(index)
      this.#keep(index, values.some((value) => value > 0) ? { values, shift, stride: area.widthPx } : null)
    })
  }

  #keep(index: number, tile: EdgeTile | null): void {
    if (tile === null && !this.#tiles.has(index)) return
    if (tile === null) this.#tiles.delete(index)
    else this.#tiles.set(index, tile)
    this.#onRenewed(index)
  }

  /** The tile's part of the picture, in cells. */
  #cellsOf(index: number, shift: number): Rect {
    const { x, y, widthPx, heightPx } = tileRect(this.#grid, index)
    return { x: x >> shift, y: y >> shift, widthPx: ceilShift(widthPx, shift), heightPx: ceilShift(heightPx, shift) }
  }
}

const coarsestShift = Math.log2(tilePx) - 3

/** Two pixels are at most √2 cells farther apart by their cells than they are: the edge never looks smaller than it is. */
function inCells({ growPx, featherPx }: MaskEdge, shift: number): MaskEdge {
  if (shift === 0) return { growPx, featherPx }
  return { growPx: growPx / 2 ** shift + Math.SQRT2, featherPx: featherPx / 2 ** shift }
}

function ceilShift(length: number, shift: number): number {
  return Math.ceil(length / 2 ** shift)
}
