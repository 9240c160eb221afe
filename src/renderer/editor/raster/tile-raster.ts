import { tilePx } from '../../../shared/domain/surfaces.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../../../shared/util/geometry.ts'
import type { RasterRef } from '../document/model.ts'
import type {
  ColorSource,
  CombineMode,
  CoverageSource,
  OpenStroke,
  Raster,
  RasterTile,
  Slices,
  StrokeStyle,
  TileMap,
} from '../document/raster.ts'
import { colorTile, combineTile } from './combine-tile.ts'
import { paintedBounds } from './painted-bounds.ts'
import { StrokeBuffer } from './stroke-buffer.ts'
import { canonical, clearOutside, copyPart } from './tile-content.ts'
import { bytesOfTile, fullTile, Tile } from './tile.ts'
import { createTileGrid, forEachTileIn, tileRect, type TileGrid } from './tile-grid.ts'
import { asUint32 } from './pixel-math.ts'

type Tiles = (Tile | null)[]
type Channels = RasterRef['channels']

interface Revision {
  readonly grid: TileGrid
  readonly channels: Channels
  readonly tiles: Tiles
  owners: number
}

/** The pixel engine: revisions are arrays of references to shared tiles, so a step costs only the tiles it touched. */
export class TileRaster implements Raster {
  readonly #revisions = new Map<number, Revision>()
  readonly #tilesInUse = new Set<Tile>()
  #bytes = 0
  #lastRevision = 0
  #isStrokeOpen = false

  get bytes(): number {
    return this.#bytes
  }

  empty(size: Size, channels: Channels): RasterRef {
    const grid = createTileGrid(size)
    return this.#add(grid, channels, blank(grid))
  }

  fromTiles(size: Size, channels: Channels, tiles: TileMap): RasterRef {
    const grid = createTileGrid(size)
    return this.#add(grid, channels, exchange(grid, channels, blank(grid), tiles))
  }

  withTiles(from: RasterRef, tiles: TileMap): RasterRef {
    const { grid, channels, tiles: old } = this.#require(from)
    return this.#add(grid, channels, exchange(grid, channels, old.slice(), tiles))
  }

  combine(from: RasterRef, source: CoverageSource, mode: CombineMode): RasterRef {
    return allOf(this.combining(from, source, mode))
  }

  combining(from: RasterRef, source: CoverageSource, mode: CombineMode): Slices<RasterRef> {
    const { grid } = this.#requireChannels(from, 1)
    const isEverywhere = mode === 'replace' || mode === 'intersect'
    const area = isEverywhere ? { x: 0, y: 0, ...grid.size } : source.bounds
    return this.#changing(from, area, (tile, index) => combineTile(grid, index, tile, source, mode))
  }

