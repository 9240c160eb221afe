import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { RasterRef } from './model.ts'

export type PaintMode = 'paint' | 'erase'

/** One place the brush passes through, in picture pixels. Neighbouring points are joined by the raster. */
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

/** One 256 × 256 tile. Two revisions with the same tile object have the same pixels there. */
export interface MaskTile {
  /** Every pixel is 255; all full tiles are one object. */
  readonly isFull: boolean
}

/** A stroke in progress. Only one may be open at a time. */
export interface OpenStroke {
  /** The mask with the stroke so far. Its pixels change with every `add`, until `commit`. */
  readonly ref: RasterRef
  /** Continues the stroke through these points; returns the parts of the picture that changed. */
  add(points: readonly StrokePoint[]): readonly Rect[]
  /** Ends the stroke; the caller owns the returned revision. */
  commit(): RasterRef
  /** Ends the stroke as if it had never been; returns what has to be drawn again. */
  abandon(): readonly Rect[]
}

/**
 * 8-bit coverage of a whole picture, white (255) = repaint, in copy-on-write tiles. Revisions are immutable but for
 * that of an open stroke. Whoever receives a new ref owns it and must `release` it once.
 */
export interface MaskRaster {
  readonly size: Size
  readonly columns: number
  readonly rows: number
  /** Memory of all tiles held by any revision; full tiles are shared and free. */
  readonly bytes: number
  empty(): RasterRef
  beginStroke(from: RasterRef, style: StrokeStyle): OpenStroke
  paintRect(from: RasterRef, rect: Rect, mode: PaintMode): RasterRef
  invert(from: RasterRef): RasterRef
  /** A revision that stays as it is now, also while `from` is that of an open stroke. */
  freeze(from: RasterRef): RasterRef
  /** Coverage of a part that must lie inside the picture, row by row. */
  read(ref: RasterRef, area: Rect): Uint8Array
  /** Row by row, `columns × rows`; null = nothing painted there. */
  tiles(ref: RasterRef): readonly (MaskTile | null)[]
  /** The tile's pixels, 256 to a row; pixels outside the picture are 0. Not to be written to. */
  coverage(tile: MaskTile): Uint8Array
  /** The parts in which two revisions may differ, by tile. */
  differences(a: RasterRef, b: RasterRef): readonly Rect[]
  isEmpty(ref: RasterRef): boolean
  /** The smallest rectangle around everything painted; null when empty. */
  bounds(ref: RasterRef): Rect | null
  retain(ref: RasterRef): RasterRef
  release(ref: RasterRef): void
  /** Packs up to `mostTiles` tiles that no revision of `current` uses; returns how many. Reading them unpacks again. */
  packOthers(current: readonly RasterRef[], mostTiles: number): number
}
