import type { Rect } from './geometry.ts'

/** 8-bit coverage of an image region, row by row: `coverage.length === rect.widthPx * rect.heightPx`. */
export interface CoverageArea {
  readonly rect: Rect
  readonly coverage: Uint8Array
}