  color(from: RasterRef, through: CoverageSource, ink: ColorSource): RasterRef {
    const { grid } = this.#requireChannels(from, 4)
    return allOf(this.#changing(from, through.bounds, (tile, index) => colorTile(grid, index, tile, through, ink)))
  }

  beginStroke(from: RasterRef, style: StrokeStyle): OpenStroke {
    this.#requireChannels(from, 1)
    return this.#begin(from, style, null)
  }

  beginColorStroke(from: RasterRef, style: StrokeStyle, source: ColorSource | null): OpenStroke {
    this.#requireChannels(from, 4)
    return this.#begin(from, style, source)
  }

  invert(from: RasterRef): RasterRef {
    return allOf(this.inverting(from))
  }

  inverting(from: RasterRef): Slices<RasterRef> {
    const { grid } = this.#requireChannels(from, 1)
    return this.#changing(from, { x: 0, y: 0, ...grid.size }, (tile, index) => invertTile(grid, tile, index))
  }

  moved(from: RasterRef, size: Size, offset: Point): RasterRef {
    const { grid, channels, tiles } = this.#require(from)
    const to = createTileGrid(size)
    const whole = { x: 0, y: 0, ...grid.size }
    return this.#add(
      to,
      channels,
      blank(to).map((_, index) => {
        const { x, y, widthPx, heightPx } = tileRect(to, index)
        const area = intersectRects({ x: x - offset.x, y: y - offset.y, widthPx, heightPx }, whole)
        const kind = isEmptyRect(area) ? 'none' : kindOfTiles(grid, tiles, area)
        if (kind === 'none') return null
        if (kind === 'full' && area.widthPx === tilePx && area.heightPx === tilePx) return fullTile
        const pixels = new Uint8Array(bytesOfTile(channels))
        copyTiles(this.#require(from), area, {
          pixels,
          rect: { x: x - offset.x, y: y - offset.y, widthPx: tilePx, heightPx: tilePx },
        })
        return canonical(pixels, channels, null)
      }),
    )
  }

  freeze(from: RasterRef): RasterRef {
    const { grid, channels, tiles } = this.#require(from)
    return this.#add(grid, channels, tiles.slice())
  }

  read(ref: RasterRef, area: Rect): Uint8Array {
    const revision = this.#require(ref)
    const pixels = new Uint8Array(area.widthPx * area.heightPx * revision.channels)
    copyTiles(revision, area, { pixels, rect: area })
    return pixels
  }

  tiles(ref: RasterRef): readonly (RasterTile | null)[] {
    return this.#require(ref).tiles
  }

  pixels(tile: RasterTile): Uint8Array {
    if (!(tile instanceof Tile)) throw new AppError('internal/bug', 'A tile came from another engine.')
    return tile.peek()
  }

  differences(a: RasterRef, b: RasterRef): readonly Rect[] {
    if (a === b) return []
    const before = this.#require(a).tiles
    const { grid, tiles: after } = this.#require(b)
    const changed: Rect[] = []
    for (let i = 0; i < after.length; i++) if (before[i] !== after[i]) changed.push(tileRect(grid, i))
    return changed
  }

  isEmpty(ref: RasterRef): boolean {
    return this.#require(ref).tiles.every((tile) => tile === null)
  }

  bounds(ref: RasterRef): Rect | null {
    const { grid, tiles } = this.#require(ref)
    return paintedBounds(grid, tiles)
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

  packOthers(current: readonly RasterRef[], mostBytes: number): number {
    const needed = new Set(current.flatMap((ref) => this.#require(ref).tiles))
    let read = 0
    for (const tile of this.#tilesInUse) {
      if (read >= mostBytes) break
      if (!tile.isPackable || needed.has(tile)) continue
      const bytesBefore = tile.bytes
      tile.pack()
      this.#bytes += tile.bytes - bytesBefore
      read += bytesBefore
    }
    return read
  }

  *#changing(
    from: RasterRef,
    area: Rect,
    change: (tile: Tile | null, index: number) => Tile | null,
  ): Slices<RasterRef> {
    const { grid, channels, tiles: old } = this.#require(from)
    const tiles = old.slice()
    const inside = intersectRects(area, { x: 0, y: 0, ...grid.size })
    const indices: number[] = []
    if (!isEmptyRect(inside)) forEachTileIn(grid, inside, (index) => indices.push(index))
    for (const [done, index] of indices.entries()) {
      tiles[index] = change(tiles[index] ?? null, index)
      yield (done + 1) / indices.length
    }
    return this.#add(grid, channels, tiles)
  }

  #begin(from: RasterRef, style: StrokeStyle, source: ColorSource | null): OpenStroke {
    if (this.#isStrokeOpen) throw new AppError('internal/bug', 'Two brush strokes were started at once.')
    this.#isStrokeOpen = true
    const { grid, channels, tiles } = this.#require(from)
    const base = tiles.slice()
    const ref = this.#add(grid, channels, base.slice())
    const live = this.#require(ref)
    const touched = new Set<number>()
    const target = {
      channels,
      source,
      base: (index: number) => {
        const tile = base[index] ?? null
        if (tile?.isPacked) this.#unpacked(tile, () => tile.unpack())
        return tile
      },
      writable: (index: number) => {
        touched.add(index)
        return this.#writable(live, index)
      },
    }
    const buffer = new StrokeBuffer(grid, style, target)
    const end = () => {
      this.#isStrokeOpen = false
    }
    return {
      ref,
      add: (points) => buffer.add(points),
      refresh: (all) => buffer.refresh(all === 'all'),
      coverageOf: (area) => buffer.coverageOf(area),
      commit: () => {
        end()
        for (const index of touched) {
          const pixels = live.tiles[index]?.peek()
          if (pixels === undefined) continue
          this.#replace(live, index, canonical(pixels, channels, base[index] ?? null, live.tiles[index]))
        }
        return ref
      },
      abandon: () => {
        end()
        this.release(ref)
        return [...touched].map((index) => tileRect(grid, index))
      },
    }
  }

  #writable(live: Revision, index: number): Uint8Array {
    const tile = live.tiles[index] ?? null
    // Held only by this revision: copied or created by this stroke.
    if (tile !== null && tile.holders === 1 && !tile.isFull) return this.#unpacked(tile, () => tile.write())
    const copy = tile === null ? new Uint8Array(bytesOfTile(live.channels)) : tile.peek().slice()
    this.#replace(live, index, new Tile(copy))
    return copy
  }

  #unpacked(tile: Tile, unpack: () => Uint8Array): Uint8Array {
    const bytesBefore = tile.bytes
    const pixels = unpack()
    this.#bytes += tile.bytes - bytesBefore
    return pixels
  }

  #add(grid: TileGrid, channels: Channels, tiles: Tiles): RasterRef {
    const ref: RasterRef = Object.freeze({ revision: ++this.#lastRevision, size: grid.size, channels })
    this.#revisions.set(ref.revision, { grid, channels, tiles, owners: 1 })
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

  #requireChannels(ref: RasterRef, channels: Channels): Revision {
    if (ref.channels === channels) return this.#require(ref)
    const [type, required] = ref.channels === 1 ? ['a mask', 'a paint layer'] : ['a paint layer', 'a mask']
    throw new AppError('internal/bug', `This is ${type}; only ${required} can be changed like that.`)
  }

  #require(ref: RasterRef): Revision {
    const revision = this.#revisions.get(ref.revision)
    if (revision === undefined) {
      throw new AppError('internal/bug', 'A state of the painted pixels was used after it was released.')
    }
    return revision
  }
}

