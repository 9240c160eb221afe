import type { Rect } from '../../../../shared/util/geometry.ts'
import type { RasterRef } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import { forEachTileIn } from '../../raster/tile-grid.ts'
import { wordsOf } from '../../raster/words.ts'
import { setSmoothing } from '../../../lib/picture/draw-part.ts'
import type { Sheet } from '../sheet.ts'
import { writeColor } from './color-cells.ts'
import { TileImages } from './tile-images.ts'

/** A paint layer over the picture. */
export class PaintTiles {
  readonly #raster: Raster
  readonly #images: TileImages
  #ref: RasterRef | null = null

  constructor(raster: Raster) {
    this.#raster = raster
    this.#images = new TileImages({ widthPx: 1, heightPx: 1 }, (index, cells, level, words) => {
      const tile = this.#ref === null ? null : (raster.tiles(this.#ref)[index] ?? null)
      writeColor(words, cells, level, tile === null ? null : wordsOf(raster.pixels(tile)))
    })
  }

  markDirty(rects: readonly Rect[]): void {
    for (const rect of rects) this.#images.markDirty(rect)
  }

  /** In the context's opacity. Returns true while some of it is not up to date: draw again next frame. */
  draw({ context, zoom, seen }: Sheet, ref: RasterRef, deadlineMs: number): boolean {
    const { size } = this.#images.grid
    if (size.widthPx !== ref.size.widthPx || size.heightPx !== ref.size.heightPx) this.#images.reset(ref.size)
    this.#ref = ref
    setSmoothing(context, zoom)
    const tiles = this.#raster.tiles(ref)
    let isLate = false
    forEachTileIn(this.#images.grid, seen, (index) => {
      if (!tiles[index]) this.#images.delete(index)
      else if (!this.#images.draw(context, index, zoom, deadlineMs)) isLate = true
    })
    this.#images.forgetUnseen(seen)
    return isLate
  }
}
