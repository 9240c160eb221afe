import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { RasterRef } from './model.ts'

export type PaintMode = 'paint' | 'erase'

/** What becomes of what is there when something is laid over it. Coverage is combined, never just replaced per pixel. */
export type CombineMode = 'replace' | 'add' | 'subtract' | 'intersect'

/** One place the brush passes through, in picture pixels. Neighboring points are joined by the raster. */
export interface StrokePoint {
  readonly x: number
  readonly y: number
  readonly radiusPx: number
  /** The most coverage the stroke may reach here, 0 to 1. */
  readonly strength: number
}

export interface StrokeStyle {
  readonly mode: PaintMode
  /** Share of the radius that is solid, 0 to 1; the rest fades out. */
  readonly hardness: number
}

/** What a stroke on a color surface lays down: one color, or pixels by place (clone, heal). */
export interface ColorSource {
  /**
   * RGBA (straight alpha) of a part of the document, row by row; called for parts of one tile. null = not there yet: the
   * part stays as it is until `OpenStroke.refresh`.
   */
  read(part: Rect): Uint8Array | Uint8ClampedArray | null
}

/** A 256 × 256 tile. Two revisions with the same tile object have the same pixels there. */
export interface RasterTile {
  /** Every pixel is full coverage; all such tiles are one object. Never true of color. */
  readonly isFull: boolean
}

/** A stroke in progress. Only one may be open at a time. */
export interface OpenStroke {
  /** The surface with the stroke so far. Its pixels change with every `add`, until `commit`. */
  readonly ref: RasterRef
  /** Continues the stroke through these points; returns the parts of the picture that changed. */
  add(points: readonly StrokePoint[]): readonly Rect[]
  /** Lays down what the source could not give when it was asked, or `all` of it anew; returns the parts that changed. */
  refresh(all?: 'all'): readonly Rect[]
  /** The stroke's own coverage of a part so far, whatever lies below; row by row. */
  coverageOf(area: Rect): Uint8Array
  /** Ends the stroke; the caller owns the returned revision. */
  commit(): RasterRef
  /** Ends the stroke as if it had never been; returns what has to be drawn again. */
  abandon(): readonly Rect[]
}

/**
 * Coverage of any extent, made where it is asked for: shapes, gradients, what was read from a file. Pure.
 */
export interface CoverageSource {
  /** Nothing is covered outside. Whole pixels; may reach beyond the picture. */
  readonly bounds: Rect
  /**
   * Row by row, and the reader's to keep; `none` and `full` where a part is that all over, which costs nothing.
   */
  read(part: Rect): Uint8Array | 'none' | 'full'
}

/**
 * Something that may be made a slice at a time: each `next` does well under a frame's work and tells the share that is done.
 * Given up by not going on.
 */
export type Slices<Made> = Generator<number, Made, undefined>

/** Whole tiles by index (`row * columns + column`): 256 × 256 pixels each, null = nothing there. */
export type TileMap = ReadonlyMap<number, Uint8Array | null>

/**
 * The pixels of all surfaces of a document in copy-on-write tiles: 8-bit coverage (white, 255 = repaint) or RGBA.
 * Revisions are immutable but for that of an open stroke. Whoever receives a new ref owns it and must `release` it once.
 */
export interface Raster {
  /** Memory of all tiles held by any revision; full tiles are shared and free. */
  readonly bytes: number
  empty(size: Size, channels: RasterRef['channels']): RasterRef
  /** Tiles are taken over; pixels outside the picture are cleared. */
  fromTiles(size: Size, channels: RasterRef['channels'], tiles: TileMap): RasterRef
  /** The same with these tiles exchanged; they are taken over. */
  withTiles(from: RasterRef, tiles: TileMap): RasterRef
  /** Coverage laid over coverage. */
  combine(from: RasterRef, source: CoverageSource, mode: CombineMode): RasterRef
  /** The same, a tile at a time; `from` must be held meanwhile. */
  combining(from: RasterRef, source: CoverageSource, mode: CombineMode): Slices<RasterRef>
  /** Color laid on a color surface through coverage. */
  color(from: RasterRef, through: CoverageSource, ink: ColorSource): RasterRef
  beginStroke(from: RasterRef, style: StrokeStyle): OpenStroke
  /** On a color surface. Erasing needs no source. */
  beginColorStroke(from: RasterRef, style: StrokeStyle, source: ColorSource | null): OpenStroke
  invert(from: RasterRef): RasterRef
  /** The same, a tile at a time; `from` must be held meanwhile. */
  inverting(from: RasterRef): Slices<RasterRef>
  /** The same pixels in a picture of another size, moved by `offset`; what comes to lie outside is gone. */
  moved(from: RasterRef, size: Size, offset: Point): RasterRef
  /** A revision that stays as it is now, also while `from` is that of an open stroke. */
  freeze(from: RasterRef): RasterRef
  /** Pixels of a part that must lie inside the picture, row by row. */
  read(ref: RasterRef, area: Rect): Uint8Array
  /** Row by row, `columns × rows`; null = nothing painted there. */
  tiles(ref: RasterRef): readonly (RasterTile | null)[]
  /** The tile's pixels, 256 to a row; pixels outside the picture are 0. Not to be written to. */
  pixels(tile: RasterTile): Uint8Array
  /** The parts in which two revisions of the same size may differ, by tile. */
  differences(a: RasterRef, b: RasterRef): readonly Rect[]
  isEmpty(ref: RasterRef): boolean
  /** The smallest rectangle around everything painted; null when empty. */
  bounds(ref: RasterRef): Rect | null
  retain(ref: RasterRef): RasterRef
  release(ref: RasterRef): void
  /**
   * Packs tiles that no revision of `current` uses, the oldest first, until that many bytes have been read; returns how
   * many were. They are read as they are, and unpacked where they are painted on again.
   */
  packOthers(current: readonly RasterRef[], mostBytes: number): number
}