function allOf<Made>(slices: Slices<Made>): Made {
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
  }
}

function blank({ columns, rows }: TileGrid): Tiles {
  return Array.from({ length: columns * rows }, () => null)
}

/** Copies the tiles' pixels in an area to their position in `to`. */
function copyTiles(
  { grid, channels, tiles }: Revision,
  area: Rect,
  to: { readonly pixels: Uint8Array; readonly rect: Rect },
): void {
  forEachTileIn(grid, area, (index, part) => {
    const tile = tiles[index]
    if (!tile) return
    const { x, y } = tileRect(grid, index)
    const stored = { x, y, widthPx: tilePx, heightPx: tilePx }
    copyPart(part, channels, { pixels: tile.peek(), rect: stored }, to)
  })
}

function exchange(grid: TileGrid, channels: Channels, tiles: Tiles, changes: TileMap): Tiles {
  for (const [index, pixels] of changes) {
    if (index < 0 || index >= tiles.length) continue
    if (pixels !== null) clearOutside(grid, index, pixels, channels)
    tiles[index] = pixels === null ? null : canonical(pixels, channels, tiles[index] ?? null)
  }
  return tiles
}

function kindOfTiles(grid: TileGrid, tiles: Tiles, area: Rect): 'none' | 'full' | 'other' {
  let [areNone, areFull] = [true, true]
  forEachTileIn(grid, area, (index) => {
    const tile = tiles[index] ?? null
    areNone &&= tile === null
    areFull &&= tile === fullTile
  })
  if (areNone) return 'none'
  return areFull ? 'full' : 'other'
}

function invertTile(grid: TileGrid, tile: Tile | null, index: number): Tile | null {
  const rect = tileRect(grid, index)
  const isWhole = rect.widthPx === tilePx && rect.heightPx === tilePx
  if (tile === fullTile) return null
  if (tile === null && isWhole) return fullTile
  const pixels = tile?.peek().slice() ?? new Uint8Array(bytesOfTile(1))
  const packed = asUint32(pixels)
  for (let i = 0; i < packed.length; i++) packed[i] = ~packed[i]!
  clearOutside(grid, index, pixels, 1)
  return canonical(pixels, 1, null)
}
