import type { MaskEdge } from '../../../../shared/util/effective-mask.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { MaskRaster } from '../document/mask-raster.ts'
import type { RasterRef } from '../document/model.ts'
import { Breather } from './breather.ts'
import { readEffective } from './effective-tiles.ts'
import { createTileGrid, tileRect } from './tile-grid.ts'

/** A small effective mask, 8-bit, row by row. */
export interface MaskThumbnail extends Size {
  readonly coverage: Uint8Array
}

/** The effective mask, averaged down to fit a square of `longestSidePx`. Never enlarged. */
export async function renderMaskThumbnail(
  raster: MaskRaster,
  ref: RasterRef,
  edge: MaskEdge,
  longestSidePx: number,
  signal: AbortSignal,
): Promise<MaskThumbnail> {
  const sum = new AreaSum(raster.size, longestSidePx)
  const grid = createTileGrid(raster.size)
  const breather = new Breather()
  const tiles = raster.tiles(ref)
  for (let index = 0; index < tiles.length; index++) {
    const rect = tileRect(grid, index)
    if (tiles[index]?.isFull) sum.addSolid(rect)
    else {
      const effective = readEffective(raster, ref, rect, edge)
      if (effective !== null) sum.add(rect, effective)
    }
    await breather.pause()
    signal.throwIfAborted()
  }
  return sum.average()
}

/** Adds pixels up in the cells of a smaller picture. */
class AreaSum {
  readonly #small: Size
  readonly #sums: Float64Array
  readonly #columns: Uint16Array
  readonly #rows: Uint16Array

  constructor(size: Size, longestSidePx: number) {
    const scale = Math.min(1, longestSidePx / Math.max(size.widthPx, size.heightPx))
    this.#small = {
      widthPx: Math.max(1, Math.round(size.widthPx * scale)),
      heightPx: Math.max(1, Math.round(size.heightPx * scale)),
    }
    this.#sums = new Float64Array(this.#small.widthPx * this.#small.heightPx)
    this.#columns = cellsOf(size.widthPx, this.#small.widthPx)
    this.#rows = cellsOf(size.heightPx, this.#small.heightPx)
  }

  add(rect: Rect, coverage: Uint8Array): void {
    for (let y = 0; y < rect.heightPx; y++) {
      const row = this.#rows[rect.y + y]! * this.#small.widthPx
      for (let x = 0; x < rect.widthPx; x++) {
        this.#sums[row + this.#columns[rect.x + x]!]! += coverage[y * rect.widthPx + x]!
      }
    }
  }

  addSolid(rect: Rect): void {
    for (let y = 0; y < rect.heightPx; y++) {
      const row = this.#rows[rect.y + y]! * this.#small.widthPx
      for (let x = 0; x < rect.widthPx; x++) this.#sums[row + this.#columns[rect.x + x]!]! += 255
    }
  }

  average(): MaskThumbnail {
    const { widthPx, heightPx } = this.#small
    const across = countCells(this.#columns, widthPx)
    const down = countCells(this.#rows, heightPx)
    const coverage = Uint8Array.from(this.#sums, (sum, i) => {
      const pixels = across[i % widthPx]! * down[Math.floor(i / widthPx)]!
      // The smallest painted spot must still be seen.
      return sum > 0 ? Math.max(1, Math.round(sum / pixels)) : 0
    })
    return { widthPx, heightPx, coverage }
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
