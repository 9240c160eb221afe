import type { FillPatch } from './fill-patch.ts'

/** What to fill, from where, and how. Arrays are only read; they must not change until the fill settles. */
export interface FillEngineInput {
  readonly widthPx: number
  readonly heightPx: number
  /** Interleaved RGBA, 8 bit, sRGB, straight alpha, length `widthPx * heightPx * 4`; may lie in a SharedArrayBuffer. */
  readonly rgba: Uint8Array
  /** Coverage, length `widthPx * heightPx`. Above 0 = repainted: never copied from and never read as known. */
  readonly mask: Uint8Array
  /** Length `widthPx * heightPx`; above 0 = may be copied from. Null = everything that is not masked. */
  readonly sampling: Uint8Array | null
  /** Unsigned 32 bit. The same seed gives the same bytes whatever the number of threads. */
  readonly seed: number
  /** 0 = copied colors as they are, 1 = fully drawn to the colors around the hole; see `defaultColorAdaptation`. */
  readonly colourAdaptation: number
  /** See `FillPatch.origins`. */
  readonly wantsOrigins?: boolean
  /** Worker threads, 1..8; default: one per core, at most 8. Changes the time only, never the result. */
  readonly threads?: number
  readonly signal?: AbortSignal
  /** Called with rising fractions 0..1; 1 is the last. */
  readonly onProgress?: (fraction: number) => void
  /** Called from coarse to fine, see {@link FillPatch.scale}. Never called with the final result. */
  readonly onPreview?: (preview: FillPatch) => void
}

/** The strength to offer first: seams vanish and light falls off smoothly, while the texture stays as copied. */
export const defaultColorAdaptation = 0.7
