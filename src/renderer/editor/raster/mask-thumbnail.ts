import { effectiveMask, maskReachPx, type MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import { intersectRects, type Size } from '../../../shared/util/geometry.ts'
import type { RasterRef } from '../document/model.ts'
import type { Raster } from '../document/raster.ts'
import { FrameYielder } from './frame-yielder.ts'
import { MaskCells, type TileCells } from './mask-cells.ts'

/** A small effective mask, 8-bit, row by row. */
export interface MaskThumbnail extends Size {
  readonly coverage: Uint8Array
}

/** A mask with its strength. */
export interface WeightedMask {
  readonly pixels: RasterRef
  /** 0 to 1. */
  readonly strength: number
}

/** Edges are computed in cells of the image, at most this many … */
const mostCells = 512
/** … and at most this many per pixel of the thumbnail, which is already more than is visible. */
const mostCellsPerPixel = 4
/** Side of the blocks in which edges are computed, in cells: each takes well under a frame. */
const blockCells = 48
/** Rows of cells summed per slice: before JIT compilation, that code takes a frame for a whole mask. */
const rowsPerSlice = 32

/**
 * Small images of the effective mask: averaged, and where masks overlap, the strongest wins. An edge narrower than a
 * cell, which is a quarter of a pixel, is omitted. Caches the contribution of each tile, so that after a stroke only
 * new tiles are read.
 */
export class MaskThumbnails {
  readonly #raster: Pick<Raster, 'tiles' | 'pixels'>
  readonly #longestSidePx: number
  #cells: MaskCells | null = null

  constructor(raster: Pick<Raster, 'tiles' | 'pixels'>, longestSidePx: number) {
    this.#raster = raster
    this.#longestSidePx = longestSidePx
  }

  /** Never upscales. The masks must be retained until it resolves, and must not change. */
  async render(
    size: Size,
    masks: readonly WeightedMask[],
    edge: MaskEdge,
    signal: AbortSignal,
  ): Promise<MaskThumbnail> {
    const small = sizeWithin(size, this.#longestSidePx)
    const cells = this.#cellsFor(size, small)
    const yielder = new FrameYielder()
    const pause = async () => {
      await yielder.pause()
      signal.throwIfAborted()
    }
    await yielder.yield()
    signal.throwIfAborted()
    const sums = new CellSums(cells)
    for (const mask of masks) {
      const { sums: maskSums, peaks } = await this.#read(cells, mask.pixels, pause)
      await sums.raise(maskSums, peaks, mask.strength, pause)
    }
    await sums.widen(edge, pause)
    return sums.average(small, pause)
  }

  #cellsFor(size: Size, small: Size): MaskCells {
    const known = this.#cells
    if (known?.size.widthPx === size.widthPx && known.size.heightPx === size.heightPx) return known
    const cellsPerPixel = Math.max(
      1,
      Math.min(mostCellsPerPixel, Math.floor(mostCells / Math.max(small.widthPx, small.heightPx))),
    )
    const cells = new MaskCells(size, {
      widthPx: Math.min(size.widthPx, small.widthPx * cellsPerPixel),
      heightPx: Math.min(size.heightPx, small.heightPx * cellsPerPixel),
    })
    this.#cells = cells
    return cells
  }

  async #read(cells: MaskCells, pixels: RasterRef, pause: () => Promise<void>) {
    const { widthPx, heightPx } = cells.cells
    const sums = new Float64Array(widthPx * heightPx)
    const peaks = new Uint8Array(widthPx * heightPx)
    for (const [index, tile] of this.#raster.tiles(pixels).entries()) {
      if (tile === null) continue
      addTile(cells.ofTile(tile, index, this.#raster.pixels(tile)), widthPx, sums, peaks)
      await pause()
    }
    return { sums, peaks }
  }
}

function addTile(tile: TileCells, width: number, sums: Float64Array, peaks: Uint8Array): void {
  for (let y = 0; y < tile.heightPx; y++) {
    for (let x = 0; x < tile.widthPx; x++) {
      const from = y * tile.widthPx + x
      const to = (tile.row + y) * width + tile.column + x
      sums[to]! += tile.sums[from]!
      if (tile.peaks[from]! > peaks[to]!) peaks[to] = tile.peaks[from]!
    }
  }
}

function sizeWithin({ widthPx, heightPx }: Size, longestSidePx: number): Size {
  const scale = Math.min(1, longestSidePx / Math.max(widthPx, heightPx))
  return { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) }
}

/** All masks combined, in cells. */
class CellSums {
  readonly #cells: MaskCells
  readonly #sums: Float64Array
  readonly #peaks: Uint8Array

  constructor(cells: MaskCells) {
    this.#cells = cells
    const { widthPx, heightPx } = cells.cells
    this.#sums = new Float64Array(widthPx * heightPx)
    this.#peaks = new Uint8Array(widthPx * heightPx)
  }

  async raise(sums: Float64Array, peaks: Uint8Array, strength: number, pause: () => Promise<void>): Promise<void> {
    const { widthPx, heightPx } = this.#cells.cells
    for (let row = 0; row < heightPx; row += rowsPerSlice) {
      const end = Math.min(heightPx, row + rowsPerSlice) * widthPx
      for (let i = row * widthPx; i < end; i++) {
        this.#sums[i] = Math.max(this.#sums[i]!, sums[i]! * strength)
        this.#peaks[i] = Math.max(this.#peaks[i]!, Math.round(peaks[i]! * strength))
      }
      await pause()
    }
  }

  /** The edge spreads from every painted cell, as strong as the cell's strongest pixel. */
  async widen({ growPx, featherPx }: MaskEdge, pause: () => Promise<void>): Promise<void> {
    const { size, cells } = this.#cells
    const side = Math.max(size.widthPx, size.heightPx) / Math.max(cells.widthPx, cells.heightPx)
    const edge = { growPx: growPx / side, featherPx: featherPx / side }
    if (growPx + featherPx < side || maskReachPx(edge) === 0) return
    const whole = { x: 0, y: 0, ...cells }
    const [widths, heights] = [this.#cells.widths, this.#cells.heights]
    for (let y = 0; y < cells.heightPx; y += blockCells) {
      for (let x = 0; x < cells.widthPx; x += blockCells) {
        const area = intersectRects({ x, y, widthPx: blockCells, heightPx: blockCells }, whole)
        const effective = effectiveMask({ rect: whole, coverage: this.#peaks }, area, edge)
        for (let i = 0; i < effective.length; i++) {
          const [column, row] = [x + (i % area.widthPx), y + Math.floor(i / area.widthPx)]
          const at = row * cells.widthPx + column
          this.#sums[at] = Math.max(this.#sums[at]!, effective[i]! * widths[column]! * heights[row]!)
        }
        await pause()
      }
    }
  }

  async average({ widthPx, heightPx }: Size, pause: () => Promise<void>): Promise<MaskThumbnail> {
    const { cells } = this.#cells
    const [widths, heights] = [this.#cells.widths, this.#cells.heights]
    const sums = new Float64Array(widthPx * heightPx)
    const pixels = new Float64Array(widthPx * heightPx)
    for (let row = 0; row < cells.heightPx; row++) {
      const to = Math.floor((row * heightPx) / cells.heightPx) * widthPx
      for (let column = 0; column < cells.widthPx; column++) {
        const at = to + Math.floor((column * widthPx) / cells.widthPx)
        sums[at]! += this.#sums[row * cells.widthPx + column]!
        pixels[at]! += widths[column]! * heights[row]!
      }
      if (row % rowsPerSlice === rowsPerSlice - 1) await pause()
    }
    const coverage = new Uint8Array(sums.length)
    // The smallest painted spot must remain visible.
    for (let i = 0; i < sums.length; i++) {
      if (sums[i]! > 0) coverage[i] = Math.max(1, Math.round(sums[i]! / pixels[i]!))
    }
    return { widthPx, heightPx, coverage }
  }
}
