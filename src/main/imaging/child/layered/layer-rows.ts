import type { Rect } from '../../../../shared/util/geometry.ts'

/** What a layer shows of itself, asked for row by row from the top. 8-bit sRGB, straight alpha. */
export interface LayerRows {
  /** In the document's pixels. Inside the document, unless the whole layer was asked for. May be empty. */
  readonly bounds: Rect
  /** `y` in the document's pixels; writes `bounds.widthPx * 4` bytes. */
  readRow(y: number, into: Uint8Array): void
}
