import { maskTilePx } from '../../../../shared/domain/canvas-document.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { intersectRects, isEmptyRect, uniteRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { MaskRaster, MaskTile, OpenStroke, PaintMode, StrokeStyle } from '../document/mask-raster.ts'
import type { RasterRef } from '../document/model.ts'
import { areSameBytes, isAllOf } from './coverage-math.ts'
import { StrokeBuffer } from './stroke-buffer.ts'
import { fullTile, Tile, tileBytes } from './tile.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from './tile-grid.ts'

type Tiles = (Tile | null)[]
interface Revision {
  readonly tiles: Tiles
  owners: number
}

/** The mask engine: revisions are rows of pointers to shared tiles, so a step costs only the tiles it touched. */
export class TileRaster implements MaskRaster {
  readonly size: Size
  readonly columns: number
  readonly rows: number
  readonly #grid: TileGrid
  readonly #revisions = new Map<number, Revision>()
  readonly #tilesInUse = new Set<Tile>()
  #bytes = 0
  #lastRevision = 0
  #isStrokeOpen = false

  constructor(size: Size) {
    this.#grid = createTileGrid(size)
    this.size = size
    this.columns = this.#grid.columns
    this.rows = this.#grid.rows
  }

  get bytes(): number {
    return this.#bytes
  }

  empty(): RasterRef {
    return this.#add(Array.from({ length: this.columns * this.rows }, () => null))
  }

  /** A revision from finished tiles: `pixels` of 256 × 256 for those that are not empty. */
  fromPixels(tiles: ReadonlyMap<number, Uint8Array>): RasterRef {
    const all: Tiles = Array.from({ length: this.columns * this.rows }, () => null)
    for (const [index, pixels] of tiles) {
      if (index < 0 || index >= all.length) continue
      this.#clearOutside(index, pixels)
      all[index] = canonical(pixels, null)
    }
    return this.#add(all)
  }

