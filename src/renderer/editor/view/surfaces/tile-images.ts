import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { intersectRects, isEmptyRect, uniteRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from '../../raster/tile-grid.ts'
import { toSheetRect, type Context2d } from '../../../lib/image/draw-part.ts'

/** Tile images cached while out of view. */
const mostTiles = 600
const coarsestLevel = 5

interface TileImage {
  readonly canvas: OffscreenCanvas
  /** Number of halvings: the canvas is 256 >> level wide. */
  readonly level: number
}

/**
 * Writes the cells of a tile, 256 per row whatever the level. `cells` are squares of `2 ** level` pixels of the tile.
 */
export type RenderCells = (index: number, cells: Rect, level: number, packed: Uint32Array) => void

/** The level at which a tile's image has at least one cell per screen pixel. */
export function tileLevelFor(zoom: number): number {
  return Math.min(coarsestLevel, Math.max(0, Math.floor(Math.log2(1 / zoom) + 1e-6)))
}

/** Images of a surface's tiles at the resolution the zoom needs, patched where pixels changed. */
export class TileImages {
  readonly #render: RenderCells
  readonly #images = new Map<number, TileImage>()
  readonly #dirty = new Map<number, Rect>()
  readonly #patch = new ImageData(tilePx, tilePx)
  readonly #words = new Uint32Array(this.#patch.data.buffer)
  #grid: TileGrid

  constructor(size: Size, render: RenderCells) {
    this.#grid = createTileGrid(size)
    this.#render = render
  }

  get grid(): TileGrid {
    return this.#grid
  }

  markDirty(rect: Rect): void {
    forEachTileIn(this.#grid, rect, (index, part) => {
      const known = this.#dirty.get(index)
      this.#dirty.set(index, known === undefined ? part : uniteRects(known, part))
    })
  }

  /** Discards everything; the extent may differ. */
  reset(size: Size): void {
    this.#grid = createTileGrid(size)
    this.#images.clear()
    this.#dirty.clear()
  }

  delete(index: number): void {
    this.#images.delete(index)
  }

  /** Returns false if it drew an older image, or none, because no time is left in this frame. */
  draw(context: Context2d, index: number, zoom: number, deadlineMs: number): boolean {
    const rect = tileRect(this.#grid, index)
    const targetLevel = tileLevelFor(zoom)
    const known = this.#images.get(index)
    const isCurrent = known?.level === targetLevel && !this.#dirty.has(index)
    const isLate = !isCurrent && performance.now() >= deadlineMs
    const image = isCurrent || isLate ? known : this.#renew(index, rect, targetLevel)
    if (image === undefined) return false
    const { canvas, level } = image
    const to = toSheetRect(zoom, rect)
    const cellsX = Math.max(1, rect.widthPx / 2 ** level)
    const cellsY = Math.max(1, rect.heightPx / 2 ** level)
    context.drawImage(canvas, 0, 0, cellsX, cellsY, to.x, to.y, to.widthPx, to.heightPx)
    return !isLate
  }

  /** Drops images out of view if there are too many; calls `onForgotten` for each. */
  forgetInvisible(visible: Rect, onForgotten: (index: number) => void = () => undefined): void {
    if (this.#images.size <= mostTiles) return
    for (const index of this.#images.keys()) {
      if (!isEmptyRect(intersectRects(tileRect(this.#grid, index), visible))) continue
      this.#images.delete(index)
      onForgotten(index)
    }
  }

  #renew(index: number, rect: Rect, level: number): TileImage {
    const known = this.#images.get(index)
    const isKnown = known?.level === level
    const image = isKnown ? known : { canvas: new OffscreenCanvas(tilePx >> level, tilePx >> level), level }
    const dirty = isKnown ? this.#dirty.get(index) : rect
    this.#dirty.delete(index)
    this.#images.set(index, image)
    if (dirty === undefined) return image
    const local = { x: dirty.x - rect.x, y: dirty.y - rect.y, widthPx: dirty.widthPx, heightPx: dirty.heightPx }
    const cells = toCells(local, level)
    this.#render(index, cells, level, this.#words)
    const { x, y, widthPx, heightPx } = cells
    image.canvas.getContext('2d')?.putImageData(this.#patch, 0, 0, x, y, widthPx, heightPx)
    return image
  }
}

/** The part of a tile, in cells of `2 ** level` pixels, that covers these pixels. */
export function toCells(local: Rect, level: number): Rect {
  const x = local.x >> level
  const y = local.y >> level
  const cellsPerSide = tilePx >> level
  return {
    x,
    y,
    widthPx: Math.min(cellsPerSide, Math.ceil((local.x + local.widthPx) / 2 ** level)) - x,
    heightPx: Math.min(cellsPerSide, Math.ceil((local.y + local.heightPx) / 2 ** level)) - y,
  }
}
