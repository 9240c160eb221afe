import { maskTilePx } from '../../../../shared/domain/canvas-document.ts'
import { maskReachPx, type MaskEdge } from '../../../../shared/util/effective-mask.ts'
import { growRect, intersectRects, isEmptyRect, uniteRects, type Rect } from '../../../../shared/util/geometry.ts'
import type { MaskRaster } from '../document/mask-raster.ts'
import type { RasterRef } from '../document/model.ts'
import { readEffective } from '../raster/effective-tiles.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from '../raster/tile-grid.ts'
import { visibleRect, type Viewport, type ViewSize } from '../session/viewport.ts'
import { setSmoothing, toDeviceRect } from './draw-picture.ts'
import { toCells, writeTint, type Tint } from './tint-pixels.ts'

/** Time per frame for edges that are catching up. */
const edgeBudgetMs = 5
/** Tile images kept while they are out of sight. */
const mostTiles = 600
const coarsestLevel = 5

interface TileImage {
  canvas: OffscreenCanvas
  /** Halvings: the canvas is 256 >> level wide. */
  level: number
  /** Effective coverage as last computed; null = none. May lag behind the paint for some frames. */
  effective: Uint8Array | null
}

/**
 * One painted layer over the picture: an image per tile that has paint or edge, at the resolution the zoom needs. Paint follows
 * within the frame, the edge (a distance transform) over the next ones.
 */
export class MaskTint {
  readonly #raster: MaskRaster
  readonly #tint: Tint
  readonly #grid: TileGrid
  readonly #images = new Map<number, TileImage>()
  readonly #dirty = new Map<number, Rect>()
  readonly #staleEdges = new Set<number>()
  readonly #patch = new ImageData(maskTilePx, maskTilePx)
  readonly #words = new Uint32Array(this.#patch.data.buffer)

  constructor(raster: MaskRaster, tint: Tint) {
    this.#raster = raster
    this.#tint = tint
    this.#grid = createTileGrid(raster.size)
  }

  /** Pixels of the mask changed. */
  markDirty(rects: readonly Rect[], edge: MaskEdge): void {
    const reach = maskReachPx(edge)
    for (const rect of rects) {
      forEachTileIn(this.#grid, rect, (index, part) => {
        const known = this.#dirty.get(index)
        this.#dirty.set(index, known === undefined ? part : uniteRects(known, part))
      })
      forEachTileIn(this.#grid, growRect(rect, reach), (index) => this.#staleEdges.add(index))
    }
  }

  /** Everything has to be made again: another mask, or another edge. */
  markAllDirty(): void {
    const { widthPx, heightPx } = this.#grid.size
    forEachTileIn(this.#grid, { x: 0, y: 0, widthPx, heightPx }, (index, part) => {
      this.#dirty.set(index, part)
      this.#staleEdges.add(index)
    })
  }

  /** Draws what can be seen. Returns true while some of it is not up to date: draw again next frame. */
  draw(context: CanvasRenderingContext2D, ref: RasterRef, edge: MaskEdge, viewport: Viewport, view: ViewSize): boolean {
    const level = Math.min(coarsestLevel, Math.max(0, Math.floor(Math.log2(1 / viewport.zoom) + 1e-6)))
    const seen = visibleRect(viewport, view, this.#raster.size)
    if (isEmptyRect(seen)) return false
    const deadline = performance.now() + edgeBudgetMs
    let isLate = false
    setSmoothing(context, viewport.zoom)
    context.fillStyle = this.#tint.fill
    const tiles = this.#raster.tiles(ref)
    let run: Rect | null = null
    forEachTileIn(this.#grid, seen, (index) => {
      if (this.#staleEdges.has(index)) {
        if (performance.now() < deadline) this.#renewEdge(index, ref, edge)
        else isLate = true
      }
      const rect = tiles[index]?.isFull ? tileRect(this.#grid, index) : null
      if (run !== null && rect !== null && rect.y === run.y) {
        run = { ...run, widthPx: rect.x + rect.widthPx - run.x }
        return
      }
      if (run !== null) fillTiles(context, run, viewport)
      run = rect
      if (rect === null) this.#drawTile(context, index, ref, level, viewport)
    })
    if (run !== null) fillTiles(context, run, viewport)
    if (this.#images.size > mostTiles) this.#forgetUnseen(seen)
    return isLate
  }

  dispose(): void {
    this.#images.clear()
  }

  #renewEdge(index: number, ref: RasterRef, edge: MaskEdge): void {
    this.#staleEdges.delete(index)
    const rect = tileRect(this.#grid, index)
    const tile = this.#raster.tiles(ref)[index]
    const effective = tile?.isFull ? null : readEffective(this.#raster, ref, rect, edge)
    if (effective === null || (!tile && isBlank(effective))) {
      this.#images.delete(index)
      return
    }
    const image = this.#images.get(index)
    if (image === undefined) this.#images.set(index, { canvas: new OffscreenCanvas(1, 1), level: -1, effective })
    else image.effective = effective
    this.#dirty.set(index, rect)
  }

  #drawTile(context: CanvasRenderingContext2D, index: number, ref: RasterRef, level: number, viewport: Viewport): void {
    const tile = this.#raster.tiles(ref)[index] ?? null
    let image = this.#images.get(index)
    if (image === undefined) {
      if (tile === null) return
      image = { canvas: new OffscreenCanvas(1, 1), level: -1, effective: null }
      this.#images.set(index, image)
    }
    const rect = tileRect(this.#grid, index)
    const to = toDeviceRect(viewport, rect)
    this.#renewImage(index, image, rect, ref, level)
    const from = 2 ** image.level
    context.drawImage(
      image.canvas,
      0,
      0,
      Math.max(1, rect.widthPx / from),
      Math.max(1, rect.heightPx / from),
      to.x,
      to.y,
      to.widthPx,
      to.heightPx,
    )
  }

  #renewImage(index: number, image: TileImage, rect: Rect, ref: RasterRef, level: number): void {
    let dirty = this.#dirty.get(index)
    if (image.level !== level) {
      image.level = level
      image.canvas = new OffscreenCanvas(maskTilePx >> level, maskTilePx >> level)
      dirty = rect
    }
    this.#dirty.delete(index)
    if (dirty === undefined) return
    const tile = this.#raster.tiles(ref)[index] ?? null
    const paint = tile === null ? null : this.#raster.coverage(tile)
    const local = { x: dirty.x - rect.x, y: dirty.y - rect.y, widthPx: dirty.widthPx, heightPx: dirty.heightPx }
    const cells = toCells(local, level)
    writeTint(this.#words, cells, level, {
      paint,
      effective: image.effective,
      effectiveWidthPx: rect.widthPx,
      tint: this.#tint,
    })
    image.canvas.getContext('2d')?.putImageData(this.#patch, 0, 0, cells.x, cells.y, cells.widthPx, cells.heightPx)
  }

  #forgetUnseen(seen: Rect): void {
    for (const index of this.#images.keys()) {
      if (!isEmptyRect(intersectRects(tileRect(this.#grid, index), seen))) continue
      this.#images.delete(index)
      this.#staleEdges.add(index)
    }
  }
}

function isBlank(coverage: Uint8Array): boolean {
  return coverage.every((value) => value === 0)
}

/** Full tiles side by side are one rectangle: an inverted 16k mask would be thousands otherwise. */
function fillTiles(context: CanvasRenderingContext2D, run: Rect, viewport: Viewport): void {
  const to = toDeviceRect(viewport, run)
  context.fillRect(to.x, to.y, to.widthPx, to.heightPx)
}
