import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { RasterRef } from './model.ts'

export type PaintMode = 'paint' | 'erase'

/** How new coverage combines with existing coverage. Coverage is combined, never just replaced per pixel. */
export type CombineMode = 'replace' | 'add' | 'subtract' | 'intersect'

/** A point the brush passes through, in image pixels. The raster connects neighboring points. */
export interface StrokePoint {
  readonly x: number
  readonly y: number
  readonly radiusPx: number
  /** Maximum coverage of the stroke at this point, 0 to 1. */
  readonly strength: number
}

export interface StrokeStyle {
  readonly mode: PaintMode
  /** Solid share of the radius, 0 to 1; the rest fades out. */
  readonly hardness: number
}

/** What a stroke paints on a color surface: one color, or position-dependent pixels (clone, heal). */
export interface ColorSource {
  /**
   * Returns RGBA (straight alpha) of a part of the document, row by row; called for parts of one tile. null = not
   * available yet: the part stays unchanged until `OpenStroke.refresh`.
   */
  read(part: Rect): Uint8Array | Uint8ClampedArray | null
}

/** A 256 × 256 tile. Two revisions with the same tile object have the same pixels there. */
export interface RasterTile {
  /** Every pixel has full coverage; all such tiles are one object. Never true for color. */
  readonly isFull: boolean
}

/** A stroke in progress. Only one may be open at a time. */
export interface OpenStroke {
  /** The surface with the stroke so far. Its pixels change with every `add`, until `commit`. */
  readonly ref: RasterRef
  /** Continues the stroke through these points; returns the changed parts of the image. */
  add(points: readonly StrokePoint[]): readonly Rect[]
  /** Paints what the source could not provide earlier, or repaints everything with `all`; returns the changed parts. */
  refresh(all?: 'all'): readonly Rect[]
  /** The stroke's own coverage of an area so far, regardless of what is below; row by row. */
  coverageOf(area: Rect): Uint8Array
  /** Ends the stroke; the caller owns the returned revision. */
  commit(): RasterRef
  /** Discards the stroke; returns the parts to redraw. */
  abandon(): readonly Rect[]
}

/** Coverage of any extent, computed on demand: shapes, gradients, contents of a file. Pure. */
export interface CoverageSource {
  /** Nothing is covered outside. Whole pixels; may extend beyond the image. */
  readonly bounds: Rect
  /** Coverage row by row, owned by the caller; `none` or `full` if the part is uniform, which costs nothing. */
  read(part: Rect): Uint8Array | 'none' | 'full'
}

/**
 * Work done in slices: each `next` takes well under a frame and yields the share that is done. To cancel, stop
 * iterating.
 */
export type Slices<Made> = Generator<number, Made, undefined>

/** Whole tiles by index (`row * columns + column`): 256 × 256 pixels each, null = empty. */
export type TileMap = ReadonlyMap<number, Uint8Array | null>

/**
 * The pixels of all surfaces of a document in copy-on-write tiles: 8-bit coverage (white, 255 = repaint) or RGBA.
 * Revisions are immutable except for that of an open stroke. Whoever receives a new ref owns it and must `release` it
 * once.
 */
export interface Raster {
  /** Memory used by the tiles of all revisions; full tiles are shared and not counted. */
  readonly bytes: number
  empty(size: Size, channels: RasterRef['channels']): RasterRef
  /** Takes ownership of the tiles; pixels outside the image are cleared. */
  fromTiles(size: Size, channels: RasterRef['channels'], tiles: TileMap): RasterRef
  /** Returns the surface with these tiles replaced; takes ownership of them. */
  withTiles(from: RasterRef, tiles: TileMap): RasterRef
  /** Combines coverage with coverage. */
  combine(from: RasterRef, source: CoverageSource, mode: CombineMode): RasterRef
  /** Same as `combine`, one tile at a time; `from` must be retained until it is done. */
  combining(from: RasterRef, source: CoverageSource, mode: CombineMode): Slices<RasterRef>
  /** Paints color on a color surface through coverage. */
  color(from: RasterRef, through: CoverageSource, ink: ColorSource): RasterRef
  beginStroke(from: RasterRef, style: StrokeStyle): OpenStroke
  /** For color surfaces. Erasing needs no source. */
  beginColorStroke(from: RasterRef, style: StrokeStyle, source: ColorSource | null): OpenStroke
  invert(from: RasterRef): RasterRef
  /** Same as `invert`, one tile at a time; `from` must be retained until it is done. */
  inverting(from: RasterRef): Slices<RasterRef>
  /** The same pixels in an image of another size, moved by `offset`; pixels that end up outside are lost. */
  moved(from: RasterRef, size: Size, offset: Point): RasterRef
  /** Returns a revision that does not change, even if `from` is that of an open stroke. */
  freeze(from: RasterRef): RasterRef
  /** Pixels of an area that must be inside the image, row by row. */
  read(ref: RasterRef, area: Rect): Uint8Array
  /** Row by row, `columns × rows`; null = nothing painted. */
  tiles(ref: RasterRef): readonly (RasterTile | null)[]
  /** The tile's pixels, 256 per row; pixels outside the image are 0. Read-only. */
  pixels(tile: RasterTile): Uint8Array
  /** The areas in which two revisions of the same size may differ, by tile. */
  differences(a: RasterRef, b: RasterRef): readonly Rect[]
  isEmpty(ref: RasterRef): boolean
  /** The smallest rectangle around everything painted; null when empty. */
  bounds(ref: RasterRef): Rect | null
  retain(ref: RasterRef): RasterRef
  release(ref: RasterRef): void
  /**
   * Packs tiles that no revision in `current` uses, oldest first, until `mostBytes` have been read; returns the number
   * of bytes read. Packed tiles can still be read, and are unpacked when painted on.
   */
  packOthers(current: readonly RasterRef[], mostBytes: number): number
}