  beginStroke(from: RasterRef, style: StrokeStyle): OpenStroke {
    if (this.#isStrokeOpen) throw new AppError('internal/bug', 'Two brush strokes were started at once.')
    this.#isStrokeOpen = true
    const base = this.#require(from).tiles.slice()
    const ref = this.#add(base.slice())
    const live = this.#require(ref)
    const touched = new Set<number>()
    const buffer = new StrokeBuffer(this.#grid, style, {
      base: (index) => {
        const tile = base[index] ?? null
        if (tile?.isPacked) this.#unpack(tile)
        return tile
      },
      writable: (index) => {
        touched.add(index)
        return this.#writable(live, index)
      },
    })
    const end = () => {
      this.#isStrokeOpen = false
    }
    return {
      ref,
      add: (points) => buffer.add(points),
      commit: () => {
        end()
        for (const index of touched) {
          const pixels = live.tiles[index]?.peek()
          if (pixels !== undefined)
            this.#replace(live, index, canonical(pixels, base[index] ?? null, live.tiles[index]))
        }
        return ref
      },
      abandon: () => {
        end()
        this.release(ref)
        return [...touched].map((index) => tileRect(this.#grid, index))
      },
    }
  }

  paintRect(from: RasterRef, rect: Rect, mode: PaintMode): RasterRef {
    const tiles = this.#require(from).tiles.slice()
    const area = intersectRects(rect, { x: 0, y: 0, ...this.size })
    if (!isEmptyRect(area)) {
      forEachTileIn(this.#grid, area, (index, part) => {
        const { x, y } = tileRect(this.#grid, index)
        const pixels = tiles[index]?.peek().slice() ?? new Uint8Array(tileBytes)
        for (let row = part.y - y; row < part.y - y + part.heightPx; row++) {
          const start = row * maskTilePx + part.x - x
          pixels.fill(mode === 'paint' ? 255 : 0, start, start + part.widthPx)
        }
        tiles[index] = canonical(pixels, tiles[index] ?? null)
      })
    }
    return this.#add(tiles)
  }

  invert(from: RasterRef): RasterRef {
    return this.#add(this.#require(from).tiles.map((tile, index) => this.#invertTile(tile, index)))
  }

  freeze(from: RasterRef): RasterRef {
    return this.#add(this.#require(from).tiles.slice())
  }

  read(ref: RasterRef, area: Rect): Uint8Array {
    const { tiles } = this.#require(ref)
    const out = new Uint8Array(area.widthPx * area.heightPx)
    forEachTileIn(this.#grid, area, (index, part) => {
      const tile = tiles[index]
      if (!tile) return
      const pixels = tile.peek()
      const { x, y } = tileRect(this.#grid, index)
      for (let row = part.y; row < part.y + part.heightPx; row++) {
        const start = (row - y) * maskTilePx + part.x - x
        out.set(pixels.subarray(start, start + part.widthPx), (row - area.y) * area.widthPx + part.x - area.x)
      }
    })
    return out
  }

  tiles(ref: RasterRef): readonly (MaskTile | null)[] {
    return this.#require(ref).tiles
  }

  coverage(tile: MaskTile): Uint8Array {
    if (!(tile instanceof Tile)) throw new AppError('internal/bug', 'A mask tile came from another engine.')
    return tile.peek()
  }

  differences(a: RasterRef, b: RasterRef): readonly Rect[] {
    const before = this.#require(a).tiles
    const after = this.#require(b).tiles
    const changed: Rect[] = []
    for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) changed.push(tileRect(this.#grid, i))
    return changed
  }

  isEmpty(ref: RasterRef): boolean {
    return this.#require(ref).tiles.every((tile) => tile === null)
  }

  bounds(ref: RasterRef): Rect | null {
    let all: Rect = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
    this.#require(ref).tiles.forEach((tile, index) => {
      if (tile === null) return
      const rect = tileRect(this.#grid, index)
      // A tile well inside what is known already cannot widen it.
      const known = intersectRects(all, rect)
      if (known.widthPx === rect.widthPx && known.heightPx === rect.heightPx) return
      all = uniteRects(all, tile.isFull ? rect : paintedPart(tile.peek(), rect))
    })
    return isEmptyRect(all) ? null : all
  }

  retain(ref: RasterRef): RasterRef {
    this.#require(ref).owners++
    return ref
  }

  release(ref: RasterRef): void {
    const revision = this.#require(ref)
    if (--revision.owners > 0) return
    this.#revisions.delete(ref.revision)
    for (const tile of revision.tiles) this.#drop(tile)
  }

  packOthers(current: readonly RasterRef[], mostTiles: number): number {
    const needed = new Set(current.flatMap((ref) => this.#require(ref).tiles))
    let packed = 0
    for (const tile of this.#tilesInUse) {
      if (packed >= mostTiles) break
      if (tile.isPacked || needed.has(tile)) continue
      const before = tile.bytes
      tile.pack()
      this.#bytes += tile.bytes - before
      packed++
    }
    return packed
  }

  #writable(live: Revision, index: number): Uint8Array {
    const tile = live.tiles[index] ?? null
    // Held by this revision alone: copied or made by this very stroke.
    if (tile !== null && tile.holders === 1 && !tile.isFull) return this.#unpack(tile)
    const copy = tile === null ? new Uint8Array(tileBytes) : tile.peek().slice()
    this.#replace(live, index, new Tile(copy))
    return copy
  }

  #unpack(tile: Tile): Uint8Array {
    const before = tile.bytes
    const pixels = tile.unpack()
    this.#bytes += tile.bytes - before
    return pixels
  }

  #invertTile(tile: Tile | null, index: number): Tile | null {
    const rect = tileRect(this.#grid, index)
    const isWhole = rect.widthPx === maskTilePx && rect.heightPx === maskTilePx
    if (tile === fullTile) return null
    if (tile === null && isWhole) return fullTile
    const pixels = tile?.peek().slice() ?? new Uint8Array(tileBytes)
    for (let i = 0; i < pixels.length; i++) pixels[i] = 255 - pixels[i]!
    this.#clearOutside(index, pixels)
    return canonical(pixels, null)
  }

  #clearOutside(index: number, pixels: Uint8Array): void {
    const { widthPx, heightPx } = tileRect(this.#grid, index)
    pixels.fill(0, heightPx * maskTilePx)
    if (widthPx === maskTilePx) return
    for (let row = 0; row < heightPx; row++) pixels.fill(0, row * maskTilePx + widthPx, (row + 1) * maskTilePx)
  }

  #add(tiles: Tiles): RasterRef {
    const ref: RasterRef = Object.freeze({ revision: ++this.#lastRevision })
    this.#revisions.set(ref.revision, { tiles, owners: 1 })
    for (const tile of tiles) this.#hold(tile)
    return ref
  }

  #replace(revision: Revision, index: number, tile: Tile | null): void {
    const old = revision.tiles[index] ?? null
    if (old === tile) return
    revision.tiles[index] = tile
    this.#hold(tile)
    this.#drop(old)
  }

  #hold(tile: Tile | null): void {
    if (tile === null || tile.isFull || tile.holders++ > 0) return
    this.#tilesInUse.add(tile)
    this.#bytes += tile.bytes
  }

  #drop(tile: Tile | null): void {
    if (tile === null || tile.isFull || --tile.holders > 0) return
    this.#tilesInUse.delete(tile)
    this.#bytes -= tile.bytes
  }

  #require(ref: RasterRef): Revision {
    const revision = this.#revisions.get(ref.revision)
    if (revision === undefined)
      throw new AppError('internal/bug', 'A state of the mask was used after it was released.')
    return revision
  }
}

/** The tile that stands for these pixels: none when empty, the shared one when full, the old one when unchanged. */
function canonical(pixels: Uint8Array, base: Tile | null, own?: Tile | null): Tile | null {
  if (pixels[0] === 0 && isAllOf(pixels, 0)) return null
  if (pixels[0] === 255 && isAllOf(pixels, 255)) return fullTile
  if (base !== null && areSameBytes(pixels, base.peek())) return base
  return own ?? new Tile(pixels)
}

function paintedPart(pixels: Uint8Array, rect: Rect): Rect {
  let left = rect.widthPx
  let right = 0
  let top = rect.heightPx
  let bottom = 0
  for (let row = 0; row < rect.heightPx; row++) {
    const start = row * maskTilePx
    for (let column = 0; column < rect.widthPx; column++) {
      if (pixels[start + column] === 0) continue
      if (column < left) left = column
      if (column >= right) right = column + 1
      if (row < top) top = row
      bottom = row + 1
    }
  }
  return { x: rect.x + left, y: rect.y + top, widthPx: Math.max(0, right - left), heightPx: Math.max(0, bottom - top) }
}
