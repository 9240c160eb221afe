import type { Rect } from '../../../../shared/util/geometry.ts'

/** The visible pixels of a layer, read row by row from the top. 8-bit sRGB, straight alpha. */
export interface LayerRows {
  /** In document pixels. Inside the document unless the whole layer was requested. May be empty. */
  readonly bounds: Rect
  /** `y` is in document pixels; writes `bounds.widthPx * 4` bytes. */
  readRow(y: number, into: Uint8Array): void
}
