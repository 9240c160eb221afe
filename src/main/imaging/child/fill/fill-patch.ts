/**
 * A rectangle of repainted pixels in picture coordinates. `rgba` is already composited: soft coverage blends original
 * and fill, and pixels with mask 0 are byte-identical to the input.
 */
export interface FillPatch {
  readonly x: number
  readonly y: number
  readonly widthPx: number
  readonly heightPx: number
  /** Interleaved RGBA; `ceil(widthPx * scale) * ceil(heightPx * scale) * 4` bytes, with `scale` 1 where absent. */
  readonly rgba: Uint8Array
  /**
   * Absent or 1: one sample per picture pixel, always so for a finished fill and for previews up to 1 megapixel.
   * Larger previews come reduced by 1/2, 1/4, …: sample (i, j) shows picture pixel (x + i / scale, y + j / scale).
   */
  readonly scale?: number
  /**
   * Where that was asked for: for each pixel of the finished patch the pixel of the picture (`y * width + x`) that it was
   * copied from; −1 = none.
   */
  readonly origins?: Int32Array
}
