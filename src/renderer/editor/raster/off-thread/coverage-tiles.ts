import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { intersectRects, isEmptyRect, uniteRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { areSameBytes, isAllOf } from '../pixel-math.ts'
import { copyPart } from '../tile-content.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from '../tile-grid.ts'

const tileBytes = tilePx * tilePx

/** A tile as transferred: full tiles cost nothing. */
export type SentTile = readonly [index: number, pixels: Uint8Array | 'full']
/** A tile to replace; null = now empty. */
export type TileChange = readonly [index: number, pixels: Uint8Array | null]

/** Coverage by tiles in a worker: a read-only copy of a surface. */
export class CoverageTiles {
  readonly grid: TileGrid
  readonly #tiles = new Map<number, Uint8Array | 'full'>()

  constructor(size: Size) {
    this.grid = createTileGrid(size)
  }

  add(tiles: readonly SentTile[]): void {
    for (const [index, pixels] of tiles) this.#tiles.set(index, pixels)
  }

  /** Bounds of all nonempty tiles; empty if there are none. */
  get bounds(): Rect {
    let all: Rect = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
    for (const index of this.#tiles.keys()) all = uniteRects(all, tileRect(this.grid, index))
    return all
  }

  /** Returns 0 or 255 if whole tiles show that the part is uniform; otherwise null. */
  uniformIn(part: Rect): 0 | 255 | null {
    let hasFull = false
    let hasOther = false
    let hasNone = false
    forEachTileIn(this.grid, part, (index) => {
      const tile = this.#tiles.get(index)
      if (tile === undefined) hasNone = true
      else if (tile === 'full') hasFull = true
      else hasOther = true
    })
    if (hasOther || (hasFull && hasNone)) return null
    return hasFull ? 255 : 0
  }

  /** Row by row; the part must be inside the image. */
  read(part: Rect): Uint8Array {
    const out = new Uint8Array(part.widthPx * part.heightPx)
    forEachTileIn(this.grid, part, (index, shared) => {
      const tile = this.#tiles.get(index)
      if (tile === undefined) return
      if (tile === 'full') fillPart(out, part, shared)
      else copyPart(shared, 1, { pixels: tile, rect: storedRect(this.grid, index) }, { pixels: out, rect: part })
    })
    return out
  }

  /** Returns the tiles that change when this part gets these pixels. The part covers every tile it touches. */
  changesTo(part: Rect, pixels: Uint8Array): TileChange[] {
    const changes: TileChange[] = []
    forEachTileIn(this.grid, part, (index, shared) => {
      const tile = new Uint8Array(tileBytes)
      copyPart(shared, 1, { pixels, rect: part }, { pixels: tile, rect: storedRect(this.grid, index) })
      if (!this.#isSame(index, tile)) changes.push([index, isAllOf(tile, 0) ? null : tile])
    })
    return changes
  }

  /** Returns the tiles that change when this part is cleared. */
  changesWhenCleared(part: Rect): TileChange[] {
    const changes: TileChange[] = []
    forEachTileIn(this.grid, part, (index) => {
      if (this.#tiles.has(index)) changes.push([index, null])
    })
    return changes
  }

  #isSame(index: number, pixels: Uint8Array): boolean {
    const tile = this.#tiles.get(index)
    if (tile === undefined) return isAllOf(pixels, 0)
    return tile === 'full' ? isAllOf(pixels, 255) : areSameBytes(tile, pixels)
  }
}

/** The area of a tile's pixels, including those beyond the image. */
function storedRect(grid: TileGrid, index: number): Rect {
  return { ...tileRect(grid, index), widthPx: tilePx, heightPx: tilePx }
}

function fillPart(out: Uint8Array, rect: Rect, part: Rect): void {
  const shared = intersectRects(rect, part)
  if (isEmptyRect(shared)) return
  for (let y = shared.y; y < shared.y + shared.heightPx; y++) {
    const from = (y - rect.y) * rect.widthPx + shared.x - rect.x
    out.fill(255, from, from + shared.widthPx)
  }
}
