import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileChange } from '../off-thread/coverage-tiles.ts'

export interface SimilarRequest {
  /** A pixel inside the picture. Where `color` is null, its color is what is looked for. */
  readonly at: Point | null
  /** RGBA, straight alpha. */
  readonly color: readonly [number, number, number, number] | null
  /** Largest difference of any channel, alpha included, 0 to 255, that still counts as the same. */
  readonly tolerance: number
  /** Only pixels contiguous with `at`; otherwise everywhere. */
  readonly isContiguous: boolean
  /** Softens the border by half a pixel either way. */
  readonly isAntialiased: boolean
}

/** Part of the picture: RGBA, straight alpha, row by row. */
export interface PixelStrip {
  readonly area: Rect
  readonly pixels: Uint8ClampedArray
}

export type StripSearchInput =
  | { readonly is: 'similar'; readonly size: Size; readonly request: SimilarRequest }
  | { readonly is: 'subject'; readonly size: Size }

/** Looks at a picture strip by strip. */
export interface StripSearch {
  /** What has to be looked at next; null = it has seen enough. */
  readonly wanted: Rect | null
  /** @param strip what was wanted */
  take(strip: PixelStrip): void
  finish(): readonly TileChange[]
}

const mostPixels = 4 * 1024 * 1024

/** Cuts a picture into strips of whole rows of tiles, 4 megapixels each at most. */
export function stripsOf({ widthPx, heightPx }: Size): readonly Rect[] {
  const rows = tilePx * Math.max(1, Math.floor(mostPixels / widthPx / tilePx))
  return Array.from({ length: Math.ceil(heightPx / rows) }, (_, i) => ({
    x: 0,
    y: i * rows,
    widthPx,
    heightPx: Math.min(rows, heightPx - i * rows),
  }))
}
