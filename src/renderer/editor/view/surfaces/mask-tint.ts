import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { maskReachPx, type MaskEdge } from '../../../../shared/util/mask/effective-mask.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { RasterRef } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import { forEachTileIn, tileRect, type TileGrid } from '../../raster/tile-grid.ts'
import { setSmoothing, toSheetRect, type Context2d } from '../../../lib/image/draw-part.ts'
import type { Sheet } from '../sheet.ts'
import { EdgeTiles } from './edge-tiles.ts'
import type { EdgeWork } from './edge-work.ts'
import { OutlineTiles, type Outline, type TileCoverage } from './outline-tiles.ts'
import { TileImages, tileLevelFor } from './tile-images.ts'
import { writeTint, type Tint } from './tint-pixels.ts'

/** One painted mask as displayed. */
export interface ShownMask {
  readonly ref: RasterRef
  readonly edge: MaskEdge
}

/**
 * One painted mask over the image: an image per tile that has paint or edge, at the resolution the zoom needs, or its
 * outline. Paint updates within the frame, the edge (a distance transform) some frames later.
 */
export class MaskTint {
  readonly #raster: Raster
  readonly #images: TileImages
  readonly #edges: EdgeTiles
  readonly #outlines: OutlineTiles
  #tint: Tint
  #shown: ShownMask | null = null

  constructor(raster: Raster, tint: Tint, work: EdgeWork, onProgress: () => void) {
    this.#raster = raster
    this.#tint = tint
    this.#images = new TileImages({ widthPx: 1, heightPx: 1 }, (index, cells, level, packed) => {
      const source = { paint: this.#paint(index), effective: this.#edges.get(index), tint: this.#tint }
      writeTint(packed, cells, level, source)
    })
    this.#edges = new EdgeTiles(raster, work, (index) => {
      this.#images.markDirty(tileRect(this.#grid, index))
      this.#outlines.forget(this.#grid, index)
      onProgress()
    })
    this.#outlines = new OutlineTiles((index) => this.#coverage(index))
  }

  /** Marks pixels of the mask as changed. */
  markDirty(rects: readonly Rect[], edge: MaskEdge): void {
    for (const rect of rects) {
      this.#images.markDirty(rect)
      this.#edges.markStale(rect, edge)
      // An edge reports on its own when it is up to date.
      if (maskReachPx(edge) > 0) continue
      forEachTileIn(this.#grid, rect, (index) => this.#outlines.forget(this.#grid, index))
    }
  }

  setTint(tint: Tint): void {
    this.#tint = tint
    this.#images.reset(this.#grid.size)
  }

  /**
   * Draws the visible part with the context's opacity. Returns true while some of it is out of date: draw again next
   * frame. @param deadlineMs as `performance.now()`: after it, only what cannot wait is drawn
   */
  draw(sheet: Sheet, mask: ShownMask, deadlineMs: number): boolean {
    this.#show(mask)
    const { context, zoom, visible } = sheet
    let isLate = this.#requestEdges(zoom, visible, mask, deadlineMs)
    setSmoothing(context, zoom)
    context.fillStyle = this.#tint.fill
    const tiles = this.#raster.tiles(mask.ref)
    let run: Rect | null = null
    forEachTileIn(this.#grid, visible, (index) => {
      const rect = tiles[index]?.isFull ? tileRect(this.#grid, index) : null
      if (run !== null && rect !== null && rect.y === run.y) {
        run = { ...run, widthPx: rect.x + rect.widthPx - run.x }
        return
      }
      if (run !== null) fillTiles(context, zoom, run)
      run = rect
      if (rect !== null) return
      const hasAny = tiles[index] || this.#edges.get(index) !== null
      if (!hasAny) this.#images.delete(index)
      else if (!this.#images.draw(context, index, zoom, deadlineMs)) isLate = true
    })
    if (run !== null) fillTiles(context, zoom, run)
    this.#images.forgetInvisible(visible, (index) => this.#edges.forget(index))
    return isLate
  }

  /** Returns the contours of the mask at half coverage and at its end; image pixels. `isLate` as for `draw`. */
  outline(zoom: number, visible: Rect, mask: ShownMask, deadlineMs: number): Outline & { readonly isLate: boolean } {
    this.#show(mask)
    const areEdgesLate = this.#requestEdges(zoom, visible, mask, deadlineMs)
    const { isLate, ...outline } = this.#outlines.outline(this.#grid, zoom, visible, deadlineMs)
    return { ...outline, isLate: isLate || areEdgesLate }
  }

  get #grid(): TileGrid {
    return this.#images.grid
  }

  #show(mask: ShownMask): void {
    const previous = this.#shown
    this.#shown = mask
    if (!isSameSize(this.#grid.size, mask.ref.size)) return this.#reset(mask.ref.size)
    if (
      previous !== null &&
      previous.edge.growPx === mask.edge.growPx &&
      previous.edge.featherPx === mask.edge.featherPx
    )
      return
    this.#edges.markAllStale()
  }

  #reset(size: Size): void {
    this.#images.reset(size)
    this.#edges.reset(size)
    this.#outlines.clear()
  }

  #requestEdges(zoom: number, visible: Rect, { ref, edge }: ShownMask, deadlineMs: number): boolean {
    return this.#edges.request(visible, ref, edge, tileLevelFor(zoom), deadlineMs)
  }

  #paint(index: number): Uint8Array | null {
    const tile = this.#shown === null ? null : (this.#raster.tiles(this.#shown.ref)[index] ?? null)
    return tile === null ? null : this.#raster.pixels(tile)
  }

  /** The last computed edge includes the paint. */
  #coverage(index: number): TileCoverage {
    const tile = this.#shown === null ? null : this.#raster.tiles(this.#shown.ref)[index]
    if (tile?.isFull) return 'full'
    const effective = this.#edges.get(index)
    if (effective !== null) return effective
    const paint = this.#paint(index)
    return paint === null ? 'none' : { values: paint, stride: tilePx, shift: 0 }
  }
}

function isSameSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}

/** Adjacent full tiles become one rectangle: an inverted 16k mask would be thousands otherwise. */
function fillTiles(context: Context2d, zoom: number, run: Rect): void {
  const to = toSheetRect(zoom, run)
  context.fillRect(to.x, to.y, to.widthPx, to.heightPx)
}
