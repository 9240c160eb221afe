/** Input of a fill. Arrays are only read; they must not change until the fill settles. */
export interface FillEngineInput {
  readonly widthPx: number
  readonly heightPx: number
  /** Interleaved RGBA, 8 bit, sRGB, straight alpha, length `widthPx * heightPx * 4`; may be in a SharedArrayBuffer. */
  readonly rgba: Uint8Array
  /** Coverage, length `widthPx * heightPx`. Above 0 = repainted: never copied from and never treated as known. */
  readonly mask: Uint8Array
  /** Length `widthPx * heightPx`; above 0 = may be copied from. Null = everything not masked. */
  readonly sampling: Uint8Array | null
  /** Unsigned 32 bit. The same seed gives the same bytes for any number of threads. */
  readonly seed: number
  /** 0 = colors copied unchanged, 1 = fully adapted to the colors around the hole; see `defaultColorAdaptation`. */
  readonly colourAdaptation: number
  /** See `FillPatch.origins`. */
  readonly wantsOrigins?: boolean
  /** Worker threads, 1..8; default: one per core, at most 8. Affects only the time, never the result. */
  readonly threads?: number
  readonly signal?: AbortSignal
  /** Called with increasing fractions 0..1, ending with 1. */
  readonly onProgress?: (fraction: number) => void
  /** Called from coarse to fine, see {@link FillPatch.scale}. Never called with the final result. */
  readonly onPreview?: (preview: FillPatch) => void
}

/** The default strength: seams vanish and light falls off smoothly, while the texture stays as copied. */
export const defaultColorAdaptation = 0.7

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

export type FillErrorReason = 'empty-mask' | 'nothing-to-copy'

/** A fill that is impossible with the given image, mask and sampling area. */
export class FillError extends Error {
  readonly reason: FillErrorReason

  constructor(reason: FillErrorReason) {
    super(reason)
    this.name = 'FillError'
    this.reason = reason
  }
}
