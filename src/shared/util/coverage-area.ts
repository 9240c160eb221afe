import type { Rect } from './geometry.ts'

/** 8-bit coverage of a part of a picture, row by row: `coverage.length === rect.widthPx * rect.heightPx`. */
export interface CoverageArea {
  readonly rect: Rect
  readonly coverage: Uint8Array
}
