/**
 * A rectangle of repainted pixels in image coordinates. `rgba` is already composited: soft coverage blends original
 * and fill, and pixels with mask 0 are byte-identical to the input.
 */
export interface FillPatch {
  readonly x: number
  readonly y: number
  readonly widthPx: number
  readonly heightPx: number
  /** Interleaved RGBA; `ceil(widthPx * scale) * ceil(heightPx * scale) * 4` bytes, with `scale` 1 if absent. */
  readonly rgba: Uint8Array
  /**
   * Absent or 1: one sample per image pixel, as in finished fills and previews up to 1 megapixel. Larger previews are
   * reduced by 1/2, 1/4, …: sample (i, j) shows image pixel (x + i / scale, y + j / scale).
   */
  readonly scale?: number
  /**
   * If requested: for each pixel of the finished patch, the image pixel (`y * width + x`) it was copied from; −1 =
   * none.
   */
  readonly origins?: Int32Array
}
