import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileChange } from '../off-thread/coverage-tiles.ts'

export interface SimilarRequest {
  /** A pixel inside the image. If `color` is null, its color is the one to search for. */
  readonly at: Point | null
  /** RGBA, straight alpha. */
  readonly color: readonly [number, number, number, number] | null
  /** Largest difference of any channel, alpha included, 0 to 255, that still counts as similar. */
  readonly tolerance: number
  /** Only pixels contiguous with `at`; otherwise everywhere. */
  readonly isContiguous: boolean
  /** Softens the border by half a pixel on either side. */
  readonly isAntialiased: boolean
}

/** Part of the image: RGBA, straight alpha, row by row. */
export interface PixelStrip {
  readonly area: Rect
  readonly pixels: Uint8ClampedArray
}

export type StripSearchInput =
  | { readonly type: 'similar'; readonly size: Size; readonly request: SimilarRequest }
  | { readonly type: 'subject'; readonly size: Size }

/** Searches an image strip by strip. */
export interface StripSearch {
  /** The next area to read; null = done. */
  readonly wanted: Rect | null
  /** @param strip the requested area */
  take(strip: PixelStrip): void
  finish(): readonly TileChange[]
}

const mostPixels = 4 * 1024 * 1024

/** Cuts an image into strips of whole tile rows, at most 4 megapixels each. */
export function stripsOf({ widthPx, heightPx }: Size): readonly Rect[] {
  const rows = tilePx * Math.max(1, Math.floor(mostPixels / widthPx / tilePx))
  return Array.from({ length: Math.ceil(heightPx / rows) }, (_, i) => ({
    x: 0,
    y: i * rows,
    widthPx,
    heightPx: Math.min(rows, heightPx - i * rows),
  }))
}
